// Who may import whom (checked by test/layering.test.ts). The layers, from the bottom:
//
//   runtime/core ◀── runtime/hosts, runtime/primitives ◀── run, runner ◀── index        runtime/io, testing: above, never below
//   transformer/core ◀── dialects (transformer/typescript, babel-plugin) ◀── transformer/cli, transformer/index

const only = (name, from, to) => ({
  name,
  severity: "error",
  from: { path: from },
  to: { pathNot: to },
});

const never = (name, from, to) => ({
  name,
  severity: "error",
  from: { path: from },
  to: { path: to },
});

const compiler = "^(transformer|babel-plugin)/";
const runtime = "^runtime/";

module.exports = {
  forbidden: [
    // In the compiler, modules that walk a recursive tree may call each other in a circle.
    {
      name: "runtime-has-no-cycles",
      severity: "error",
      from: { path: runtime },
      to: { circular: true },
    },
    { name: "everything-resolves", severity: "error", from: {}, to: { couldNotResolve: true } },

    only("runtime-core-imports-only-itself", "^runtime/core/", "^runtime/core/"),
    // Compiled code imports nothing but the ABI, which therefore sees to it that there is an ambient host.
    only("abi-imports-only-core-and-the-ambient-host", "^runtime/abi\\.ts$", "^runtime/(core/|hosts/ambient\\.ts$)"),
    only("primitives-import-only-core", "^runtime/primitives/", "^runtime/(core|primitives)/"),
    {
      name: "hosts-import-only-core-and-their-platform",
      severity: "error",
      from: { path: "^runtime/hosts/" },
      to: { pathNot: "^runtime/(core|hosts)/", dependencyTypesNot: ["core"] },
    },
    {
      name: "nothing-but-io-imports-io",
      severity: "error",
      from: { path: runtime, pathNot: "^runtime/io/" },
      to: { path: "^runtime/io/" },
    },
    {
      name: "nothing-but-testing-imports-testing",
      severity: "error",
      from: { path: runtime, pathNot: "^runtime/testing/" },
      to: { path: "^runtime/testing/" },
    },
    {
      name: "node-modules-only-in-node-host-and-io",
      severity: "error",
      from: { path: runtime, pathNot: "^runtime/(io/|hosts/node)" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "runtime-has-no-dependencies",
      severity: "error",
      from: { path: runtime },
      to: { dependencyTypesNot: ["core", "local"] },
    },

    only("transformer-core-imports-only-itself", "^transformer/core/", "^transformer/core/"),
    never("compiler-never-imports-runtime", compiler, runtime),
    never("runtime-never-imports-compiler", runtime, compiler),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "types", "default"],
    },
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^dist/" },
  },
};
