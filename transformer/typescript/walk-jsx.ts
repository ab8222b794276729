/**
 * Walks JSX: a tag that is a component is a reference, in the closing tag as well, and an element also reads
 * the name of its factory (`React`) without writing it.
 */

import type ts from "typescript";
import { close, type TypeScript } from "./host-node.js";
import { isIntrinsicTag } from "./syntax.js";
import type { Walk, WalkRule } from "./walk.js";

/** The rules of JSX. */
export function jsxRules(ts: TypeScript): [ts.SyntaxKind, WalkRule][] {
  const { SyntaxKind: K } = ts;
  return [
    [K.JsxOpeningElement, walkOpening],
    [K.JsxSelfClosingElement, walkOpening],
    [K.JsxClosingElement, (walk: Walk, node: ts.JsxClosingElement) => walkTag(walk, node.tagName)],
    [K.JsxOpeningFragment, (walk: Walk) => readFactory(walk)],
    [K.JsxAttribute, (walk: Walk, node: ts.JsxAttribute) => walk.visit(node.initializer)],
    [K.JsxText, () => undefined],
    [K.JsxNamespacedName, () => undefined],
  ];
}

function walkOpening(walk: Walk, node: ts.JsxOpeningLikeElement): void {
  readFactory(walk);
  walkTag(walk, node.tagName);
  walk.visit(node.attributes);
}

function walkTag(walk: Walk, tag: ts.JsxTagNameExpression): void {
  if (!isIntrinsicTag(walk.ts, tag)) walk.visit(tag);
}

/** The factory has no identifier in the source: one that stands in no tree, and so is never exchanged, is reported. */
function readFactory(walk: Walk): void {
  for (const name of walk.jsxNames) {
    walk.visitor.reference(name, close(walk.ts.factory.createIdentifier(name)), "read");
  }
}

/**
 * The names that JSX reads without naming them: those of the classic factories, by pragma comment or compiler
 * option. The automatic runtime imports its own.
 */
export function implicitJsxNames(
  ts: TypeScript,
  sourceFile: ts.SourceFile,
  options: ts.CompilerOptions,
): readonly string[] {
  if (usesAutomaticJsx(ts, sourceFile, options)) return [];
  const head = (path: string): string => path.split(".")[0] ?? path;
  const factory = pragma(sourceFile, "jsx") ?? options.jsxFactory ?? options.reactNamespace ?? "React";
  const fragment = pragma(sourceFile, "jsxFrag") ?? options.jsxFragmentFactory ?? factory;
  return [...new Set([head(factory), head(fragment)])];
}

/** Is JSX compiled to calls of `_jsx`, imported by the compiler? */
export function usesAutomaticJsx(ts: TypeScript, sourceFile: ts.SourceFile, options: ts.CompilerOptions): boolean {
  const runtime = pragma(sourceFile, "jsxRuntime");
  if (runtime !== undefined) return runtime === "automatic";
  return options.jsx === ts.JsxEmit.ReactJSX || options.jsx === ts.JsxEmit.ReactJSXDev;
}

function pragma(sourceFile: ts.SourceFile, name: string): string | undefined {
  const first = sourceFile.statements[0];
  const header = sourceFile.text.slice(0, first?.getStart(sourceFile) ?? sourceFile.text.length);
  return new RegExp(`@${name}\\s+([\\w$.]+)`).exec(header)?.[1];
}
