// The programs of test/fixtures/statements, natively and compiled.
import { testFolder } from "./suite.js";

testFolder("statements");
