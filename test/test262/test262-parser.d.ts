/** What is used of `test262-parser`, which comes without types. */
declare module "test262-parser" {
  export interface Attributes {
    readonly flags: Readonly<Record<string, boolean>>;
    readonly includes: readonly string[];
    readonly negative?: { readonly phase: string; readonly type: string };
  }

  /** Reads the front matter of a test. @throws Error when it is no YAML */
  export function parseFile(file: { readonly file: string; readonly contents: string }): { readonly attrs: Attributes };
}
