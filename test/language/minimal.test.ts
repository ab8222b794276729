// The programs of test/fixtures/minimal, natively and compiled.
import { testFolder } from "./suite.js";

testFolder("minimal");
