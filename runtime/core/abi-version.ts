/** Compiled code and runtime must agree on it: it rises when the contract between them changes, not when it grows. */
export const abiVersion = 1;
