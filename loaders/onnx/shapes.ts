/** What shapes of the graph's values must have in common; a named length equals only itself. */
import type {Dimension} from "./onnx.ts";

export type Shape = readonly Dimension[];

/** "[tokens, 576]" */
export function shapeText(shape: Shape): string {
  return `[${shape.join(", ")}]`;
}

/** The shape of an elementwise operation's result: lengths are equal or 1, counted from the last axis. */
export function broadcast(a: Shape, b: Shape): Dimension[] {
  const [long, short] = a.length >= b.length ? [a, b] : [b, a];
  const padded = [...Array<1>(long.length - short.length).fill(1), ...short];
  return long.map((length, i) => {
    if (length === padded[i] || padded[i] === 1) return length;
    if (length === 1) return padded[i];
    throw new Error(`shapes that don't go together: ${shapeText(a)} and ${shapeText(b)}`);
  });
}

/** The shape of a matrix product over the last two axes: `[…, m, k]` and `[…, k, n]` give `[…, m, n]`. */
export function productShape(a: Shape, b: Shape): Dimension[] {
  const [m, k] = a.slice(-2);
  const [sameK, n] = b.slice(-2);
  if (a.length < 2 || b.length < 2 || k !== sameK)
    throw new Error(`shapes that can't be multiplied: ${shapeText(a)} and ${shapeText(b)}`);
  return [...broadcast(a.slice(0, -2), b.slice(0, -2)), m, n];
}

/**
 * The lengths that Reshape is given to turn `from` into `to`: −1 for a named one, which it works out. A named length may
 * take the place of another that is a whole multiple: `[tokens, 6]` may become `[groups, 4, 6]`.
 */
export function reshapeLengths(from: Shape, to: Shape): number[] {
  const [before, after] = [knownSize(from), knownSize(to)];
  const names = to.filter((length) => typeof length === "string");
  const sameNames = names.join() === from.filter((length) => typeof length === "string").join();
  const isMultiple = names.length === 1 && (before % after === 0 || after % before === 0);
  if (sameNames ? before !== after : !isMultiple)
    throw new Error(`shapes of different sizes: ${shapeText(from)} and ${shapeText(to)}`);
  return to.map((length) => (typeof length === "number" ? length : -1));
}

function knownSize(shape: Shape): number {
  return shape.reduce<number>((size, length) => (typeof length === "number" ? size * length : size), 1);
}
