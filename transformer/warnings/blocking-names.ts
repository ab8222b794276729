/**
 * Functions of Node that keep the whole process waiting, and what does the same without.
 */

/** For a module: what to write instead of one of its functions, if that one blocks. */
type Alternatives = (name: string) => string | undefined;

const fs: Alternatives = (name) => {
  const plain = withoutSync(name);
  if (plain === undefined) return undefined;
  // `access` gives nothing: whether the file is there is told by whether it throws.
  if (plain === "exists") return "try { await fs.promises.access(…); } catch { /* it is missing */ }";
  const own = onFileHandles.get(plain);
  return own === undefined ? `await fs.promises.${plain}(…)` : `await fileHandle.${own}(…)`;
};

/** What takes a file descriptor is a method of what `fs.promises.open` gives. */
const onFileHandles: ReadonlyMap<string, string> = new Map([
  ["close", "close"],
  ["fchmod", "chmod"],
  ["fchown", "chown"],
  ["fdatasync", "datasync"],
  ["fstat", "stat"],
  ["fsync", "sync"],
  ["ftruncate", "truncate"],
  ["futimes", "utimes"],
  ["read", "read"],
  ["readv", "readv"],
  ["write", "write"],
  ["writev", "writev"],
]);

const childProcess: Alternatives = (name) => {
  if (name === "spawnSync") return 'await once(spawn(…), "close")';
  return name === "execSync" || name === "execFileSync" ? promisified(name) : undefined;
};

/** The others are as quick as a call of any function. */
const slowCrypto = new Set([
  "argon2Sync",
  "checkPrimeSync",
  "generateKeyPairSync",
  "generatePrimeSync",
  "pbkdf2Sync",
  "scryptSync",
]);

const crypto: Alternatives = (name) => (slowCrypto.has(name) ? promisified(name) : undefined);

const zlib: Alternatives = (name) => (withoutSync(name) === undefined ? undefined : promisified(name));

function promisified(name: string): string {
  return `await promisify(${withoutSync(name) ?? name})(…)`;
}

function withoutSync(name: string): string | undefined {
  return /^(\w+)Sync$/.exec(name)?.[1];
}

const modules: ReadonlyMap<string, Alternatives> = new Map([
  ["fs", fs],
  ["child_process", childProcess],
  ["crypto", crypto],
  ["zlib", zlib],
]);

/** What can be said about the functions of a module; `undefined` for most modules. */
export function alternativesOf(module: string): Alternatives | undefined {
  return modules.get(module.replace(/^node:/, ""));
}

/** Does the text name one of these modules? */
export const mayBlock = /["'](?:node:)?(?:fs|child_process|crypto|zlib)["']|\bAtomics\b/;
