/** This machine's speed at matrix products in single precision: what no engine that uses them can pass. */
import {seededRandom} from "../loaders/analysis/random.ts";
import {modelBytes} from "../loaders/onnx/onnx.ts";
import {createSession} from "../loaders/onnx/session.ts";
import {bytesOf} from "./bytes.ts";
import {spreadOf} from "./statistics.ts";

/** `[rows, inner]` times a constant `[inner, columns]`. */
export interface ProductShape {
  rows: number;
  inner: number;
  columns: number;
}

/** Larger constants take longer to make than to multiply by, and are no faster. */
const largestConstant = 50e6;
/** Products of each shape take that long, and are at least that many. */
const secondsPerShape = 0.5;
const fewestProducts = 5;

/** Squares and a 7B model's, and those of the models to be measured. */
export function peakShapes(
  models: readonly {hiddenSize: number; intermediateSize: number}[]
): ProductShape[] {
  const rows = 1024;
  const sizes = [2048, 4096].map((size) => [size, size]);
  for (const {hiddenSize, intermediateSize} of [{hiddenSize: 4096, intermediateSize: 11008}, ...models])
    sizes.push([hiddenSize, hiddenSize], [hiddenSize, intermediateSize], [intermediateSize, hiddenSize]);
  const distinct = new Map(sizes.map(([inner, columns]) => [`${inner} ${columns}`, {rows, inner, columns}]));
  return [...distinct.values()].filter(({inner, columns}) => inner * columns <= largestConstant);
}

/** The speed of each product, done over and over, in GFLOP/s: the median, which the machine can keep up. */
export async function productSpeeds(shapes: readonly ProductShape[]): Promise<number[]> {
  const speeds: number[] = [];
  for (const shape of shapes) speeds.push(await speedOf(shape));
  return speeds;
}

async function speedOf({rows, inner, columns}: ProductShape): Promise<number> {
  const session = await createSession(productModel(inner, columns));
  const x = {shape: [rows, inner], data: randomValues(rows * inner)};
  await session.run({x});
  const times: number[] = [];
  for (let spent = 0; times.length < fewestProducts || spent < secondsPerShape;) {
    const start = performance.now();
    await session.run({x});
    const seconds = (performance.now() - start) / 1000;
    times.push(seconds);
    spent += seconds;
  }
  await session.release();
  return (2 * rows * inner * columns) / spreadOf(times).median / 1e9;
}

/** A product by a constant, which onnxruntime packs for its processor when the session is created. */
function productModel(inner: number, columns: number): Uint8Array {
  const weight = bytesOf(randomValues(inner * columns));
  return modelBytes({
    nodes: [{operator: "MatMul", inputs: ["x", "weight"], outputs: ["y"], attributes: {}}],
    constants: [{name: "weight", type: "float32", shape: [inner, columns], data: weight}],
    inputs: [{name: "x", type: "float32", shape: ["rows", inner]}],
    outputs: [{name: "y", type: "float32", shape: ["rows", columns]}]
  });
}

function randomValues(count: number): Float32Array {
  const random = seededRandom(count);
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) values[i] = random();
  return values;
}
