// The programs of test/fixtures/typescript, natively and compiled.
import { testFolder } from "./suite.js";

testFolder("typescript");
