// The programs of test/fixtures/expressions, natively and compiled.
import { testFolder } from "./suite.js";

testFolder("expressions");
