// What the compiler tells about a function, in both of its forms.
import { describe as describeFunction } from "../../../runtime/core/describe.js";

describe("the description of a function", () => {
  const flat = describeFunction("f", "file.ts", [0, 12, 3, 1, 12, 20, 4, 20, 7]);
  const text = describeFunction("f", "file.ts", "12:3 1+0:20 4+8:7");

  it.each([0, 1, 4, 2])("tells where state %i is, whichever form it has", (state) => {
    expect(text.position(state)).toEqual(flat.position(state));
    expect(text.describe(state)).toBe(flat.describe(state));
  });

  it("counts lines from the function's", () => {
    expect(text.position(0)).toEqual({ line: 12, column: 3 });
    expect(text.position(4)).toEqual({ line: 20, column: 7 });
    expect(text.describe(4)).toBe("f (file.ts:20:7)");
  });

  it("takes code that another tool has moved up", () => {
    expect(describeFunction("f", "file.ts", "12:3 1+-2:5").position(1)).toEqual({ line: 10, column: 5 });
  });

  it("may say nothing of positions", () => {
    expect(describeFunction("", "file.ts", "").describe(0)).toBe("<anonymous> (file.ts)");
  });
});
