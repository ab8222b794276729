import { CommentPlaces } from "../../../transformer/typescript/comment-places.js";

const text = `f(a /* in */, b)
  // behind
g("// no comment, but who knows"); h();
k(); // at the end`;

const at = (piece: string) => text.indexOf(piece);
const places = new CommentPlaces(text);

function touched(piece: string): boolean {
  return places.touch(at(piece), at(piece) + piece.length);
}

test("what holds a comment is touched, and what a comment follows, also on the next line", () => {
  expect(touched("a /* in */, b")).toBe(true);
  expect(touched("a")).toBe(true);
  expect(touched("b)")).toBe(true);
  expect(touched("k();")).toBe(true);
});

test("what neither holds a comment nor stands before one is not touched", () => {
  expect(touched("f(")).toBe(false);
  expect(touched("h();")).toBe(false);
  expect(touched("k()")).toBe(false);
  expect(places.touch(text.length, text.length)).toBe(false);
});

test("two strokes in a string count, which only costs time", () => {
  expect(touched('g("// no comment, but who knows")')).toBe(true);
});

test("a text without comments has no places", () => {
  expect(new CommentPlaces("a / b / c").none).toBe(true);
  expect(places.none).toBe(false);
});
