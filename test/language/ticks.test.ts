// The programs of test/fixtures/ticks, natively and compiled.
import { testFolder } from "./suite.js";

testFolder("ticks");
