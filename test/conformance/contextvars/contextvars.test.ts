/** CPython's test_context.py (`ContextTest`). A missing value is `undefined`, not a KeyError; `in` is `has`, `len` is `size`. */
import { Context, ContextError, ContextVar, copyContext, Token } from "tsyncio";
import { divideByZero, ValueError, ZeroDivisionError } from "../python.js";

/** Runs a test in a context of its own, as the original's decorator does. */
const isolated = (name: string, body: () => void): void => {
  test(name, () => new Context().run(body));
};

describe("test.test_context.ContextTest", () => {
  test("test_context_var_new_1", () => {
    expect(() => new (ContextVar as any)()).toThrow(TypeError);
    expect(() => new (ContextVar as any)(1)).toThrow(/must be a string/);
    const c = new ContextVar("aaa");
    expect(c.name).toBe("aaa");
    expect(() => {
      (c as { name: string }).name = "bbb";
    }).toThrow(TypeError);
  });

  isolated("test_context_var_repr_1", () => {
    expect(String(new ContextVar("a"))).toContain("a");
    expect(String(new ContextVar("a", { default: 123 }))).toContain("123");
    const list: unknown[] = [];
    const c = new ContextVar("a", { default: list });
    list.push(c);
    expect(String(c)).toContain("...");
    const t = c.set([1]);
    expect(String(t)).toContain(String(c));
    expect(String(t)).not.toContain(" used ");
    c.reset(t);
    expect(String(t)).toContain(" used ");
  });

  isolated("test_token_repr_1", () => {
    const token = new ContextVar<number>("a").set(1);
    expect(String(token)).toMatch(/^<Token var=<ContextVar name='a'>>$/);
  });

  test("test_context_new_1", () => {
    expect(() => new (Context as any)(1)).toThrow(/any arguments/);
    new Context();
  });

  test("test_context_typerrors_1", () => {
    const ctx = new Context() as any;
    expect(() => ctx.has(1)).toThrow(/ContextVar was expected/);
    expect(() => ctx.get(1)).toThrow(/ContextVar was expected/);
  });

  test("test_context_get_context_1", () => {
    expect(copyContext()).toBeInstanceOf(Context);
  });

  test("test_context_run_1", () => {
    expect(() => (new Context() as any).run()).toThrow(TypeError);
  });

  test("test_context_run_2", () => {
    const ctx = new Context();
    const func = (...args: unknown[]): unknown[] => [...args, "bar"];
    for (const f of [func, func.bind(null)]) {
      expect(ctx.run(f)).toEqual(["bar"]);
      expect(ctx.run(f, 1)).toEqual([1, "bar"]);
      expect(ctx.run(f, 11, { a: 2 })).toEqual([11, { a: 2 }, "bar"]);
    }
  });

  test("test_context_run_3", () => {
    const ctx = new Context();
    const func: (...args: unknown[]) => never = () => divideByZero();
    expect(() => ctx.run(func)).toThrow(ZeroDivisionError);
    expect(() => ctx.run(func, 1, 2)).toThrow(ZeroDivisionError);
    expect(() => ctx.run(func, 1, 2, { a: 123 })).toThrow(ZeroDivisionError);
  });

  isolated("test_context_run_4", () => {
    const ctx1 = new Context();
    const ctx2 = new Context();
    const v = new ContextVar<string | null>("var");
    const func2 = (): void => {
      expect(v.get(null)).toBeNull();
    };
    const func1 = (): Context => {
      expect(v.get(null)).toBeNull();
      v.set("spam");
      ctx2.run(func2);
      expect(v.get(null)).toBe("spam");
      const cur = copyContext();
      expect(cur.size).toBe(1);
      expect(cur.get(v)).toBe("spam");
      return cur;
    };
    const returned = ctx1.run(func1);
    expect([...ctx1.items()]).toEqual([...returned.items()]);
    expect(returned.get(v)).toBe("spam");
    expect(returned.has(v)).toBe(true);
  });

  test("test_context_run_5", () => {
    const ctx = new Context();
    const v = new ContextVar<string | null>("var");
    const func = (): void => {
      expect(v.get(null)).toBeNull();
      v.set("spam");
      divideByZero();
    };
    expect(() => ctx.run(func)).toThrow(ZeroDivisionError);
    expect(v.get(null)).toBeNull();
  });

  test("test_context_run_6", () => {
    const ctx = new Context();
    const c = new ContextVar("a", { default: 0 });
    ctx.run(() => {
      expect(c.get()).toBe(0);
      expect(ctx.get(c)).toBeUndefined();
      c.set(42);
      expect(c.get()).toBe(42);
      expect(ctx.get(c)).toBe(42);
    });
  });

  test("test_context_run_7", () => {
    const ctx = new Context();
    let refused = false;
    const fun = (): void => {
      expect(() => ctx.run(fun)).toThrow(/is already entered/);
      refused = true;
    };
    ctx.run(fun);
    expect(refused).toBe(true);
  });

  isolated("test_context_getset_1", () => {
    const c = new ContextVar<number | string | null>("c");
    expect(() => c.get()).toThrow(ContextError);
    expect(c.get(null)).toBeNull();
    const t0 = c.set(42);
    expect(c.get()).toBe(42);
    expect(c.get(null)).toBe(42);
    expect(t0.oldValue).toBe(Token.MISSING);
    expect(t0.var).toBe(c);
    const t = c.set("spam");
    expect(c.get()).toBe("spam");
    expect(c.get(null)).toBe("spam");
    expect(t.oldValue).toBe(42);
    c.reset(t);
    expect(c.get()).toBe(42);
    expect(c.get(null)).toBe(42);
    c.set("spam2");
    expect(() => c.reset(t)).toThrow(/has already been used/);
    expect(c.get()).toBe("spam2");
    const ctx1 = copyContext();
    expect(ctx1.has(c)).toBe(true);
    c.reset(t0);
    expect(() => c.reset(t0)).toThrow(/has already been used/);
    expect(c.get(null)).toBeNull();
    expect(ctx1.has(c)).toBe(true);
    expect(ctx1.get(c)).toBe("spam2");
    expect(ctx1.get(c, "aa")).toBe("spam2");
    expect(ctx1.size).toBe(1);
    expect([...ctx1.items()]).toEqual([[c, "spam2"]]);
    expect([...ctx1.values()]).toEqual(["spam2"]);
    expect([...ctx1.keys()]).toEqual([c]);
    const ctx2 = copyContext();
    expect(ctx2.has(c)).toBe(false);
    expect(ctx2.get(c)).toBeUndefined();
    expect(ctx2.get(c, "aa")).toBe("aa");
    expect(ctx2.size).toBe(0);
    expect([...ctx2]).toEqual([]);
  });

  isolated("test_context_getset_2", () => {
    const v1 = new ContextVar<number>("v1");
    const v2 = new ContextVar<number>("v2");
    const t1 = v1.set(42);
    expect(() => v2.reset(t1)).toThrow(/by a different/);
  });

  isolated("test_context_getset_3", () => {
    const c = new ContextVar("c", { default: 42 });
    const ctx = new Context();
    ctx.run(() => {
      expect(c.get()).toBe(42);
      expect(ctx.get(c)).toBeUndefined();
      expect(ctx.get(c, "spam")).toBe("spam");
      expect(ctx.has(c)).toBe(false);
      expect([...ctx.keys()]).toEqual([]);
      const t = c.set(1);
      expect([...ctx.keys()]).toEqual([c]);
      expect(ctx.get(c)).toBe(1);
      c.reset(t);
      expect([...ctx.keys()]).toEqual([]);
      expect(ctx.has(c)).toBe(false);
    });
  });

  isolated("test_context_getset_4", () => {
    const c = new ContextVar("c", { default: 42 });
    const token = new Context().run(() => c.set(1));
    expect(() => c.reset(token)).toThrow(/different Context/);
  });

  isolated("test_context_getset_5", () => {
    const c = new ContextVar<number[]>("c", { default: [42] });
    c.set([]);
    copyContext().run(() => {
      c.set([]);
      c.get().push(42);
      expect(c.get()).toEqual([42]);
    });
    expect(c.get()).toEqual([]);
  });

  test("test_context_copy_1", () => {
    const ctx1 = new Context();
    const c = new ContextVar("c", { default: 42 });
    const fun2 = (): void => {
      expect(c.get()).toBe(10);
      c.set(30);
      expect(c.get()).toBe(30);
    };
    ctx1.run(() => {
      c.set(10);
      const ctx2 = ctx1.copy();
      expect(ctx2.get(c)).toBe(10);
      c.set(20);
      expect(ctx1.get(c)).toBe(20);
      expect(ctx2.get(c)).toBe(10);
      ctx2.run(fun2);
      expect(ctx1.get(c)).toBe(20);
      expect(ctx2.get(c)).toBe(30);
    });
  });

  test("test_token_contextmanager_with_default", () => {
    const c = new ContextVar("c", { default: 42 });
    new Context().run(() => {
      {
        using _ = c.set(36);
        expect(c.get()).toBe(36);
      }
      expect(c.get()).toBe(42);
    });
  });

  test("test_token_contextmanager_without_default", () => {
    const c = new ContextVar<number>("c");
    new Context().run(() => {
      {
        using _ = c.set(36);
        expect(c.get()).toBe(36);
      }
      expect(() => c.get()).toThrow(/^c has no value here/);
    });
  });

  test("test_token_contextmanager_on_exception", () => {
    const c = new ContextVar("c", { default: 42 });
    const ctx = new Context();
    const fun = (): void => {
      using _ = c.set(36);
      expect(c.get()).toBe(36);
      throw new ValueError("custom exception");
    };
    expect(() => ctx.run(fun)).toThrow("custom exception");
    ctx.run(() => expect(c.get()).toBe(42));
  });

  test("test_token_contextmanager_reentrant", () => {
    const c = new ContextVar("c", { default: 42 });
    new Context().run(() => {
      const token = c.set(36);
      expect(() => {
        using _outer = token;
        using _inner = token;
        expect(c.get()).toBe(36);
      }).toThrow(/token has already been used once/);
      expect(c.get()).toBe(42);
    });
  });

  test("test_token_contextmanager_multiple_c_set", () => {
    const c = new ContextVar("c", { default: 42 });
    new Context().run(() => {
      {
        using _ = c.set(36);
        expect(c.get()).toBe(36);
        c.set(24);
        expect(c.get()).toBe(24);
        c.set(12);
        expect(c.get()).toBe(12);
      }
      expect(c.get()).toBe(42);
    });
  });

  test("test_token_contextmanager_with_explicit_reset_the_same_token", () => {
    const c = new ContextVar("c", { default: 42 });
    new Context().run(() => {
      expect(() => {
        using token = c.set(36);
        expect(c.get()).toBe(36);
        c.reset(token);
        expect(c.get()).toBe(42);
      }).toThrow(/token has already been used once/);
      expect(c.get()).toBe(42);
    });
  });

  test("test_token_contextmanager_with_explicit_reset_another_token", () => {
    const c = new ContextVar("c", { default: 42 });
    new Context().run(() => {
      {
        using _ = c.set(36);
        expect(c.get()).toBe(36);
        const token = c.set(24);
        expect(c.get()).toBe(24);
        c.reset(token);
        expect(c.get()).toBe(36);
      }
      expect(c.get()).toBe(42);
    });
  });
});
