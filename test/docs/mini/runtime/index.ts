/**
 * Has public things with and without a doc comment.
 *
 * @module
 */

// Kitchen
export { cook, type CookOptions, Pot, type Taste } from "./kitchen.js";
