/**
 * CPython's test_exception_group.py. There is no BaseExceptionGroup here: JavaScript has one kind of error. Where Python chains
 * errors by itself (`__context__`), nothing is asserted.
 */
import { type ErrorCondition, ExceptionGroup } from "tsyncio";
import { OSError, ValueError } from "../python.js";

class MemoryError extends Error {}

/** A group as a tree of class names and messages: what a template describes in the original. */
type Template = string | Template[];

const shape = (error: unknown): Template =>
  error instanceof ExceptionGroup
    ? error.exceptions.map(shape)
    : `${(error as Error).constructor.name}(${String((error as Error).message)})`;

const value = (n: number): ValueError => new ValueError(String(n));
const type = (n: number): TypeError => new TypeError(String(n));

const simple = (): ExceptionGroup => {
  const first = new ValueError("1", { cause: new MemoryError("cause for ValueError(1)") });
  return new ExceptionGroup("simple eg", [first, type(0), value(2)]);
};
const simpleShape = ["ValueError(1)", "TypeError(0)", "ValueError(2)"];

const nested = (): ExceptionGroup =>
  new ExceptionGroup("root", [
    new ExceptionGroup("nested", [type(0)]),
    new ValueError("1", { cause: new MemoryError("out of memory") }),
  ]);

function* leaves(error: unknown): Generator<unknown> {
  if (error instanceof ExceptionGroup) for (const inner of error.exceptions) yield* leaves(inner);
  else yield error;
}

/** Splits a group, with the original's sanity checks. */
function split(eg: ExceptionGroup, condition: ErrorCondition): [ExceptionGroup | null, ExceptionGroup | null] {
  const [match, rest] = eg.split(condition);
  const part = eg.subgroup(condition);
  expect([...leaves(match ?? new ExceptionGroup("", [null]))]).toEqual([
    ...leaves(part ?? new ExceptionGroup("", [null])),
  ]);
  const of = (group: ExceptionGroup | null): unknown[] => (group === null ? [] : [...leaves(group)]);
  expect(of(match).length + of(rest).length).toBe(of(eg).length);
  for (const leaf of leaves(eg)) expect(of(match).includes(leaf)).not.toBe(of(rest).includes(leaf));
  for (const each of [match, rest, part]) {
    if (each === null) continue;
    expect(each.message).toBe(eg.message);
    expect(each.cause).toBe(eg.cause);
    expect(each.stack).toBe(eg.stack);
  }
  return [match, rest];
}

const shapes = (parts: (ExceptionGroup | null)[]): (Template | null)[] =>
  parts.map((part) => (part === null ? null : shape(part)));

describe("test.test_exception_group.BadConstructorArgs", () => {
  const make = ExceptionGroup as any;

  test("test_bad_EG_construction__too_many_args", () => {
    expect(() => new make("no errors")).toThrow(TypeError);
    expect(() => new make([new ValueError("no msg")])).toThrow(TypeError);
  });

  test("test_bad_EG_construction__bad_message", () => {
    expect(() => new make(value(12), [new SyntaxError("bad syntax")])).toThrow(TypeError);
    expect(() => new make(null, [value(12)])).toThrow(TypeError);
  });

  test("test_bad_EG_construction__bad_excs_sequence", () => {
    expect(() => new make("errors not sequence", new Set([value(42)]))).toThrow(TypeError);
    expect(() => new make("eg", null)).toThrow(TypeError);
    expect(() => new make("eg", [])).toThrow(RangeError);
  });
});

describe("test.test_exception_group.InstanceCreation", () => {
  test("test_EG_wraps_Exceptions__creates_EG", () => {
    const eg = new ExceptionGroup("eg", [value(1), type(2)]);
    expect(eg.constructor).toBe(ExceptionGroup);
    expect(eg).toBeInstanceOf(AggregateError);
    expect(eg.errors).toEqual([value(1), type(2)]);
  });

  test("test_EG_subclass_wraps_non_base_exceptions", () => {
    class MyEG extends ExceptionGroup {}
    const eg = new MyEG("eg", [value(12), type(42)]);
    expect(eg.constructor).toBe(MyEG);
    expect(eg.name).toBe("MyEG");
  });
});

describe("test.test_exception_group.ExceptionGroupFields", () => {
  test("test_basics_ExceptionGroup_fields", () => {
    const eg = simple();
    expect(eg.message).toBe("simple eg");
    expect(eg.exceptions[0]).toBeInstanceOf(ValueError);
    expect((eg.exceptions[0] as Error).cause).toBeInstanceOf(MemoryError);
    expect(eg.exceptions[1]).toBeInstanceOf(TypeError);
    expect((eg.exceptions[1] as Error).cause).toBeUndefined();
    expect(eg.exceptions[2]).toBeInstanceOf(ValueError);
    expect((eg.exceptions[2] as Error).cause).toBeUndefined();
    expect(eg.stack).toMatch(/simple/);
  });
});

