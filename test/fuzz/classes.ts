/** The rules of classes: every kind of member, each now and then. */
import { method } from "./scope.js";
import { type Node, rule, type Rules } from "./tree.js";

const s = "statement";
const field = { await: false, yield: false, return: false, this: true, super: true, arguments: false };

export const classes: Rules = {
  class: rule(s, 3, "eeeebb", (n) => {
    const name = `K${n.id()}`;
    const members = writeMembers(n);
    const text = members.join("\n");
    const generated = `o${name}.gm(1)`;
    const uses = [
      `const o${name} = new ${name}(2);`,
      `o${name}.g ${n.pick(2, ["=", "+=", "??="])} ${n.await(`o${name}.am(${n.write(3)})`)};`,
      `L(${n.id()}, o${name}.g, ${n.await(`${name}.sm(1)`)});`,
      text.includes('"sa"') ? `L(${n.await(`${name}.sa(1)`)});` : "",
      text.includes("*gm(")
        ? `L((${n.scope.can.await ? `await drain(${generated})` : `[...${generated}]`}).length);`
        : "",
    ];
    return `class ${name} extends ${n.pick(2, ["C", n.await("C")])} { ${text} } ${uses.join(" ")}`;
  }),
  expression: rule(s, 1, "eeb", (n) => {
    const inMethod = n.scope
      .function({ ...method, super: true, await: n.scope.can.await }, "q")
      .withPrivates(...n.scope.privates, "#i");
    const name = n.pick(0, [`J${n.id()}`, ""]);
    const key = `[L(${n.id()}, "e" + ${inStrict(n, 0)})]`;
    const body = `#i = 2; static ${key} = 1; ${n.async}m(q) { if (B()) return 1; ${n.write(2, inMethod)} return this.#i + ${n.await("super.m(q, 2)")}; }`;
    const heritage = n.pick(1, ["C", `(${inStrict(n, 1)}, C)`, `class extends C { static p = L(${n.id()}, 1); }`]);
    return `L(${n.id()}, ${n.await(`new (class ${name} extends ${heritage} { ${body} })(1, 2).m(3)`)});`;
  }),
};

function writeMembers(n: Node): string[] {
  const isUsed = (index: number): boolean => (n.tree.choices[1]! & (1 << index)) !== 0;
  const [hasAccessor, hasMethod] = [isUsed(8), isUsed(9)];
  // In a class inside this one they do not hide each other: not even in its keys, where an await may stand.
  const h = `#h${n.id()}`;
  const a = `#a${n.id()}`;
  const scope = n.scope.withPrivates(...n.scope.privates, h, ...(hasAccessor ? [a] : []));
  const awaits = { await: n.scope.can.await };
  const inMethod = scope.function({ ...method, super: true, ...awaits }, "q");
  const inGenerator = scope.function({ ...method, super: true, yield: true, ...awaits }, "q");
  // There `this` is the class, which has no private members.
  const inStatic = n.scope.function({ ...method, super: true, ...awaits }, "q");
  const isSync = scope.function({ ...method, super: true });
  const inField = scope.function(field);
  const inStaticField = n.scope.function(field);
  const key = `[L(${n.id()}, "k" + ${inStrict(n, 0)})]`;
  const result = `super.m(${hasMethod ? n.await("this.#pm(q)") : "q"}, this.${h}++) + ${n.await(`super.m(1, ${h} in this)`)}`;
  const optional = [
    `x = ${n.write(2, inField)};`,
    `static s = ${n.write(1, inStaticField)};`,
    `${n.pick(0, ["", "static "])}${key} = L(${n.id()}, "field");`,
    `static { L(${n.id()}, ${n.write(2, inStaticField)}); }`,
    `constructor(q) { super(q, 1); this.p = ${n.write(3, isSync)}; }`,
    `f = ${n.async}() => ${n.write(1, inField.function(awaits))}; static { fs.push(() => new this(1).f.name); }`,
    // No promise as a value of a sync iterable: when it rejects, ECMAScript closes the iterable, Node 20 does not.
    `${n.async}*gm(q) { L(${n.id()}, ${n.write(3, inGenerator)}); yield* it(super.g - 1, [typeof this.${h}, q]); }`,
    `static ${n.async}[L(${n.id()}, "sa")](q) { return super.sm(${n.write(0, inStatic)}); }`,
    `get ${a}() { return L(${n.id()}, "get"); } set ${a}(v) { this.${h} = v; }`,
    `${n.async}#pm(q) { return ${n.await("q")}; }`,
  ];
  const sometimes = [
    `get g() { return this.${h}; } set g(v) { this.${h} = L(${n.id()}, v); }`,
    `static ${n.async}#sm(q) ${n.write(5, inStatic)} static ${n.async}sm(q) { if (B()) return; return this.#sm(q); }`,
  ];
  return [
    `${h} = ${n.write(1, inField)};`,
    `${n.async}am(q) { if (B()) return 1; ${n.write(4, inMethod)} return ${result}; }`,
    ...optional.filter((_, index) => isUsed(index)),
    ...sometimes.filter((_, index) => n.number(0, 3) !== index),
  ];
}

/** Heritage and keys are strict in a sloppy program too, but not where the compiler evaluates them: no functions there. */
function inStrict(n: Node, part: number): string {
  return n.writing.isSloppy ? n.await(`L(${n.id()}, ${n.variable(part)})`) : n.write(part);
}
