/**
 * One block of a LLaMA-architecture model, written once as an ONNX graph; only the weights differ from block to block.
 * RMS norm: Zhang & Sennrich 2019; rotary embedding: Su et al. 2021; SwiGLU: Shazeer 2020; grouped-query attention:
 * Ainslie et al. 2023; all together: Touvron et al. 2023 (arXiv 2302.13971).
 *
 * The operators are functions on values, in ../onnx/graph.ts; runner.ts feeds the graph, one block's weights at a time.
 *
 * The tokens of all statements are the rows of one matrix. Attention goes by groups of consecutive tokens, which look
 * up the keys that they need; trie.ts says which those are.
 */
import {blockShapes, type BlockWeights, type Head, type Part} from "../checkpoint/checkpoint.ts";
import type {LlamaConfig, Projection} from "../checkpoint/config.ts";
import {add, concat, divide, exponential, gather, gemm, input, largest, matMul} from "../onnx/graph.ts";
import {mean, model, multiply, reshape, sigmoid, softmax, split, square, squareRoot} from "../onnx/graph.ts";
import {subtract, toFloat32, toFloat64, transpose, type Value} from "../onnx/graph.ts";
import {pieceName, pieceRows} from "./pieces.ts";

/**
 * One block's weights in the graph, each in pieces of some of its rows (see pieces.ts); matrices are `[out, in]`, a bias
 * is there if the model has it.
 */
type Weights = {[K in keyof BlockWeights]: Value[]};

/** Where the tokens stand and what they see. */
interface Places {
  cos: Value; // [tokens, 1, headDim / 2]
  sin: Value; // [tokens, 1, headDim / 2]
  /** The tokens that each group looks up. */
  keys: Value; // [groups, keys]
  /** 0 for a key that a token of a group sees, −∞ for one that it does not. */
  mask: Value; // [groups, 1, 1, groupSize, keys]
  /** The tokens that are wanted after the block, the groups' tokens; without it, all are. */
  wanted?: Value; // [wanted]
}

/** The residual stream after a block, of all tokens or of those wanted. */
function block(x: Value, w: Weights, places: Places, config: LlamaConfig): Value {
  const attended = attention(rmsNorm(x, w.attentionNorm, config), w, places, config);
  const h = add(only(x, places.wanted), attended); // [wanted, hiddenSize]
  return add(h, swiGlu(rmsNorm(h, w.feedForwardNorm, config), w)); // [wanted, hiddenSize]
}

/** The rows that are wanted; the others' queries and feed-forward network are work for nothing. */
function only(x: Value, wanted: Value | undefined): Value {
  return wanted ? gather(x, wanted) : x;
}

/** Each row divided by its root mean square, then scaled by the weight, `[hiddenSize]`. */
function rmsNorm(x: Value, [weight]: Value[], {rmsNormEps}: LlamaConfig): Value {
  const rootMeanSquare = squareRoot(add(mean(square(x)), rmsNormEps)); // [tokens, 1]
  return multiply(divide(x, rootMeanSquare), toFloat32(weight)); // [tokens, hiddenSize]
}

/** Causal self-attention; `shared` heads of queries have one head of keys and values in common. */
function attention(x: Value, w: Weights, places: Places, config: LlamaConfig): Value {
  const {cos, sin, keys, mask, wanted} = places;
  const {numAttentionHeads: heads, numKeyValueHeads: kvHeads, headDim} = config;
  const [groups, , , groupSize] = mask.shape;
  const shared = heads / kvHeads;

  const [queryRows, queryCos, querySin] = [x, cos, sin].map((rows) => only(rows, wanted));
  const query = linear(queryRows, w.query, w.queryBias);
  const key = linear(x, w.key, w.keyBias);
  const q = perHead(query, heads, config); // [wanted, heads, headDim]
  const k = perHead(key, kvHeads, config); // [tokens, kvHeads, headDim]
  const v = perHead(linear(x, w.value, w.valueBias), kvHeads, config); // [tokens, kvHeads, headDim]

  const ofGroups = reshape(rotary(q, queryCos, querySin, config), [
    groups,
    groupSize,
    kvHeads,
    shared,
    headDim
  ]);
  const queries = transpose(ofGroups, [0, 2, 3, 1, 4]); // [groups, kvHeads, shared, groupSize, headDim]
  const keysT = transpose(lookUp(rotary(k, cos, sin, config), keys), [0, 2, 3, 4, 1]); // [groups, kvHeads, 1, headDim, keys]
  const values = transpose(lookUp(v, keys), [0, 2, 3, 1, 4]); // [groups, kvHeads, 1, keys, headDim]

  const scores = multiply(matMul(queries, keysT), 1 / Math.sqrt(headDim)); // [groups, kvHeads, shared, groupSize, keys]
  const mixed = matMul(softmax(add(scores, mask)), values); // [groups, kvHeads, shared, groupSize, headDim]
  const ofTokens = reshape(transpose(mixed, [0, 3, 1, 2, 4]), query.shape); // [wanted, heads × headDim]
  return linear(ofTokens, w.attentionOutput, w.attentionOutputBias); // [wanted, hiddenSize]
}

