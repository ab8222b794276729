/**
 * A constructor that gives the object it is passed: the fields of classes that extend it become that object's. So a private
 * field can be put on any object, where nobody else sees it and nothing copies it.
 */
export const Itself = function (object: object): object {
  return object;
} as unknown as new (object: object) => object;
