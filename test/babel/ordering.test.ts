/** Async functions are compiled by this project wherever its plugin or preset stands, and mean the same. */
import { majors, runChild } from "./child.js";

interface Result {
  readonly name: string;
  readonly isOurs: boolean;
  readonly result: string;
}

const expected = '[[0,1,2,2],[2,2],[1,{"y":1,"rest":[2,3]}],["caught","finally","declared","arrow"]]';

describe.each(majors)("Babel %s", (major) => {
  test("every order", () => {
    const results = runChild<Result[]>("ordering-child.mjs", major);
    expect(results).toHaveLength(30);
    for (const { name, isOurs, result } of results) {
      expect({ name, isOurs, result }).toEqual({ name, isOurs: true, result: expected });
    }
  }, 120_000);
});