describe("test.test_exception_group.ExceptionGroupSubgroupTests", () => {
  test("test_basics_subgroup_split__bad_arg_type", () => {
    class C {}
    const eg = simple();
    for (const bad of ["bad arg", C, new OSError("instance not type"), [OSError, 42]]) {
      expect(() => eg.subgroup(bad as never)).toThrow(TypeError);
      expect(() => eg.split(bad as never)).toThrow(TypeError);
    }
  });

  test("test_basics_subgroup_by_type__passthrough", () => {
    const eg = simple();
    for (const kind of [Error, AggregateError, ExceptionGroup]) expect(eg.subgroup(kind)).toBe(eg);
  });

  test("test_basics_subgroup_by_type__no_match", () => {
    expect(simple().subgroup(OSError)).toBeNull();
  });

  test("test_basics_subgroup_by_type__match", () => {
    const cases: [ErrorCondition, Template][] = [
      [ValueError, ["ValueError(1)", "ValueError(2)"]],
      [TypeError, ["TypeError(0)"]],
      [[ValueError, TypeError], simpleShape],
    ];
    for (const [condition, template] of cases) {
      const eg = simple();
      const part = eg.subgroup(condition);
      expect(part?.message).toBe(eg.message);
      expect(part?.constructor).toBe(ExceptionGroup);
      expect(shape(part)).toEqual(template);
    }
  });

  test("test_basics_subgroup_by_predicate__passthrough", () => {
    const eg = simple();
    expect(eg.subgroup(() => true)).toBe(eg);
  });

  test("test_basics_subgroup_by_predicate__no_match", () => {
    expect(simple().subgroup(() => false)).toBeNull();
  });

  test("test_basics_subgroup_by_predicate__match", () => {
    const isValue = (error: unknown): boolean => error instanceof ValueError;
    const isType = function (error: unknown): boolean {
      return error instanceof TypeError;
    };
    const eg = simple();
    expect(shape(eg.subgroup(isValue))).toEqual(["ValueError(1)", "ValueError(2)"]);
    expect(shape(eg.subgroup(isType))).toEqual(["TypeError(0)"]);
    expect(shape(eg.subgroup((error) => isValue(error) || isType(error)))).toEqual(simpleShape);
  });
});

describe("test.test_exception_group.ExceptionGroupSplitTests", () => {
  test("test_basics_split_by_type__passthrough", () => {
    for (const kind of [Error, AggregateError, ExceptionGroup])
      expect(shapes(split(simple(), kind))).toEqual([simpleShape, null]);
  });

  test("test_basics_split_by_type__no_match", () => {
    expect(shapes(split(simple(), OSError))).toEqual([null, simpleShape]);
  });

  const values = ["ValueError(1)", "ValueError(2)"];
  const types = ["TypeError(0)"];

  test("test_basics_split_by_type__match", () => {
    expect(shapes(split(simple(), ValueError))).toEqual([values, types]);
    expect(shapes(split(simple(), TypeError))).toEqual([types, values]);
    expect(shapes(split(simple(), [ValueError, TypeError]))).toEqual([simpleShape, null]);
    expect(shapes(split(simple(), [OSError, ValueError]))).toEqual([values, types]);
  });

  test("test_basics_split_by_predicate__passthrough", () => {
    expect(shapes(split(simple(), () => true))).toEqual([simpleShape, null]);
  });

  test("test_basics_split_by_predicate__no_match", () => {
    expect(shapes(split(simple(), () => false))).toEqual([null, simpleShape]);
  });

  test("test_basics_split_by_predicate__match", () => {
    expect(shapes(split(simple(), (error) => error instanceof ValueError))).toEqual([values, types]);
    expect(shapes(split(simple(), (error) => error instanceof TypeError))).toEqual([types, values]);
  });
});

describe("test.test_exception_group.DeepRecursionInSplitAndSubgroup", () => {
  const deep = (): ExceptionGroup => {
    let error: Error = type(1);
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    for (let i = 0; i < 100_000; i++) error = new ExceptionGroup("eg", [error]);
    Error.stackTraceLimit = stackTraceLimit;
    return error as ExceptionGroup;
  };

  // Python's RecursionError.
  test("test_deep_split", () => {
    expect(() => deep().split(TypeError)).toThrow(RangeError);
  });

  test("test_deep_subgroup", () => {
    expect(() => deep().subgroup(TypeError)).toThrow(RangeError);
  });
});

describe("test.test_exception_group.LeafGeneratorTest", () => {
  test("test_leaf_generator", () => {
    const eg = simple();
    expect([...leaves(eg)]).toEqual(eg.exceptions);
  });
});

describe("test.test_exception_group.NestedExceptionGroupBasicsTest", () => {
  test("test_nested_group_matches_template", () => {
    expect(shape(nested())).toEqual([["TypeError(0)"], "ValueError(1)"]);
  });

  test("test_nested_group_chaining", () => {
    const [, second] = nested().exceptions;
    expect((second as Error).cause).toBeInstanceOf(MemoryError);
  });
});

