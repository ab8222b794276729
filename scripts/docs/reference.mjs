// Runs TypeDoc over entry points and adapts what it finds: entry points are named as users import them, their names are
// grouped in the entry point's own sections, and what a class inherits is shown once, at the class that has it.
import { Application, CommentTag, Converter, Logger, LogLevel, ReflectionKind } from "typedoc";
import { MarkdownPageEvent } from "typedoc-plugin-markdown";
import { publicEntries, sectionsOf } from "./entries.mjs";
import { options } from "./options.mjs";
import { ReferenceTheme } from "./theme.mjs";

/**
 * Writes the pages of a project's entry points into a folder.
 *
 * @returns what is wrong, a sentence each: public names without a comment, links that lead nowhere
 */
export async function makeReference(project, folder) {
  const entries = publicEntries(project);
  const app = await Application.bootstrapWithPlugins(options(project, entries, folder));
  const faults = (app.logger = new Faults()).found;
  app.renderer.defineTheme("tsyncio", ReferenceTheme);

  const sections = new Map(entries.map((entry) => [entry.source, sectionsOf(project, entry)]));
  const titles = [...sections.values()].flat().map(([title]) => title);
  app.options.setValue("categoryOrder", titles);
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project: reference }) => {
    for (const module of reference.children) {
      const { packagePath } = reference.getSymbolIdFromReflection(module);
      module.name = entries.find(({ source }) => source === packagePath).name;
      for (const [title, names] of sections.get(packagePath))
        for (const child of module.children) if (names.includes(child.name)) addToSection(child, title);
    }
  });
  app.converter.on(Converter.EVENT_RESOLVE_END, ({ project: reference }) => dropInherited(reference), -50);

  app.renderer.on(MarkdownPageEvent.END, (page) => (page.contents = withRightAnchors(page.contents)));

  const reference = await app.convert();
  app.validate(reference);
  await app.generateOutputs(reference);
  return faults;
}

/** Keeps what TypeDoc warns of. */
class Faults extends Logger {
  found = [];

  log(message, level) {
    if (level >= LogLevel.Warn) this.found.push(message);
  }
}

function addToSection(reflection, title) {
  const commented = reflection.signatures?.[0] ?? reflection;
  commented.comment?.blockTags.push(new CommentTag("@category", [{ kind: "text", text: title }]));
}

/** Members that another class or interface of the reference has already, and that say nothing else here. */
function dropInherited(reference) {
  for (const member of reference.getReflectionsByKind(ReflectionKind.ClassMember)) {
    const { inheritedFrom, overwrites, implementationOf } = member;
    const origin = (inheritedFrom ?? overwrites ?? implementationOf)?.reflection;
    if (origin === undefined || origin === member) continue;
    if (inheritedFrom !== undefined || wordsOf(member) === wordsOf(origin)) reference.removeReflection(member);
  }
}

function wordsOf(member) {
  const commented = [member, member.getSignature, ...(member.signatures ?? [])].find((part) => part?.comment);
  return JSON.stringify(commented?.comment.summary);
}

/**
 * TypeDoc gives out an anchor for every member, also for those that have no heading of their own, and counts them: its
 * `#queueshutdown-1` may be the page's first heading of that name (`Queue.shutdown` had it before `QueueShutDown`).
 */
function withRightAnchors(page) {
  const headings = [...page.matchAll(/^#+ (.*)$/gm)].map(([, title]) => title.toLowerCase().replaceAll(/[^\w-]/g, ""));
  return page.replaceAll(/\(#([a-z]+)-\d+\)/g, (link, name) =>
    headings.filter((heading) => heading === name).length === 1 ? `(#${name})` : link,
  );
}
