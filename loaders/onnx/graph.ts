/**
 * An ONNX graph as functions on values: `add(x, matMul(h, w))`. Shapes are checked when an operation is called. There
 * are only the operators that something here needs (https://onnx.ai/onnx/operators/).
 */
import {broadcast, productShape, reshapeLengths, shapeText, type Shape} from "./shapes.ts";
import {integers, operation, operationOfMany, scalar, type Value} from "./value.ts";

export type {ElementType} from "./onnx.ts";
export type {Shape} from "./shapes.ts";
export {input, model, type Value} from "./value.ts";

/** x + y, element by element. */
export function add(x: Value, y: Value | number): Value {
  return elementwise("Add", x, y);
}

/** x − y, element by element. */
export function subtract(x: Value, y: Value): Value {
  return elementwise("Sub", x, y);
}

/** x · y, element by element. */
export function multiply(x: Value, y: Value | number): Value {
  return elementwise("Mul", x, y);
}

/** x / y, element by element. */
export function divide(x: Value, y: Value): Value {
  return elementwise("Div", x, y);
}

function elementwise(operator: string, x: Value, y: Value | number): Value {
  const other = typeof y === "number" ? scalar(y) : y;
  return operation(operator, [x, other], broadcast(x.shape, other.shape));
}

/** x², element by element. */
export function square(x: Value): Value {
  return operation("Pow", [x, scalar(2)], x.shape);
}

/** √x, element by element. */
export function squareRoot(x: Value): Value {
  return operation("Sqrt", [x], x.shape);
}

/** e^x, element by element. */
export function exponential(x: Value): Value {
  return operation("Exp", [x], x.shape);
}

/** 1 / (1 + e^−x), element by element. */
export function sigmoid(x: Value): Value {
  return operation("Sigmoid", [x], x.shape);
}

/** e^x / Σ e^x along the last axis. */
export function softmax(x: Value): Value {
  return operation("Softmax", [x], x.shape, {axis: -1});
}

/** The mean along the last axis, which stays, with length 1. */
export function mean(x: Value): Value {
  return alongLastAxis("ReduceMean", x);
}

/** The largest along the last axis, which stays, with length 1. */
export function largest(x: Value): Value {
  return alongLastAxis("ReduceMax", x);
}

function alongLastAxis(operator: string, x: Value): Value {
  return operation(operator, [x], [...x.shape.slice(0, -1), 1], {axes: [-1], keepdims: 1});
}

/** Matrix products over the last two axes: `[…, m, k]` and `[…, k, n]` give `[…, m, n]`. */
export function matMul(a: Value, b: Value): Value {
  return operation("MatMul", [a, b], productShape(a.shape, b.shape));
}

/** The product of two matrices, each transposed first where told. */
export function gemm(a: Value, b: Value, transposeA: boolean, transposeB: boolean): Value {
  const shape = productShape(
    transposeA ? a.shape.toReversed() : a.shape,
    transposeB ? b.shape.toReversed() : b.shape
  );
  return operation("Gemm", [a, b], shape, {transA: Number(transposeA), transB: Number(transposeB)});
}

/** The same elements in the same order as another shape. */
export function reshape(x: Value, shape: Shape): Value {
  return operation("Reshape", [x, integers(reshapeLengths(x.shape, shape))], shape);
}

/** x with its axes in another order: axis `order[i]` becomes axis i. */
export function transpose(x: Value, order: readonly number[]): Value {
  if (order.toSorted().join() !== [...x.shape.keys()].join())
    throw new Error(`axes ${order.join(", ")} of ${shapeText(x.shape)}`);
  const shape = order.map((axis) => x.shape[axis]);
  return operation("Transpose", [x], shape, {perm: order});
}

/** Rows of x: `[n, width]` and indices `[a, b]` give `[a, b, width]`. */
export function gather(x: Value, indices: Value): Value {
  return operation("Gather", [x, indices], [...indices.shape, ...x.shape.slice(1)], {axis: 0});
}

/** x cut in two along its last axis. */
export function split(x: Value): [Value, Value] {
  const length = x.shape.at(-1);
  if (typeof length !== "number" || length % 2 !== 0) throw new Error(`${shapeText(x.shape)} cut in two`);
  const half = [...x.shape.slice(0, -1), length / 2];
  const [first, second] = operationOfMany("Split", [x], [half, half], {axis: -1});
  return [first, second];
}

/** Values joined along their last axis; their other axes are the same. */
export function concat(...values: readonly Value[]): Value {
  const leading = values.map(({shape}) => shape.slice(0, -1));
  const lengths = values.map(({shape}) => shape.at(-1));
  const shapes = values.map(({shape}) => shapeText(shape)).join(" and ");
  if (!lengths.every((length) => typeof length === "number") || new Set(leading.map(shapeText)).size !== 1)
    throw new Error(`${shapes} joined`);
  const length = lengths.reduce((sum, length) => sum + length, 0);
  return values.length === 1 ? values[0] : operation("Concat", values, [...leading[0], length], {axis: -1});
}

/** x in single precision. */
export function toFloat32(x: Value): Value {
  return x.type === "float32" ? x : operation("Cast", [x], x.shape, {to: 1}, "float32");
}

/** x in double precision. */
export function toFloat64(x: Value): Value {
  return x.type === "float64" ? x : operation("Cast", [x], x.shape, {to: 11}, "float64");
}
