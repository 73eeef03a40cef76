import {describe, expect, it} from "vitest";
import * as graph from "../../loaders/onnx/graph.ts";
import type {Value} from "../../loaders/onnx/graph.ts";
import {createSession, type Tensor} from "../../loaders/onnx/session.ts";

/** What onnxruntime makes of `x` and `y` by an operation; shapes are checked against the ones that the graph foretold. */
async function compute(
  operation: (x: Value, y: Value) => Value,
  x: Tensor,
  y: Tensor = x
): Promise<number[]> {
  const inputs = {x: graph.input(typeOf(x), x.shape), y: graph.input(typeOf(y), y.shape)};
  const result = operation(inputs.x, inputs.y);
  const session = await createSession(graph.model(inputs, {result}));
  const found = (await session.run({x, y})).result;
  await session.release();
  expect(found.shape).toEqual(result.shape);
  return [...found.data];
}

function typeOf({data}: Tensor) {
  if (data instanceof Int32Array) return "int32";
  return data instanceof Float32Array ? "float32" : "float16";
}

function tensor(shape: number[], ...numbers: number[]): Tensor {
  return {shape, data: Float32Array.from(numbers)};
}

const x = tensor([2, 2], 1, 2, 3, 4);

describe("operators compute what they say", () => {
  it("element by element, a shorter shape stretched", async () => {
    const y = tensor([2], 10, 100);
    expect(await compute(graph.add, x, y)).toEqual([11, 102, 13, 104]);
    expect(await compute(graph.subtract, x, y)).toEqual([-9, -98, -7, -96]);
    expect(await compute(graph.multiply, x, y)).toEqual([10, 200, 30, 400]);
    expect(await compute(graph.divide, tensor([2, 2], 10, 200, 30, 400), y)).toEqual([1, 2, 3, 4]);
    expect(await compute((x) => graph.multiply(graph.add(x, 1), 2), x)).toEqual([4, 6, 8, 10]);
    expect(await compute(graph.square, x)).toEqual([1, 4, 9, 16]);
    expect(await compute(graph.squareRoot, tensor([2], 9, 16))).toEqual([3, 4]);
    expect(await compute(graph.exponential, tensor([2], 0, -Infinity))).toEqual([1, 0]);
    expect(await compute(graph.sigmoid, tensor([3], -100, 0, 100))).toEqual([expect.closeTo(0), 0.5, 1]);
  });

  it("along the last axis", async () => {
    expect(await compute(graph.mean, x)).toEqual([1.5, 3.5]);
    expect(await compute(graph.largest, tensor([2, 2], -1, -2, 3, 4))).toEqual([-1, 4]);
    const many = tensor([1, 3], 2 ** 24, 1, 1);
    expect(await compute((x) => graph.mean(graph.toFloat64(x)), many)).toEqual([(2 ** 24 + 2) / 3]);
    const shares = await compute(graph.softmax, tensor([2, 2], 0, Math.log(3), 5, -Infinity));
    expect(shares).toEqual([expect.closeTo(0.25), expect.closeTo(0.75), 1, 0]);
    expect(await compute((x) => graph.split(x)[1], x)).toEqual([2, 4]);
    expect(await compute(graph.concat, x, tensor([2, 2], 5, 6, 7, 8))).toEqual([1, 2, 5, 6, 3, 4, 7, 8]);
  });

  it("with matrices", async () => {
    const y = tensor([2, 2], 1, 10, 100, 1000);
    expect(await compute(graph.matMul, x, y)).toEqual([201, 2010, 403, 4030]);
    expect(await compute((x, y) => graph.gemm(x, y, true, false), x, y)).toEqual([301, 3010, 402, 4020]);
    expect(await compute((x, y) => graph.gemm(x, y, false, true), x, y)).toEqual([21, 2100, 43, 4300]);
    const [pair, row] = [tensor([2, 1, 2], 1, 2, 3, 4), tensor([2, 1], 1, 10)];
    expect(await compute(graph.matMul, pair, row)).toEqual([21, 43]);
  });

  it("on the order of elements", async () => {
    const y = tensor([1, 2, 3], 1, 2, 3, 4, 5, 6);
    expect(await compute((y) => graph.transpose(y, [2, 0, 1]), y)).toEqual([1, 4, 2, 5, 3, 6]);
    expect(await compute((y) => graph.reshape(y, [3, 2]), y)).toEqual([1, 2, 3, 4, 5, 6]);
    const rows = {shape: [1, 3], data: Int32Array.of(1, 0, 1)};
    expect(await compute(graph.gather, x, rows)).toEqual([3, 4, 1, 2, 3, 4]);
  });

  it("on float16, given as its bits", async () => {
    const halves = {shape: [2], data: Uint16Array.of(0x3c00, 0xc100)};
    expect(await compute(graph.toFloat32, halves)).toEqual([1, -2.5]);
  });
});

describe("operators refuse", () => {
  const value = graph.input("float32", ["tokens", 3]);

  it("axes that are no order of the value's axes", () => {
    expect(() => graph.transpose(value, [1])).toThrow("axes 1 of [tokens, 3]");
    expect(() => graph.transpose(value, [1, 1])).toThrow("axes 1, 1 of [tokens, 3]");
  });

  it("to cut an odd length in two, or to join different shapes", () => {
    expect(() => graph.split(value)).toThrow("[tokens, 3] cut in two");
    expect(() => graph.concat(value, graph.transpose(value, [1, 0]))).toThrow(
      "[tokens, 3] and [3, tokens] joined"
    );
  });
});

describe("a model", () => {
  it("computes a value once, however often it is used", async () => {
    const inputs = {x: graph.input("float32", ["n"])};
    let y = inputs.x;
    for (let i = 0; i < 40; i++) y = graph.add(y, y);
    const bytes = graph.model(inputs, {y});
    expect(bytes.length).toBeLessThan(2000);
    const session = await createSession(bytes);
    expect((await session.run({x: tensor([1], 1)})).y.data[0]).toBe(2 ** 40);
  });

  it("can have several outputs, and inputs that nothing needs", async () => {
    const inputs = {a: graph.input("float32", [2]), spare: graph.input("float32", [1])};
    const [first, second] = graph.split(inputs.a);
    const session = await createSession(graph.model(inputs, {second, first}));
    const found = await session.run({a: tensor([2], 1, 2), spare: tensor([1], 0)});
    expect([found.first.data[0], found.second.data[0]]).toEqual([1, 2]);
  });

  it("does not leave out an input that is needed", () => {
    const x = graph.input("float32", [2]);
    expect(() => graph.model({}, {y: graph.add(x, 1)})).toThrow("an input that is not listed: float32 [2]");
  });
});
