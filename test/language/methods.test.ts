// The programs of test/fixtures/methods, natively and compiled.
import { testFolder } from "./suite.js";

testFolder("methods");
