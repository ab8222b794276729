// The programs of test/fixtures/bindings, natively and compiled.
import { testFolder } from "./suite.js";

testFolder("bindings");
