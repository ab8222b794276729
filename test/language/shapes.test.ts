// What has no await stays as written.
import { shapes, wrongShape } from "./shapes.js";

test.each(Object.keys(shapes))("%s", (name) => {
  const problem = wrongShape(name);
  if (problem !== null) throw new Error(problem);
});
