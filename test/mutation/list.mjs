// Shorthand of the mutation lists: a file and its broken rules, as [rule, find, replace]. `find` occurs once.
export function breaking(file, rules) {
  return rules.map(([rule, find, replace]) => ({ file, rule, find, replace }));
}
