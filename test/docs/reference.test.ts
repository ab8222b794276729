// The API reference (docs/api) is made from doc comments by `npm run docs`. It is committed, so that it can be read where
// the sources are; so it has to be compared.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import ts from "typescript";

const root = join(__dirname, "../..");

/** What `npm run docs -- --check` has to say, line by line. */
function check(...project: string[]): string[] {
  const { stderr } = spawnSync(process.execPath, ["scripts/docs.mjs", "--check", ...project], {
    cwd: root,
    encoding: "utf8",
  });
  return stderr.split("\n").filter((line) => line !== "");
}

test("every public name has a doc comment, and docs/api is what the comments say", () => {
  expect(check()).toEqual([]);
}, 60_000);

test("a name, member or option without a comment is told, and so are dead links and pages that are out of date", () => {
  const undocumented = (name: string) =>
    `mini.${name}, defined in mini/runtime/kitchen.ts, does not have any documentation`;
  const outdated = (page: string) => `docs/api/${page} is not what the doc comments say: type "npm run docs"`;
  expect(check("test/docs/mini")).toEqual([
    undocumented("CookOptions.lid (Property)"),
    undocumented("Pot.size (Property)"),
    undocumented("Pot.taste (GetSignature)"),
    undocumented("Pot.stir (CallSignature)"),
    undocumented("Taste (TypeAlias)"),
    'Failed to resolve link to "Stove" in comment for mini.Pot.heat',
    outdated("README.md"),
    outdated("gone.md"),
    outdated("mini.md"),
  ]);
}, 60_000);

test("what compiled code calls (tsyncio/abi) has doc comments, too", () => {
  const abi = join(root, "runtime/abi.ts");
  const { NodeNext } = ts.ModuleKind;
  const program = ts.createProgram([abi], { target: ts.ScriptTarget.ES2022, module: NodeNext, lib: [], types: [] });
  const checker = program.getTypeChecker();
  const names = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(abi)!)!);
  expect(names.length).toBeGreaterThan(20);
  const undocumented = names.filter(
    (name) => checker.getAliasedSymbol(name).getDocumentationComment(checker).length === 0,
  );
  expect(undocumented.map(({ name }) => name)).toEqual([]);
});
