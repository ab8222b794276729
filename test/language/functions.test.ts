// The programs of test/fixtures/functions, natively and compiled.
import { testFolder } from "./suite.js";

testFolder("functions");
