// The programs of test/fixtures/modules, natively and compiled.
import { testFolder } from "./suite.js";

testFolder("modules");
