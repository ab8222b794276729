/**
 * A whole program: several workers that run at the same time, each with its own log, objects and helper functions.
 * Where order counts they share variables; where it must not they have nothing in common.
 */
import { Scope } from "./scope.js";
import { Node, rule, type Rules, type Tree } from "./tree.js";

/** Steps that a worker's loops may take together. */
const maxSteps = 120;

/** Two workers. The first one's generator, helper and main function are random, the second's main function is. */
export const program = rule("block", 1, "bbbb", (n) => {
  const workers = [0, 1].map((worker) => writeWorker(n, worker));
  const shared = n.writing.isolated ? "" : "let s = 1;";
  return `"use strict";
exports.program = async (log, kit) => {
${shared}
${workers.join("\n")}
return await Promise.allSettled([worker0(1), worker1(2)]);
};
`;
});

export function writeProgram(tree: Tree, rules: Rules, isolated: boolean): string {
  const shared = isolated ? [] : [{ name: "s", isConstant: false }];
  const can = { await: true, yield: false, return: true, this: false, super: false, arguments: true };
  return new Node(tree, new Scope(shared, can, []), { rules, isolated, nextId: 0 }).root();
}

function writeWorker(n: Node, worker: number): string {
  const { initialized, can } = n.scope;
  const inGenerator = new Scope(initialized, { ...can, yield: true }, []).binding("p");
  const inHelper = new Scope(initialized, can, []).binding("p");
  const inMain = new Scope(initialized, can, ["h", "o.am"]).binding("p");
  const isFirst = worker === 0;
  const generator = isFirst ? n.write(1, inGenerator) : `L("ag", yield p);`;
  const helper = isFirst ? n.write(2, inHelper) : `return await L("h", p);`;
  return `async function worker${worker}(p) {
  const fs = [];
  let steps = 0;
  const B = () => ++steps > ${maxSteps};
  const L = (...values) => log("w${worker}", ...values);
  const keep = (promise) => void promise.then(undefined, () => {});
  const tag = (strings, ...values) => strings.raw.length + values.length;
  class C {
    constructor(a, b) { this.p = L("new", a + b); }
    m(a, b) { return (a | 0) + (b | 0) + (this.p | 0); }
    get g() { return L("get", 3); }
    set v(value) { L("set", value); }
    get v() { return 2; }
  }
  const o = { p: 1, n: null, r: [], tag, m: C.prototype.m, o: { p: 2, m: C.prototype.m }, am: async function (a) { return await L("am", a) } };
  function* it(n, values) {
    try { for (let k = 0; k < n; k++) { L("next", k); yield values === undefined ? k || undefined : values[k]; } }
    finally { L("closed"); }
  }
  const wrapped = (n) => {
    const inner = it(n);
    return { [Symbol.asyncIterator]() { return this; }, async next(v) { return inner.next(v); }, return(v) { L("return"); return inner.return(v); } };
  };
  async function drain(items) { const all = []; for await (const item of items) { if (B()) break; all.push(item); } return all; }
  async function* ag(p) { if (B()) return 2; ${generator} }
  async function h(p) { if (B()) return 1; ${helper} }
  async function main(p) { ${n.write(isFirst ? 0 : 3, inMain)} }
  const results = [];
  for (const part of [main, h, (p) => drain(ag(p))]) {
    try { steps = 0; results.push(await part(p)); } catch (error) { results.push(error); }
  }
  L("captured", fs.slice(0, 40).map((f) => { try { return f(); } catch (error) { return error; } }));
  return [results, o];
}`;
}
