// The programs of test/fixtures/generators, natively and compiled.
import { testFolder } from "./suite.js";

testFolder("generators");
