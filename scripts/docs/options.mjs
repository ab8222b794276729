// How TypeDoc is asked: what is left out, how pages look, what counts as a fault.
import { join } from "node:path";

/** What needs a doc comment: whatever a user can write down, constructors and the second half of an accessor excepted. */
const requiredToBeDocumented = [
  "Module",
  "Function",
  "Class",
  "Interface",
  "TypeAlias",
  "Variable",
  "Method",
  "Property",
  "Accessor",
  "GetSignature",
  "CallSignature",
];

export function options(project, entries, folder) {
  return {
    entryPoints: entries.map(({ source }) => join(project, source)),
    alwaysCreateEntryPointModule: true,
    tsconfig: join(project, "scripts/build/docs.json"),
    plugin: ["typedoc-plugin-markdown"],
    theme: "tsyncio",
    router: "module",
    outputs: [{ name: "markdown", path: folder }],
    name: "API reference",
    readme: "none",
    skipErrorChecking: true,
    logLevel: "Warn",

    // Nothing of the machine, of the commit or of the day is in the pages.
    disableSources: true,
    disableGit: true,
    hidePageHeader: true,
    hideBreadcrumbs: true,

    excludeInternal: true,
    excludePrivate: true,
    excludeProtected: true,
    excludeExternals: true,
    sort: ["alphabetical"],
    kindSortOrder: ["Class", "Function", "Variable", "Interface", "TypeAlias"],
    navigation: { includeCategories: true },
    categorizeByGroup: false,
    defaultCategory: "Other",

    indexFormat: "table",
    useCodeBlocks: true,
    expandParameters: true,
    expandObjects: true,
    // The theme lists the parameters that have something to say.
    parametersFormat: "none",
    interfacePropertiesFormat: "table",
    classPropertiesFormat: "table",
    typeAliasPropertiesFormat: "table",
    typeDeclarationFormat: "table",
    propertyMembersFormat: "table",
    tableColumnSettings: { hideDefaults: true, hideInherited: true, hideModifiers: true, hideOverrides: true },
    preservedTypeAnnotationTags: ["@throws"],

    validation: { notDocumented: true, notExported: true, invalidLink: true, unusedMergeModuleWith: true },
    requiredToBeDocumented,
  };
}