/** `[tokens, heads × headDim]` as `[tokens, heads, headDim]`. */
function perHead(x: Value, heads: number, {headDim}: LlamaConfig): Value {
  return reshape(x, [x.shape[0], heads, headDim]);
}

/** The rows of `[tokens, kvHeads, headDim]` that each group needs, `[groups, keys, kvHeads, 1, headDim]`. */
function lookUp(x: Value, keys: Value): Value {
  const [tokens, kvHeads, headDim] = x.shape;
  return gather(reshape(x, [tokens, kvHeads, 1, headDim]), keys);
}

/**
 * The rotary position embedding of `[tokens, heads, headDim]`: pairs of numbers are points of the plane, and turned by
 * the token's angle. All first ones come before all second ones in the result, however they lay: queries and keys are
 * reordered alike, which their products don't notice.
 */
function rotary(x: Value, cos: Value, sin: Value, {ropeInterleaved}: LlamaConfig): Value {
  const [a, b] = ropeInterleaved ? splitNeighbours(x) : split(x); // [tokens, heads, headDim / 2]
  return concat(
    subtract(multiply(a, cos), multiply(b, sin)), // [tokens, heads, headDim / 2]
    add(multiply(a, sin), multiply(b, cos)) // [tokens, heads, headDim / 2]
  );
}

/** The numbers at even places of the last axis, and those at odd places. */
function splitNeighbours(x: Value): [Value, Value] {
  const half = [...x.shape.slice(0, -1), Number(x.shape.at(-1)) / 2];
  const [even, odd] = split(reshape(x, [...half, 2]));
  return [reshape(even, half), reshape(odd, half)];
}

/** down(silu(gate(x)) · up(x)), where silu(z) = z · sigmoid(z); piece by piece, so that only their product is ever whole. */
function swiGlu(x: Value, w: Weights): Value {
  const hidden = w.gate.map((_, i) => {
    const [gate, up] = [linearPiece(x, w.gate, w.gateBias, i), linearPiece(x, w.up, w.upBias, i)]; // [tokens, rows of the piece]
    return multiply(multiply(gate, sigmoid(gate)), up); // [tokens, rows of the piece]
  });
  return linear(concat(...hidden), w.down, w.downBias); // [tokens, hiddenSize]
}

/**
 * x wᵀ + bias in single precision, whatever the weights are stored in: `[tokens, in]`, `[out, in]` and `[out]` give
 * `[tokens, out]`.
 */
function linear(x: Value, weight: Value[], bias?: Value[]): Value {
  return concat(...weight.map((_, i) => linearPiece(x, weight, bias, i)));
}

/** Those columns of `linear` that piece `i` of the weight makes. */
function linearPiece(x: Value, weight: Value[], bias: Value[] | undefined, i: number): Value {
  const product = gemm(x, toFloat32(weight[i]), false, true);
  return bias ? add(product, toFloat32(bias[i])) : product;
}

/**
 * Cosines and sines of the rotary angles, `[positions.length, headDim / 2]`: pair i of a token at position p is turned
 * by p · ropeFrequencies[i].
 */
export function rotaryAngles(
  positions: readonly number[],
  {ropeFrequencies}: LlamaConfig
): {cos: Float32Array; sin: Float32Array} {
  const angles = positions.flatMap((position) => ropeFrequencies.map((frequency) => position * frequency));
  return {cos: Float32Array.from(angles, Math.cos), sin: Float32Array.from(angles, Math.sin)};
}

