// The look of the pages: as the markdown theme has it, but shorter. A function is its signature, what it does, and a list
// of the parameters, results and errors that have something to say beyond their types, which the signature shows already.
import { MarkdownTheme, MarkdownThemeContext } from "typedoc-plugin-markdown";

export class ReferenceTheme extends MarkdownTheme {
  getRenderContext(page) {
    const context = new MarkdownThemeContext(this, page, this.application.options);
    const { partials } = context;
    context.partials = {
      ...partials,
      signatures: (model, options) => signatures(context, model, options) ?? partials.signatures(model, options),
      signature: (model, options) => signature(context, model, options),
      accessor: (model) => accessor(context, model),
      hierarchy: (model) => hierarchy(context, model),
      inheritance: () => "",
      typeDeclarationContainer: (model, declaration, options) =>
        declaration?.signatures ? "" : partials.typeDeclarationContainer(model, declaration, options),
    };
    return context;
  }
}

function signature(context, model, options) {
  const comment = model.comment ?? (options.multipleSignatures ? undefined : model.parent?.comment);
  return [
    context.partials.signatureTitle(model, { accessor: options.accessor }),
    summary(context, comment),
    details(context, model, comment),
  ]
    .filter(Boolean)
    .join("\n\n");
}

/** Overloads that one comment is for stand above it together. */
function signatures(context, { signatures }, options) {
  const [first, ...more] = signatures;
  if (more.length === 0 || more.some((other) => textOf(other) !== textOf(first))) return undefined;
  const [title, ...rest] = signature(context, first, options).split("\n\n");
  return [title, ...more.map((other) => context.partials.signatureTitle(other)), ...rest].join("\n\n");
}

function textOf({ comment }) {
  return JSON.stringify(comment?.summary);
}

function accessor(context, { getSignature, setSignature }) {
  const titles = [
    getSignature && context.partials.signatureTitle(getSignature, { accessor: "get" }),
    setSignature && context.partials.signatureTitle(setSignature, { accessor: "set" }),
  ];
  const comment = getSignature?.comment ?? setSignature?.comment;
  return [...titles, summary(context, comment), details(context, getSignature, comment)].filter(Boolean).join("\n\n");
}

function summary(context, comment) {
  return comment === undefined ? "" : context.helpers.getCommentParts(comment.summary);
}

/** What is said with `@param`, `@typeParam`, `@returns`, `@throws`, as a list. */
function details(context, model, comment) {
  const named = [...(model?.typeParameters ?? []), ...(model?.parameters ?? [])]
    .filter((parameter) => parameter.comment?.hasVisibleComponent())
    .map((parameter) => `- \`${parameter.name}\`: ${summary(context, parameter.comment)}`);
  const tagged = (comment?.blockTags ?? [])
    .filter(({ tag }) => tag === "@returns" || tag === "@throws")
    .map((tag) => `- ${tag.tag.slice(1)} ${errorOf(tag)}${context.helpers.getCommentParts(tag.content)}`);
  return [...named, ...tagged].join("\n").replaceAll(/\n+(?!- )/g, "\n  ");
}

/** The name in `@throws {TypeError} when …`. */
function errorOf({ typeAnnotation }) {
  return typeAnnotation === undefined ? "" : `\`${typeAnnotation.slice(1, -1)}\` `;
}

/** Base classes that have an entry of their own. */
function hierarchy(context, { isTarget, types }) {
  const bases = isTarget ? [] : types.filter(({ reflection }) => reflection !== undefined);
  return bases.length === 0 ? "" : `Extends ${bases.map((base) => context.partials.someType(base)).join(", ")}.`;
}
