/**
 * A whole program: two workers that run at the same time, each with its own log, objects and helper functions.
 * Where order counts they share variables; where it must not they have nothing in common.
 *
 *     exports.program = async (kit, stage) => {
 *       async function worker0(p, { L, fs, C, o, … }) {      what stage.ts has for it
 *         async function* ag(p) { … random … }
 *         async function h(p) { … random … }
 *         async function main(p) { … random … }
 *         … runs main, then h, then ag, and says what the closures see …
 *       }
 *       async function worker1(p, { … }) { … }               only its main function is random
 *       return await Promise.allSettled([worker0(…), worker1(…)]);
 *     };
 */
import { Scope } from "./scope.js";
import { Node, rule, type Rules, type Tree, type Writing } from "./tree.js";

/** A program in the words of the engine and in those of the compiler. */
export interface ProgramText {
  readonly native: string;
  readonly source: string;
  /** Is everything compared: when things happen, and what happens between concurrent functions? */
  readonly isOrdered: boolean;
}

/** Its choices say how the whole program is written. */
export const program = rule("block", 1, "bbbb", (n) => {
  // One in four is sloppy.
  const mode = n.number(0, 4) === 3 ? "" : '"use strict";\n';
  return `${mode}exports.program = async (kit, stage) => {
${n.writing.isolated ? "" : "let s = 1;"}
${writeFirst(n)}
${writeSecond(n)}
return await Promise.allSettled([worker0(1, stage("w0")), worker1(2, stage("w1"))]);
};
`;
});

/** @param isExact the order among concurrent functions is the engine's */
export function writeProgram(tree: Tree, rules: Rules, isExact: boolean): ProgramText {
  // One in six awaits promises of the engine. In which tick the loop hears of one is not the engine's order.
  const isForeign = tree.choices[1]! % 6 === 5;
  const isolated = !isExact || isForeign;
  const write = (isOracle: boolean): string => {
    const writing: Writing = { rules, isolated, isForeign: isForeign || isolated, isOracle, nextId: 0 };
    const declared = isolated ? [] : [{ name: "s", isConstant: false }];
    const can = { await: true, yield: false, return: true, this: false, super: false, arguments: true };
    return new Node(tree, Scope.of(can, declared), writing).root();
  };
  return { native: write(true), source: write(false), isOrdered: !isolated };
}

const tools = "{ L, fs, B, C, o, tag, it, bad, badAsync, disposal, begin, keep, seen }";
const generator = "async function* ag(p) { if (B()) return 2; L('ag', yield p); return p; }";
const helper = "async function h(p) { return await L('h', p); }";
const method = "o.am = async function (a) { return await L('am', a); };";
const drain =
  "async function drain(items) { const all = []; for await (const item of items) { if (B()) break; all.push(item); } return all; }";
const wrapped = `function wrapped(n) {
const inner = it(n);
return { [Symbol.asyncIterator]() { return this; }, async next(v) { return inner.next(v); }, return(v) { L("return"); return inner.return(v); } };
}`;

function writeFirst(n: Node): string {
  const { can } = n.scope;
  const inGenerator = n.scope.function({ ...can, yield: true }, "p");
  const inHelper = n.scope.function(can, "p");
  const inMain = n.scope.function(can, "p").withHelpers("h", "o.am");
  const main = n.write(0, inMain);
  const own = [
    `async function* ag(p) { if (B()) return 2; ${n.write(1, inGenerator)} }`,
    `async function h(p) { if (B()) return 1; ${n.write(2, inHelper)} }`,
  ];
  return `async function worker0(p, ${tools}) {
${own.join("\n")}
${needed(main + own.join(""), ["o.am", method], ["wrapped(", wrapped])}
${drain}
async function main(p) ${main}
const results = [];
for (const part of [main, h, (p) => drain(ag(p))]) {
begin();
try { results.push(await part(p)); } catch (error) { results.push(error); }
}
return [results, L("captured", seen()), o];
}`;
}

function writeSecond(n: Node): string {
  const main = n.write(3, n.scope.function(n.scope.can, "p").withHelpers("h"));
  const helpers = needed(main, ["h(", helper], ["ag(", generator], ["drain(", drain], ["wrapped(", wrapped]);
  return `async function worker1(p, ${tools}) {
${helpers}
async function main(p) ${main}
try { L("end", await main(p)); } finally { L("captured", seen()); }
}`;
}

/** The helpers that are mentioned; compiling the others would cost time. */
function needed(text: string, ...helpers: readonly (readonly [mention: string, text: string])[]): string {
  return helpers.flatMap(([mention, helper]) => (text.includes(mention) ? [helper] : [])).join("\n");
}