/** The type of each weight in the feeds of a block's model. */
export type WeightTypes = {[K in keyof BlockWeights]: "float32" | "float16"};

/** What a block's model is made for. */
export interface BlockForm {
  types: WeightTypes;
  /** Numbers of a weight that a piece of it has at most. */
  piece: number;
  /** "all" tokens, whose number is a multiple of `group`, or "some", which an input `wanted` lists. */
  wanted: "all" | "some";
  /** Tokens that make a group of attention: consecutive ones or, where some are wanted, some of those. */
  group: number;
}

/**
 * The ONNX model of a block. It takes `x` (the residual stream before the block), the weights' pieces and what `Places`
 * lists, all under these names, and gives `y`, the residual stream after it.
 */
export function blockModel(config: LlamaConfig, form: BlockForm): Uint8Array {
  const {hiddenSize, headDim} = config;
  const x = input("float32", ["tokens", hiddenSize]);
  const places = {
    cos: input("float32", ["tokens", 1, headDim / 2]),
    sin: input("float32", ["tokens", 1, headDim / 2]),
    keys: input("int32", ["groups", "keys"]),
    mask: input("float32", ["groups", 1, 1, form.group, "keys"]),
    ...(form.wanted === "some" && {wanted: input("int32", ["wanted"])})
  };
  const weights = weightInputs(config, form);
  const pieces = Object.entries(weights).flatMap(([name, values]) =>
    values.map((value, i): [string, Value] => [pieceName(name, i), value])
  );
  return model({x, ...places, ...Object.fromEntries(pieces)}, {y: block(x, weights, places, config)});
}

/** The type of the head's weights in the feeds of its model. */
export type HeadTypes = {[K in keyof Head]: "float32" | "float16"};

/**
 * The ONNX model of the head. It takes `x`, the residual stream after all blocks, `[tokens, hiddenSize]`, `norm`, the
 * pieces of `output`, and `next`, `[nexts]`: a token t after that in row i is i · vocabSize + t. It gives `score`,
 * `[nexts, 1]`, the score of each of these less the largest of its row, and `mean`, `[tokens, 1]`, the mean of e^score over
 * the vocabulary. That is taken in double precision: a sum of fifty thousand in single precision is always too small.
 */
export function headModel(config: LlamaConfig, types: HeadTypes, piece: number): Uint8Array {
  const {hiddenSize, vocabSize} = config;
  const x = input("float32", ["tokens", hiddenSize]);
  const norm = input(types.norm, [hiddenSize]);
  const output = pieceRows([vocabSize, hiddenSize], piece).map((rows) =>
    input(types.output, [rows, hiddenSize])
  );
  const next = input("int32", ["nexts"]);
  const all = linear(rmsNorm(x, [norm], config), output); // [tokens, vocabSize]
  const scores = subtract(all, largest(all)); // [tokens, vocabSize]
  const pieces = output.map((value, i): [string, Value] => [pieceName("output", i), value]);
  return model(
    {x, norm, next, ...Object.fromEntries(pieces)},
    {
      score: gather(reshape(scores, ["tokens × vocabSize", 1]), next),
      mean: mean(toFloat64(exponential(scores)))
    }
  );
}

function weightInputs(config: LlamaConfig, {types, piece}: BlockForm): Weights {
  const shapes = blockShapes(config);
  const pieces = (part: Part) => {
    const [, ...columns] = shapes[part];
    return pieceRows(shapes[part], piece).map((rows) => input(types[part], [rows, ...columns]));
  };
  const weights: Weights = {
    attentionNorm: pieces("attentionNorm"),
    query: pieces("query"),
    key: pieces("key"),
    value: pieces("value"),
    attentionOutput: pieces("attentionOutput"),
    feedForwardNorm: pieces("feedForwardNorm"),
    gate: pieces("gate"),
    up: pieces("up"),
    down: pieces("down")
  };
  for (const projection of config.biases) {
    const bias: `${Projection}Bias` = `${projection}Bias`;
    const type = types[bias] ?? "float32";
    weights[bias] = pieceRows(shapes[projection], piece).map((rows) => input(type, [rows]));
  }
  return weights;
}
