/**
 * New names that collide with nothing: neither with a name of the file nor with one that was handed out before.
 */

/** Makes the function that hands out `base`, or `base_1`, `base_2`, … */
export function uniqueNames(taken: ReadonlySet<string>): (base: string) => string {
  const given = new Set<string>();
  return (base) => {
    let name = base;
    for (let count = 1; taken.has(name) || given.has(name); count += 1) name = `${base}_${String(count)}`;
    given.add(name);
    return name;
  };
}
