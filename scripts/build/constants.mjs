// A ts-patch plugin for building the runtime: writes the values of numeric constants where they are used.
//
//     import { EAGER, HANDLED } from "./deferred.js";          flags = EAGER | HANDLED  ─▶  flags = 8 | 4
//
// Engines do not do that across modules: each use would load the constant from its module, see whether that has been
// evaluated, and see whether it is a number. (TypeScript's own way, `const enum`, cannot be erased, and wants a prefix.)

export default function inlineConstants(program, _config, { ts }) {
  const checker = program.getTypeChecker();
  const values = new Map();

  /** The number that a symbol stands for, if it is a `const` at the top of a file whose value can be told. */
  function valueOf(symbol) {
    if (!values.has(symbol)) values.set(symbol, evaluate(initializerOf(symbol)));
    return values.get(symbol);
  }

  function initializerOf(symbol) {
    const declaration = symbol.valueDeclaration;
    if (declaration === undefined || !ts.isVariableDeclaration(declaration)) return undefined;
    const list = declaration.parent;
    const isTop = ts.isVariableStatement(list.parent) && ts.isSourceFile(list.parent.parent);
    return isTop && (list.flags & ts.NodeFlags.Const) !== 0 ? declaration.initializer : undefined;
  }

  function evaluate(node) {
    if (node === undefined) return undefined;
    if (ts.isNumericLiteral(node)) return Number(node.text);
    if (ts.isIdentifier(node)) {
      const symbol = symbolOf(node);
      return symbol === undefined ? undefined : valueOf(symbol);
    }
    if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.BarToken) return undefined;
    const [left, right] = [evaluate(node.left), evaluate(node.right)];
    return left === undefined || right === undefined ? undefined : left | right;
  }

  function symbolOf(identifier) {
    const symbol = checker.getSymbolAtLocation(identifier);
    return symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0
      ? checker.getAliasedSymbol(symbol)
      : symbol;
  }

  /** Whether an identifier is an expression: it names no property, declares nothing, and is no type. */
  function isUse(node) {
    const { parent } = node;
    if (ts.isBinaryExpression(parent) || ts.isPrefixUnaryExpression(parent) || ts.isParenthesizedExpression(parent))
      return true;
    if (ts.isConditionalExpression(parent) || ts.isCaseClause(parent) || ts.isReturnStatement(parent)) return true;
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return parent.expression !== node;
    return (
      (ts.isPropertyAssignment(parent) || ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent)) &&
      parent.initializer === node
    );
  }

  return (context) => (file) => {
    const visit = (node) => {
      if (!ts.isIdentifier(node)) return ts.visitEachChild(node, visit, context);
      const written = ts.getParseTreeNode(node);
      const value = written !== undefined && isUse(written) ? evaluate(written) : undefined;
      return value === undefined ? node : context.factory.createNumericLiteral(value);
    };
    return ts.visitNode(file, visit);
  };
}
