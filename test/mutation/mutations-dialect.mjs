// The TypeScript dialect: what it says of a node, and how it writes one back.
import { breaking } from "./list.mjs";

export const dialect = [
  ...breaking("transformer/typescript/expression-views.ts", [
    [
      "array elements are evaluated",
      'slots.push(ts.isSpreadElement(element) ? slot(element.expression, "spread") : slot(element));',
      "slots.push(slot(element));",
    ],
    ["shorthand properties are evaluated", "slots.push(slot(property.name));\n    } else {", "} else {"],
    [
      "computed keys of literals are evaluated",
      'if (ts.isComputedPropertyName(property.name)) slots.push(slot(property.name.expression, "key"));',
      "",
    ],
    [
      "property values are evaluated",
      "if (ts.isPropertyAssignment(property)) slots.push(slot(property.initializer));",
      "",
    ],
    ["object spreads are evaluated", 'slots.push(slot(property.expression, "objectSpread"));', ""],
    ["substitutions are text", 'slot(span.expression, "text")', "slot(span.expression)"],
    [
      "substitutions of a tag are values",
      "arguments: spans.map((span) => slot(span.expression)),",
      'arguments: spans.map((span) => slot(span.expression, "text")),',
    ],
    ["a tagged template is a template", "isTemplate: true,", "isTemplate: false,"],
    [
      "the constructor is evaluated before its arguments",
      "operands(slot(node.expression), ...elementSlots(ts, node.arguments))],\n    [K.TaggedTemplateExpression",
      "operands(...elementSlots(ts, node.arguments))],\n    [K.TaggedTemplateExpression",
    ],
    [
      "arguments is constant",
      'node.text === "arguments" ? { kind: "constant" }',
      'node.text === "arguments" ? { kind: "opaque" }',
    ],
    [
      "a regular expression is made anew",
      "[K.RegularExpressionLiteral, () => operands()],",
      "[K.RegularExpressionLiteral, constant],",
    ],
    ["parentheses are transparent", "K.ParenthesizedExpression,\n      K.AsExpression", "K.AsExpression"],
    ["assertions are transparent", "K.AsExpression,\n      K.SatisfiesExpression,", "K.SatisfiesExpression,"],
    [
      "non-null assertions are transparent",
      "K.NonNullExpression,\n      K.TypeAssertionExpression",
      "K.TypeAssertionExpression",
    ],
    [
      "yield* delegates",
      "if (node.asteriskToken !== undefined && expression !== undefined) {",
      "if (false && expression !== undefined) {",
    ],
    [
      "++ is an update",
      "if (node.operator !== K.PlusPlusToken && node.operator !== K.MinusMinusToken) return operands(slot(node.operand));",
      "return operands(slot(node.operand));",
    ],
    [
      "a comma is a sequence",
      'if (operator === K.CommaToken) return { kind: "sequence", expressions: sequenceOf(ts, node) };',
      "",
    ],
    ["a compound operator has no =", 'operator: text === "=" ? text : text.slice(0, -1),', "operator: text,"],
    [
      "?? is logical",
      "|| operator === K.BarBarToken || operator === K.QuestionQuestionToken) {",
      "|| operator === K.BarBarToken) {",
    ],
    [
      "&& and || are told apart",
      'operator === K.AmpersandAmpersandToken ? "&&" : operator === K.BarBarToken ? "||" : "??"',
      '"||"',
    ],
    ["the left operand is evaluated first", "operands(slot(left), slot(right));", "operands(slot(right), slot(left));"],
    ["the name in #x in is no operand", "return ts.isPrivateIdentifier(left) ? operands(slot(right)) :", "return"],
    [
      "super is no object",
      "node.expression.kind === K.SuperKeyword ? null : close(node.expression);",
      "close(node.expression);",
    ],
    [
      "the callee of super() and import() is syntax",
      "callee.kind === K.SuperKeyword || callee.kind === K.ImportKeyword || callee.kind === K.MetaProperty",
      "callee.kind === K.MetaProperty",
    ],
    [
      "delete has a target",
      '[K.DeleteExpression, (node: ts.DeleteExpression) => ({ kind: "delete", target: close(node.expression) })],',
      "[K.DeleteExpression, onlyOperand],",
    ],
    [
      "a conditional has branches",
      "consequent: close(node.whenTrue),\n        alternate: close(node.whenFalse),",
      "consequent: close(node.whenFalse),\n        alternate: close(node.whenTrue),",
    ],
    [
      "a.b! is a wrapper of a chain",
      "if (ts.isOptionalChain(node) && !ts.isNonNullExpression(node))",
      "if (ts.isOptionalChain(node))",
    ],
  ]),
  ...breaking("transformer/typescript/class-slots.ts", [
    ["heritage is evaluated", "return clause?.types.map((type) => slot(type.expression)) ?? [];", "return [];"],
    ["computed keys of classes are evaluated", '? [slot(member.name.expression, "key")]', "? []"],
    [
      "decorators are evaluated",
      "return ts.getDecorators(node)?.map((decorator) => slot(decorator.expression)) ?? [];",
      "return [];",
    ],
    [
      "heritage comes before keys",
      "...heritage,\n      ...members.flatMap((member) => [...decoratorSlots",
      "...members.flatMap((member) => [...decoratorSlots",
    ],
  ]),
  ...breaking("transformer/typescript/jsx-slots.ts", [
    [
      "a component's tag is evaluated",
      "const tag = isIntrinsicTag(ts, opening.tagName) ? [] : [slot(opening.tagName)];",
      "const tag: never[] = [];",
    ],
    [
      "an element's tag is not evaluated",
      "const tag = isIntrinsicTag(ts, opening.tagName) ? [] : [slot(opening.tagName)];",
      "const tag = [slot(opening.tagName)];",
    ],
    [
      "attributes come before children",
      "return [...tag, ...early, ...children,",
      "return [...tag, ...children, ...early,",
    ],
    [
      "spread attributes are copied",
      'return [slot(attribute.expression, "objectSpread")];',
      "return [slot(attribute.expression)];",
    ],
    [
      "elements as children are evaluated",
      "if (!ts.isJsxExpression(child)) return [slot(child)];",
      "if (!ts.isJsxExpression(child)) return [];",
    ],
    [
      "elements as attributes are evaluated",
      "if (!ts.isJsxExpression(initializer)) return [slot(initializer)];",
      "if (!ts.isJsxExpression(initializer)) return [];",
    ],
    [
      "fragments have children",
      "if (ts.isJsxFragment(node)) return childSlots(ts, node.children);",
      "if (ts.isJsxFragment(node)) return [];",
    ],
  ]),
  ...breaking("transformer/typescript/optional-chain.ts", [
    [
      "links are listed from the inside out",
      "if (link !== undefined) links.unshift(link);",
      "if (link !== undefined) links.push(link);",
    ],
    [
      "a link without ?. is not optional",
      "const optional = node.questionDotToken !== undefined;",
      "const optional = true;",
    ],
    ["! between links is skipped", "if (ts.isNonNullExpression(node)) return undefined;", ""],
  ]),
  ...breaking("transformer/typescript/pattern-views.ts", [
    [
      "a property without a name is its own key",
      "const key = element.propertyName ?? (element.name as ts.Identifier);",
      "const key = element.propertyName ?? (node.elements[0]!.name as ts.Identifier);",
    ],
    [
      "rest is no property",
      "const rest = node.elements.find((element) => element.dotDotDotToken !== undefined);",
      "const rest = undefined as ts.BindingElement | undefined;",
    ],
    [
      "holes of a binding pattern are holes",
      "if (ts.isOmittedExpression(element)) elements.push(null);\n    else if (element.dotDotDotToken",
      "if (ts.isOmittedExpression(element)) continue;\n    else if (element.dotDotDotToken",
    ],
    [
      "holes of a target are holes",
      "if (ts.isOmittedExpression(element)) elements.push(null);\n    else if (ts.isSpreadElement",
      "if (ts.isOmittedExpression(element)) continue;\n    else if (ts.isSpreadElement",
    ],
    [
      "defaults of a binding pattern",
      "target: close(element.name), initializer: optional(element.initializer) };\n    });",
      "target: close(element.name), initializer: null };\n    });",
    ],
    [
      "defaults of a target",
      "return { target: close(node.left), initializer: close(node.right) };",
      "return { target: close(node.left), initializer: null };",
    ],
    [
      "defaults of a shorthand target",
      "initializer: optional(property.objectAssignmentInitializer),",
      "initializer: null,",
    ],
    ["rest of an object target", "rest = close(property.expression);", ""],
    [
      "rest of an array target",
      "else if (ts.isSpreadElement(element)) rest = close(element.expression);",
      "else if (ts.isSpreadElement(element)) elements.push(null);",
    ],
    [
      "computed keys of patterns",
      'if (ts.isComputedPropertyName(name)) return { kind: "computed", node: close(name.expression) };',
      "",
    ],
  ]),
  ...breaking("transformer/typescript/statement-views.ts", [
    ["a label is a label", "label: node.label.text,", 'label: "other",'],
    ["break has a label", 'kind: "break", label: node.label?.text ?? null', 'kind: "break", label: null'],
    ["continue has a label", 'kind: "continue", label: node.label?.text ?? null', 'kind: "continue", label: null'],
    ["an if has an else", "alternate: optional(node.elseStatement),", "alternate: null,"],
    ["do-while is do-while", 'kind: "doWhile",', 'kind: "while",'],
    ["for has an update", "update: optional(node.incrementor),", "update: null,"],
    ["for await is for await", 'node.awaitModifier === undefined ? "forOf" : "forAwait"', '"forOf"'],
    ["for-in is for-in", 'ts.isForInStatement(node) ? "forIn" :', 'false ? "forIn" :'],
    ["a case has a test", "test: ts.isCaseClause(clause) ? close(clause.expression) : null,", "test: null,"],
    ["a catch clause has a parameter", "parameter: optional(clause.variableDeclaration?.name),", "parameter: null,"],
    ["a try has a finally", "finalizer: optional(node.finallyBlock),", "finalizer: null,"],
    [
      "an enum is a declaration",
      '[K.EnumDeclaration, (node: ts.EnumDeclaration) => ({ kind: "declaration", name: named(node) })],',
      '[K.EnumDeclaration, () => ({ kind: "opaque" })],',
    ],
    ["types are erased", 'if (isErased(ts, node)) return { kind: "erased" };', ""],
  ]),
  ...breaking("transformer/typescript/function-views.ts", [
    ["directives are no statements", "closeAll(statements.slice(directives.length))", "closeAll(statements)"],
    [
      "TypeScript's this is no parameter",
      "return node.parameters.filter((parameter) => !isThisParameter(ts, parameter));",
      "return node.parameters;",
    ],
    ["a pattern may throw", "mayThrow: !isIdentifier || (", "mayThrow: ("],
    ["a default may throw", "node.initializer !== undefined && !isHarmless(ts, node.initializer)", "false"],
    ["a class is strict", "if (ts.isClassLike(outer)) return true;", ""],
    [
      "a module is strict",
      "isStrict: isModuleStrict || isInStrictCode(ts, node),",
      "isStrict: isInStrictCode(ts, node),",
    ],
  ]),
  ...breaking("transformer/typescript/walk.ts", [
    ["an await suspends", 'walk.visitor.suspension("await", close(node));', ""],
    [
      "a yield suspends",
      'walk.visitor.suspension(node.asteriskToken === undefined ? "yield" : "yieldStar", close(node));',
      "",
    ],
    ["arguments is no name", 'if (node.text !== "arguments" && node.text !== "")', 'if (node.text !== "")'],
    [
      "the name behind a dot is no reference",
      "[K.PropertyAccessExpression, (walk: Walk, node: ts.PropertyAccessExpression) => walk.visit(node.expression)],",
      "",
    ],
    [
      "a compound assignment reads",
      'walkTarget(walk, node.left, isPlain ? "write" : "update");',
      'walkTarget(walk, node.left, "write");',
    ],
    ["an assignment writes", 'walkTarget(walk, node.left, isPlain ? "write" : "update");', "walk.visit(node.left);"],
    [
      "++ updates",
      'if (isUpdate) walkTarget(walk, node.operand, "update");',
      "if (isUpdate) walk.visit(node.operand);",
    ],
    [
      "a property's name is no reference",
      "walkPropertyName(walk, node.name);\n  walk.visit(node.initializer);\n}\n\nfunction walkShorthand",
      "walk.visit(node.name);\n  walk.visit(node.initializer);\n}\n\nfunction walkShorthand",
    ],
    ["a shorthand property reads its name", "walk.visit(node.name);\n}", "}"],
  ]),
  ...breaking("transformer/typescript/walk-statements.ts", [
    [
      "a block has a scope",
      '[K.Block, (walk: Walk, node: ts.Block) => walk.scoped("block", node, () => walk.visitAll(node.statements))],',
      "",
    ],
    ["a loop's head has a scope", 'if (isLexical) walk.scoped("block", loop, inside);', "if (isLexical) inside();"],
    [
      "a switch has one scope",
      'walk.scoped("block", node, () => walk.visitAll(node.caseBlock.clauses));',
      "walk.visitAll(node.caseBlock.clauses);",
    ],
    [
      "a catch clause has a scope",
      'walk.scoped("catch", node, () => {',
      '((_: string, __: ts.Node, inside: () => void) => inside())("catch", node, () => {',
    ],
    ["for await suspends", 'if (isAwait) walk.visitor.suspension("forAwait", close(node));', ""],
    ["await using suspends", 'if (kind === "await using") walk.visitor.suspension("awaitUsing", close(node));', ""],
    [
      "await using in a head suspends",
      'if (kind === "await using") walk.visitor.suspension("awaitUsing", close(list));',
      "",
    ],
    ["var is reported", 'if (kind === "var") walk.visitor.variableStatement(close(node), "statement");', ""],
    ["var in a head is reported", 'if (kind === "var") walk.visitor.variableStatement(close(list), position);', ""],
    ["return is a jump", 'walk.visitor.jump("return", close(node), null);', ""],
    [
      "a loop's target is written",
      'else walkTarget(walk, node.initializer, "write");',
      "else walk.visit(node.initializer);",
    ],
    [
      "a label is no reference",
      "[K.LabeledStatement, (walk: Walk, node: ts.LabeledStatement) => walk.visit(node.statement)],",
      "",
    ],
  ]),
  ...breaking("transformer/typescript/walk-declarations.ts", [
    ["a function declares its name outside", 'visitor.declare(node.name.text, "function", close(node.name));', ""],
    [
      "a function expression declares its name inside",
      'visitor.declare(node.name.text, "self", close(node.name));\n    }\n    for',
      "}\n    for",
    ],
    ["a class declares its name outside", 'visitor.declare(node.name.text, "class", close(node.name));', ""],
    [
      "a class declares its name inside",
      'if (node.name !== undefined) visitor.declare(node.name.text, "self", close(node.name));\n    walk.visitAll(node.heritageClauses);',
      "walk.visitAll(node.heritageClauses);",
    ],
    ["parameters are declared", 'walkBinding(walk, parameter.name, "parameter");', ""],
    [
      "a field's initialiser is a function",
      'walk.visitor.functionStart(close(node), false, false);\n  walk.scoped("function", node, () => walk.visit(node.initializer));\n  walk.visitor.functionEnd(close(node));',
      "walk.visit(node.initializer);",
    ],
    [
      "a static block is a function",
      'walk.visitor.functionStart(close(node), false, false);\n  walk.scoped("function", node, () => walkFunctionBody(walk, node.body));\n  walk.visitor.functionEnd(close(node));',
      "walk.children(node);",
    ],
    [
      "a method's computed key is evaluated outside",
      "if (!ts.isFunctionDeclaration(node) && !ts.isFunctionExpression(node)) walkPropertyName(walk, node.name);",
      "",
    ],
    [
      "imports are declared",
      'const declare = (name: ts.Identifier): void => walk.visitor.declare(name.text, "import", close(name));',
      "const declare = (_name: ts.Identifier): void => undefined;",
    ],
    [
      "enums are declared",
      'walk.visitor.declare(node.name.text, "enum", close(node.name));\n  walk.scoped("block"',
      'walk.scoped("block"',
    ],
    [
      "a namespace is a function",
      'walk.visitor.functionStart(close(node), false, false);\n  walk.scoped("function", node, () => {\n    if (node.body !== undefined && walk.ts.isModuleBlock',
      '((_: string, __: ts.Node, inside: () => void) => inside())("function", node, () => {\n    if (node.body !== undefined && walk.ts.isModuleBlock',
    ],
    ["exports read names", "if (!element.isTypeOnly && walk.ts.isIdentifier(local)) reference(walk, local);", ""],
  ]),
  ...breaking("transformer/typescript/walk-targets.ts", [
    [
      "a pattern declares its names",
      "else name.elements.forEach((element) => walkBindingElement(walk, element, kind));",
      "",
    ],
    [
      "a default in a target is visited",
      'walkTarget(walk, element.left, "write");\n    walk.visit(element.right);',
      'walkTarget(walk, element.left, "write");',
    ],
    [
      "a computed key in a target is visited",
      "walkPropertyName(walk, property.name);\n    walkElementTarget",
      "walkElementTarget",
    ],
    ["a shorthand target is written", 'walkTarget(walk, property.name, "write");', "walk.visit(property.name);"],
    [
      "rest of an array target is written",
      'if (ts.isSpreadElement(element)) {\n    walkTarget(walk, element.expression, "write");',
      "if (ts.isSpreadElement(element)) {\n    walk.visit(element.expression);",
    ],
    [
      "rest of an object target is written",
      'walkTarget(walk, property.expression, "write");',
      "walk.visit(property.expression);",
    ],
    ["a member in a target is visited", "} else {\n    walk.visit(target);\n  }", "}"],
    [
      "parentheses around a target are seen through",
      "walkTarget(walk, target.expression, mode);",
      "walk.visit(target.expression);",
    ],
  ]),
  ...breaking("transformer/typescript/replace.ts", [
    [
      "an exchanged shorthand property keeps its key",
      "const property = factory.createPropertyAssignment(factory.createIdentifier(node.name.text), value);",
      "const property = factory.createShorthandPropertyAssignment(name as ts.Identifier);",
    ],
    ["an exchanged name in a binding pattern keeps its key", "if (!isRenamed) return element;", "return element;"],
    ["a function that became a member is called without this", "if (!becameMember) return result;", "return result;"],
    [
      "a function that became a property keeps its name",
      "if (!ts.isIdentifier(source) || !isAccess(ts, target) || !isAnonymousFunction(ts, value)) return value;",
      "return value;",
    ],
    [
      "several statements in the place of one are a block",
      "if (isSingleStatement) return factory.createBlock(nodes as readonly ts.Statement[], true);",
      "if (isSingleStatement) return nodes[0];",
    ],
    [
      "an exchanged export keeps its name",
      "return context.factory.updateExportSpecifier(node, node.isTypeOnly, renamed, node.name);",
      "return context.factory.updateExportSpecifier(node, node.isTypeOnly, undefined, renamed as ts.Identifier);",
    ],
    [
      "what stands under an assertion is parenthesised",
      "return isSafe ? result : context.factory.createParenthesizedExpression(result);",
      "return result;",
    ],
    [
      "a default of an exchanged shorthand target stays",
      ": factory.createAssignment(name, keepName(replacing, node.name, name, initializer));",
      ": name;",
    ],
  ]),
  ...breaking("transformer/typescript/replace-jsx.ts", [
    [
      "a kept child is put in braces",
      "return isJsx ? result : context.factory.createJsxExpression(undefined, result as ts.Expression);",
      "return result;",
    ],
    [
      "a kept tag is bound to a component's name",
      "return ts.setTextRange(factory.createCallExpression(arrow, undefined, [tag.value]), element);",
      "return element;",
    ],
    [
      "a closing tag follows",
      "tag.name === opening.tagName ? closing : factory.updateJsxClosingElement(closing, tag.name),",
      "closing,",
    ],
  ]),
  ...breaking("transformer/typescript/assignment-target.ts", [
    [
      "a pattern as a target keeps its defaults",
      "return value === undefined ? target : factory.createAssignment(target, value);",
      "return target;",
    ],
    [
      "a pattern as a target keeps its rest",
      "property = factory.createSpreadAssignment(target);",
      "property = factory.createShorthandPropertyAssignment(name as ts.Identifier);",
    ],
    [
      "a pattern as a target keeps its rest elements",
      "if (element.dotDotDotToken !== undefined) return factory.createSpreadElement(target);",
      "",
    ],
    [
      "a shorthand target keeps its default",
      "factory.createShorthandPropertyAssignment(name as ts.Identifier, element.initializer);",
      "factory.createShorthandPropertyAssignment(name as ts.Identifier);",
    ],
    [
      "a pattern as a target keeps its keys",
      "property = factory.createPropertyAssignment(propertyName, withDefault(factory, target, element.initializer));",
      "property = factory.createShorthandPropertyAssignment(name as ts.Identifier, element.initializer);",
    ],
    [
      "var in a loop's head becomes a target",
      "if (isForInOf) return list.declarations.map(({ name }) => assignmentTarget(ts, factory, name));",
      "if (isForInOf) return [];",
    ],
    [
      "var without a value does nothing",
      "if (declaration.initializer === undefined) return [];",
      "if (declaration.initializer === undefined) return [factory.createAssignment(assignmentTarget(ts, factory, declaration.name), factory.createVoidZero())];",
    ],
  ]),
  ...breaking("transformer/typescript/rebuild-function.ts", [
    [
      "directives stay",
      "factory.createNodeArray([...directives, ...statements])",
      "factory.createNodeArray([...statements])",
    ],
    ["async goes", "node.modifiers?.filter(({ kind }) => kind !== ts.SyntaxKind.AsyncKeyword);", "node.modifiers;"],
    [
      "guarded parameters keep their defaults",
      "undefined,\n      undefined,\n      parameter.initializer,",
      "undefined,\n      undefined,\n      undefined,",
    ],
    [
      "guarded parameters keep their rest",
      "undefined,\n      parameter.dotDotDotToken,\n      parameter.name,",
      "undefined,\n      undefined,\n      parameter.name,",
    ],
    [
      "fresh parameters end in a rest",
      "if (parameters.rest === null) return { parameters: names, prelude: [] };",
      "return { parameters: names, prelude: [] };",
    ],
  ]),
  ...breaking("transformer/typescript/build.ts", [
    [
      "super stays super",
      "const base = openOrNull<ts.Expression>(object) ?? factory.createSuper();",
      "const base = openOrNull<ts.Expression>(object) ?? factory.createThis();",
    ],
    [
      "a member is like the original",
      "if (ts.isPropertyAccessExpression(node)) return close(factory.createPropertyAccessExpression(base, node.name));",
      'if (ts.isPropertyAccessExpression(node)) return close(factory.createPropertyAccessExpression(base, "x"));',
    ],
    [
      "undefined cannot be taken by the program",
      "undefined: () => close(factory.createVoidZero()),",
      'undefined: () => close(factory.createIdentifier("undefined")),',
    ],
    [
      "a compound assignment is one",
      'assign: (target, operator, value) => binary(target, operator === "=" ? operator : `${operator}=`, value),',
      'assign: (target, _operator, value) => binary(target, "=", value),',
    ],
  ]),
  ...breaking("transformer/typescript/build-statements.ts", [
    [
      "a case that declares names is a block",
      "declares ? [factory.createBlock(statements, true)] : statements,",
      "statements,",
    ],
    [
      "else if is written for a lone if only",
      "return only !== undefined && ts.isIfStatement(only) ? only : branch(ts, block);",
      "return (block.statements[0] ?? block) as ts.Statement;",
    ],
    [
      "the loop has a label when it is asked for",
      "return close(label === null ? loop : factory.createLabeledStatement(label, loop));",
      "return close(loop);",
    ],
    [
      "let, const and var are told apart",
      "factory.createVariableDeclarationList(list, flags[kind])",
      "factory.createVariableDeclarationList(list, flags.const)",
    ],
  ]),
];