describe("test.test_exception_group.NestedExceptionGroupSplitTest", () => {
  test("test_split_by_type", () => {
    class MyExceptionGroup extends ExceptionGroup {}
    const level1 = (i: number): ExceptionGroup => new ExceptionGroup("msg1", [value(i), type(0), value(i + 1)]);
    const level2 = (i: number): ExceptionGroup =>
      new MyExceptionGroup("msg2", [level1(i), level1(i + 1), value(i + 2)]);
    const eg = new ExceptionGroup("msg3", [level2(6), value(7)], { cause: "a cause" });
    const V = (n: number): string => `ValueError(${n})`;
    const all = [[[V(6), "TypeError(0)", V(7)], [V(7), "TypeError(0)", V(8)], V(8)], V(7)];
    const values = [[[V(6), V(7)], [V(7), V(8)], V(8)], V(7)];
    const types = [[["TypeError(0)"], ["TypeError(0)"]]];
    expect(shape(eg)).toEqual(all);
    // Match nothing
    expect(shapes(split(eg, SyntaxError))).toEqual([null, all]);
    // Match everything
    expect(shapes(split(eg, Error))).toEqual([all, null]);
    expect(shapes(split(eg, [ValueError, TypeError]))).toEqual([all, null]);
    // Match ValueErrors
    expect(shapes(split(eg, ValueError))).toEqual([values, types]);
    // Match TypeErrors
    expect(shapes(split(eg, [TypeError, SyntaxError]))).toEqual([types, values]);
    // Match ExceptionGroup
    const [same, none] = eg.split(ExceptionGroup);
    expect(same).toBe(eg);
    expect(none).toBeNull();
    // Match MyExceptionGroup (a subclass)
    expect(shapes(eg.split(MyExceptionGroup))).toEqual([[all[0]], [all[1]]]);
  });

  test("test_drive_invalid_return_value", () => {
    class MyEg extends ExceptionGroup {
      override derive(): never {
        return 42 as never;
      }
    }
    const eg = new MyEg("eg", [type(1), value(2)]);
    expect(() => eg.split(TypeError)).toThrow(/derive\(\) must give an ExceptionGroup/);
    expect(() => eg.subgroup(TypeError)).toThrow(/derive\(\) must give an ExceptionGroup/);
  });
});

describe("test.test_exception_group.NestedExceptionGroupSubclassSplitTest", () => {
  const both = ["ValueError(1)", ["TypeError(2)"]];
  const onlyValue = ["ValueError(1)"];
  const onlyType = [["TypeError(2)"]];

  test("test_split_ExceptionGroup_subclass_no_derive_no_new_override", () => {
    class EG extends ExceptionGroup {}
    const eg = new EG("eg", [value(1), new EG("nested", [type(2)])]);
    expect(shape(eg)).toEqual(both);
    const cases: [ErrorCondition, (Template | null)[]][] = [
      [OSError, [null, both]],
      [
        [ValueError, TypeError],
        [both, null],
      ],
      [ValueError, [onlyValue, onlyType]],
      [TypeError, [onlyType, onlyValue]],
    ];
    for (const [condition, expected] of cases) {
      const parts = split(eg, condition);
      expect(shapes(parts)).toEqual(expected);
      // Without a derive() of its own the parts are plain groups.
      for (const part of parts) if (part !== null) expect(part.constructor).toBe(ExceptionGroup);
    }
  });

  test("test_split_ExceptionGroup_subclass_derive_and_new_overrides", () => {
    class EG extends ExceptionGroup {
      readonly code: number;
      constructor(message: string, errors: readonly unknown[], code: number) {
        super(message, errors);
        this.code = code;
      }
      override derive(errors: readonly unknown[]): EG {
        return new EG(this.message, errors, this.code);
      }
    }
    const eg = new EG("eg", [value(1), new EG("nested", [type(2)], 101)], 42);
    const codes = (group: unknown): unknown =>
      group instanceof EG ? [group.code, ...group.exceptions.map(codes)] : null;
    const cases: [ErrorCondition, (Template | null)[], unknown[]][] = [
      [OSError, [null, both], [null, [42, null, [101, null]]]],
      [
        [ValueError, TypeError],
        [both, null],
        [[42, null, [101, null]], null],
      ],
      [
        ValueError,
        [onlyValue, onlyType],
        [
          [42, null],
          [42, [101, null]],
        ],
      ],
      [
        TypeError,
        [onlyType, onlyValue],
        [
          [42, [101, null]],
          [42, null],
        ],
      ],
    ];
    for (const [condition, expected, expectedCodes] of cases) {
      const parts = split(eg, condition);
      expect(shapes(parts)).toEqual(expected);
      expect(parts.map(codes)).toEqual(expectedCodes);
    }
  });
});
