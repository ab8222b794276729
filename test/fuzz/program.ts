/**
 * A whole program: two workers that run at the same time, each with its own log, objects and helper functions.
 * Where order counts they share variables; where it must not they have nothing in common.
 *
 *     let s = 1;
 *     const { L, fs, C, o, … } = start.tools();      what stage.ts has for a worker
 *     async function* ag(p) { … random … }
 *     const h = async (p) => { … random … };
 *     async function main(p) { … random … }
 *     exports.result = start([                       calls main, h and ag, one after the other
 *       { main, h, ag },
 *       (({ L, fs, C, o, … }) => { … })(start.tools()),
 *     ]);
 *
 * The functions of the first worker are in the file's scope or inside a function, those of the second are inside one.
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
  const mode = n.writing.isSloppy ? "" : '"use strict";\n';
  const [first, second] = [writeFirst(n), writeSecond(n)];
  const [text, result] = n.number(2, 2) === 0 ? atTop(first) : ["", inFunction(first)];
  return `${mode}${n.writing.isolated ? "" : "let s = 1;"}
${text}exports.result = start([${result}, ${inFunction(second)}]);
`;
});

/** @param isExact the order among concurrent functions is the engine's */
export function writeProgram(tree: Tree, rules: Rules, isExact: boolean): ProgramText {
  // One in six awaits promises of the engine. In which tick the loop hears of one is not the engine's order.
  const isForeign = tree.choices[1]! % 6 === 5;
  // One in four is sloppy.
  const isSloppy = tree.choices[0]! % 4 === 3;
  const isolated = !isExact || isForeign;
  const write = (isOracle: boolean): string => {
    const writing: Writing = { rules, isolated, isForeign: isForeign || isolated, isSloppy, isOracle, nextId: 0 };
    const declared = isolated ? [] : [{ name: "s", isConstant: false }];
    const can = { await: true, yield: false, return: true, this: false, super: false, arguments: true };
    return new Node(tree, Scope.of(can, declared), writing).root();
  };
  return { native: write(true), source: write(false), isOrdered: !isolated };
}

/** What a worker has at hand: those things that its text mentions. */
const tools = ["L", "fs", "B", "C", "o", "tag", "it", "bad", "badAsync", "disposal", "keep"];
const helpers: readonly (readonly [mention: string, text: string])[] = [
  ["h(", "async function h(p) { return await L('h', p); }"],
  ["ag(", "async function* ag(p) { if (B()) return 2; L('ag', yield p); return p; }"],
  ["o.am", "o.am = async function (a) { return await L('am', a); };"],
  [
    "drain(",
    "async function drain(items) { const all = []; for await (const item of items) { if (B()) break; all.push(item); } return all; }",
  ],
  [
    "wrapped(",
    `function wrapped(n) {
const inner = it(n);
return { [Symbol.asyncIterator]() { return this; }, async next(v) { return inner.next(v); }, return(v) { L("return"); return inner.return(v); } };
}`,
  ],
];

interface Worker {
  readonly text: string;
  /** The names of its functions. */
  readonly parts: string;
}

function writeFirst(n: Node): Worker {
  // Half of those that stand at the top of the file.
  const isMethods = n.number(2, 4) === 0;
  const can = isMethods ? { ...n.scope.can, this: true } : n.scope.can;
  const isArrow = !isMethods && n.number(1, 2) === 0;
  const main = n.write(0, n.scope.function(can, "p").withHelpers("h", "o.am"));
  const generator = n.write(1, n.scope.function({ ...can, yield: true }, "p"));
  const helper = n.write(2, n.scope.function({ ...can, arguments: !isArrow }, "p"));
  if (isMethods) return { text: withHelpers(asMethods(main, generator, helper)), parts: "{ main, h, ag }" };
  const [head, end] = isArrow ? ["const h = async (p) =>", ";"] : ["async function h(p)", ""];
  const text = `async function main(p) ${main}
async function* ag(p) { if (B()) return 2; ${generator} }
${head} { if (B()) return 1; ${helper} }${end}`;
  return { text: withHelpers(text), parts: "{ main, h, ag }" };
}

/** The functions of a worker as methods of a class. */
function asMethods(main: string, generator: string, helper: string): string {
  return `class M {
p = 1;
async main(p) ${main.replace(/\bh\(/g, "all.h(")}
async *ag(p) { if (B()) return 2; ${generator} }
async h(p) { if (B()) return 1; ${helper} }
}
const all = new M();
const main = (p) => all.main(p);
const ag = (p) => all.ag(p);
const h = (p) => all.h(p);`;
}

function writeSecond(n: Node): Worker {
  const main = n.write(3, n.scope.function(n.scope.can, "p").withHelpers("h"));
  return { text: withHelpers(`async function main(p) ${main}`), parts: "{ main }" };
}

function withHelpers(text: string): string {
  const isMissing = ([mention, helper]: (typeof helpers)[number]): boolean =>
    text.includes(mention) &&
    !text.includes(helper.slice(0, helper.indexOf("("))) &&
    !text.includes(`const ${mention.slice(0, -1)} =`);
  return [text, ...helpers.filter(isMissing).map(([, helper]) => helper)].join("\n");
}

function toolsOf(text: string): string {
  return `{ ${tools.filter((tool) => new RegExp(`\\b${tool}\\b`).test(text)).join(", ")} }`;
}

function atTop({ text, parts }: Worker): readonly [text: string, result: string] {
  return [`const ${toolsOf(text)} = start.tools();\n${text}\n`, parts];
}

function inFunction({ text, parts }: Worker): string {
  return `((${toolsOf(text)}) => {
${text}
return ${parts};
})(start.tools())`;
}
