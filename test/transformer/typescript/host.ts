/** A dialect over a piece of text, for tests that look at the dialect alone. */
import ts from "typescript";
import type { Dialect, HostNode } from "../../../transformer/core/dialect.js";
import { createDialect } from "../../../transformer/typescript/dialect.js";
import { close } from "../../../transformer/typescript/host-node.js";
import { UniqueNames } from "../../../transformer/typescript/unique-names.js";

export interface Host {
  readonly dialect: Dialect;
  readonly sourceFile: ts.SourceFile;
  readonly factory: ts.NodeFactory;
  /** The first node of this kind whose text it is. */
  readonly find: (text: string, accepts?: (node: ts.Node) => boolean) => HostNode;
  /** A host node as text. */
  readonly print: (node: HostNode) => string;
}

/** Calls back with a dialect while a transformation is under way, which is the only time it works. */
export function withDialect<T>(text: string, callback: (host: Host) => T, options: ts.CompilerOptions = {}): T {
  const compilerOptions: ts.CompilerOptions = { target: ts.ScriptTarget.ES2022, ...options };
  const sourceFile = ts.createSourceFile("test.tsx", text, ts.ScriptTarget.ESNext, true, ts.ScriptKind.TSX);
  const printer = ts.createPrinter({ removeComments: true });
  let result: T | undefined;
  ts.transform(
    sourceFile,
    [
      (context) => (file) => {
        const dialect = createDialect({
          ts,
          context,
          sourceFile: file,
          fileName: file.fileName,
          names: new UniqueNames(ts, file),
          runtime: (name) => context.factory.createIdentifier(`_${name}`),
        });
        const find: Host["find"] = (wanted, accepts = () => true) => {
          const visit = (node: ts.Node): ts.Node | undefined =>
            node.getText(file) === wanted && accepts(node) ? node : ts.forEachChild(node, visit);
          const found = visit(file);
          if (found === undefined) throw new Error(`there is no ${wanted}`);
          return close(found);
        };
        const print = (node: HostNode): string =>
          printer.printNode(ts.EmitHint.Unspecified, node as unknown as ts.Node, file).replace(/\s+/g, " ");
        result = callback({ dialect, sourceFile: file, factory: context.factory, find, print });
        return file;
      },
    ],
    compilerOptions,
  );
  return result as T;
}

/** An expression of this text, not the statement around it. */
export function isExpression(node: ts.Node): boolean {
  return ts.isExpression(node);
}
