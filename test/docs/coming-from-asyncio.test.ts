// The tables "asyncio | here | native JavaScript" of the README and of docs/coming-from-asyncio.md. What stands in the column
// "here" is checked as a program: every name in it exists, and can be used as it says.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { asyncioNames, hereNameOf, loopNames, memberNames } from "./asyncio-names.js";

const root = join(__dirname, "../..");

interface Row {
  readonly file: string;
  readonly asyncio: string;
  readonly here: string;
}

function rowsOf(file: string): Row[] {
  const rows: Row[] = [];
  let inTable = false;
  for (const line of readFileSync(join(root, file), "utf8").split("\n")) {
    const [, asyncio, here] = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
    if (here === undefined) inTable = false;
    else if (here === "here") inTable = true;
    else if (inTable && !/^-+$/.test(here)) rows.push({ file, asyncio: asyncio!, here });
  }
  return rows;
}

const complete = rowsOf("docs/coming-from-asyncio.md");
const short = rowsOf("README.md");

const codeIn = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code!);

/** What the tables' code is about. */
const prelude = `
  declare const a: Task<string>, b: Task<number>, task: Task<string>, tasks: Task<string>[], future: Future<string>;
  declare const f: () => Promise<string>, main: () => Promise<string>, callback: () => void, use: (value: unknown) => void;
  declare const loop: EventLoop, runner: Runner, group: TaskGroup, scope: Timeout, handle: Handle, timer: TimerHandle;
  declare const lock: Lock, event: Event, condition: Condition, barrier: Barrier, queue: Queue<string>, ready: boolean;
  declare const send: SendChannel<string>, receive: ReceiveChannel<string>, make: () => Task;
  declare const variable: ContextVar<string>, token: Token<string>, context: Context;
  declare const exceptionGroup: ExceptionGroup, error: unknown, url: string, signal: AbortSignal;
  declare const generator: AsyncGenerator<string, void, string | undefined> & { aclose(): Promise<void> };
`;

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2023.d.ts", "lib.esnext.disposable.d.ts"],
  types: ["node"],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  strict: true,
  skipLibCheck: true,
  noEmit: true,
  paths: { tsyncio: [join(root, "runtime/index.ts")] },
};

const index = readFileSync(join(root, "runtime/index.ts"), "utf8");
const exportLists = [...index.matchAll(/^export (type )?\{([^}]*)\}/gm)].flatMap(([, type = "", names]) =>
  names!.split(",").map((name) => (type + name.trim()).replace(/ +/g, " ")),
);
const typeNames = exportLists.filter((name) => name.startsWith("type ")).map((name) => name.slice("type ".length));
const exportNames = exportLists.map((name) => name.replace("type ", "")).filter((name) => name !== "");

const snippets = [...complete, ...short].flatMap(({ file, here }) => codeIn(here).map((code) => ({ file, code })));
const commands = snippets.filter(({ code }) => code.startsWith("npx "));
const programs = snippets.filter(({ code }) => !code.startsWith("npx "));

/** One line for each snippet: a block of an async function, after the lines above. */
function programOf(codes: readonly string[]): { readonly program: ts.Program; readonly file: ts.SourceFile } {
  const fileName = join(__dirname, "snippets.ts");
  const blocks = codes.map((code) => `{ ${typeNames.includes(code) ? `let it!: ${code}` : code}; }`);
  const text = [
    `import { ${exportNames.join(", ")} } from "tsyncio"; ${prelude.replaceAll("\n", " ")} async function* all() {`,
    ...blocks,
    "}",
  ].join("\n");
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (name, version) =>
    name === fileName ? ts.createSourceFile(name, text, version, true) : getSourceFile(name, version);
  const program = ts.createProgram([fileName], options, host);
  return { program, file: program.getSourceFile(fileName)! };
}

/** What is wrong with code of the column "here". */
function faultsOf(codes: readonly string[], { program, file }: ReturnType<typeof programOf>): string[] {
  const problems = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
  return problems.map(({ start, messageText }) => {
    const { line } = file.getLineAndCharacterOfPosition(start!);
    return `${codes[line - 1]}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
  });
}

const codes = programs.map(({ code }) => code);
const compiled = programOf(codes);

/** The doc comments of what `import { name } from "tsyncio"` gives, or of a member of it. */
function commentOf(name: string, member?: string): string | undefined {
  const checker = compiled.program.getTypeChecker();
  const module = checker.getSymbolAtLocation(compiled.program.getSourceFile(join(root, "runtime/index.ts"))!)!;
  const exported = checker.getExportsOfModule(module).find((symbol) => symbol.name === name);
  if (exported === undefined) return undefined;
  const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
  const found = member === undefined ? symbol : checker.getDeclaredTypeOfSymbol(symbol).getProperty(member);
  return found && ts.displayPartsToString(found.getDocumentationComment(checker));
}

test("both files have such tables, and the README's is the shorter one", () => {
  expect(short.length).toBeGreaterThan(15);
  expect(complete.length).toBeGreaterThan(2 * short.length);
});

test("what stands in the column `here` can be written like this", () => {
  expect(faultsOf(codes, compiled)).toEqual([]);
});

test("a name that does not exist there is found", () => {
  const wrong = ["gatherAll(a)", "task.abort()", "wait(tasks, { timeLimit: 1 })", "FutureGraph"];
  const faults = faultsOf(wrong, programOf(wrong));
  for (const code of wrong) expect(faults).toContainEqual(expect.stringContaining(`${code}: `));
});

test("a command that stands there exists", () => {
  for (const { code } of commands) {
    const [, command] = /^npx tsyncio (\w+)/.exec(code)!;
    expect(existsSync(join(root, `transformer/cli/${command}.ts`))).toBe(true);
  }
});

test("every public name of asyncio has its row", () => {
  const text = complete.map(({ asyncio }) => asyncio).join();
  const namesOf = (pattern: RegExp): Set<string> => new Set([...text.matchAll(pattern)].map(([, name]) => name!));
  const [named, ofLoops] = [namesOf(/\basyncio\.(\w+)/g), namesOf(/\bloop\.(\w+)/g)];
  expect(asyncioNames.filter((name) => !named.has(name))).toEqual([]);
  expect(loopNames.filter((name) => !ofLoops.has(name))).toEqual([]);
});

test("what is there under asyncio's name says so in its doc comment", () => {
  const silent: string[] = [];
  for (const name of asyncioNames) {
    const comment = commentOf(hereNameOf(name));
    if (comment !== undefined && !comment.includes(`asyncio.${name}`)) silent.push(name);
  }
  for (const [owner, members] of Object.entries(memberNames)) {
    for (const member of members) {
      const comment = commentOf(owner, hereNameOf(member));
      if (comment !== undefined && !comment.includes(`.${member}\``)) silent.push(`${owner}.${member}`);
    }
  }
  expect(silent).toEqual([]);
});
