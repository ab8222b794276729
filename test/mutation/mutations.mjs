// Every rule of the compiler, broken. One file of the list for each part of the compiler.
import { dialect } from "./mutations-dialect.mjs";
import { emitting } from "./mutations-emit.mjs";
import { exploding } from "./mutations-explode.mjs";
import { naming } from "./mutations-scope.mjs";
import { spilling } from "./mutations-spill.mjs";

export const mutations = [...naming, ...spilling, ...exploding, ...emitting, ...dialect];
