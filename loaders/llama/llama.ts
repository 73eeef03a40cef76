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
import type {BlockWeights} from "../checkpoint/checkpoint.ts";
import type {LlamaConfig, Projection} from "../checkpoint/config.ts";
import {add, concat, divide, gather, gemm, input, matMul, mean, model, multiply} from "../onnx/graph.ts";
import {reshape, sigmoid, softmax, split, square, squareRoot, subtract} from "../onnx/graph.ts";
import {toFloat32, transpose, type Value} from "../onnx/graph.ts";

/** One block's weights in the graph; matrices are `[out, in]`, a bias is there if the model has it. */
type Weights = {[K in keyof BlockWeights]: Value};

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
function rmsNorm(x: Value, weight: Value, {rmsNormEps}: LlamaConfig): Value {
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
  const query = linear(queryRows, apart(w.query, config), apart(w.queryBias, config));
  const key = linear(x, apart(w.key, config), apart(w.keyBias, config));
  const q = perHead(query, heads, config); // [wanted, heads, headDim]
  const k = perHead(key, kvHeads, config); // [tokens, kvHeads, headDim]
  const v = perHead(linear(x, w.value, w.valueBias), kvHeads, config); // [tokens, kvHeads, headDim]

  const ofGroups = reshape(rotary(q, queryCos, querySin), [groups, groupSize, kvHeads, shared, headDim]);
  const queries = transpose(ofGroups, [0, 2, 3, 1, 4]); // [groups, kvHeads, shared, groupSize, headDim]
  const keysT = transpose(lookUp(rotary(k, cos, sin), keys), [0, 2, 3, 4, 1]); // [groups, kvHeads, 1, headDim, keys]
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
 * The rotary position embedding of `[tokens, heads, headDim]`: numbers half a head apart are a point of the plane, and
 * turned by the token's angle.
 */
function rotary(x: Value, cos: Value, sin: Value): Value {
  const [a, b] = split(x); // [tokens, heads, headDim / 2]
  return concat(
    subtract(multiply(a, cos), multiply(b, sin)), // [tokens, heads, headDim / 2]
    add(multiply(a, sin), multiply(b, cos)) // [tokens, heads, headDim / 2]
  );
}

/**
 * The rows of a query or key weight, `[rows, hiddenSize]` or a bias `[rows]`, with what `rotary` turns together half a
 * head apart, if the checkpoint has it side by side. Queries and keys are reordered alike, which their products don't
 * notice.
 */
function apart<T extends Value | undefined>(weight: T, {headDim, ropeInterleaved}: LlamaConfig): Value | T {
  if (!weight || !ropeInterleaved) return weight;
  const [rows, ...columns] = weight.shape;
  const pairs = reshape(weight, [Number(rows) / headDim, headDim / 2, 2, ...columns]);
  return reshape(transpose(pairs, [0, 2, 1, ...columns.map(() => 3)]), [rows, ...columns]);
}

/** down(silu(gate(x)) · up(x)), where silu(z) = z · sigmoid(z). */
function swiGlu(x: Value, w: Weights): Value {
  const gate = linear(x, w.gate, w.gateBias); // [tokens, intermediateSize]
  const up = linear(x, w.up, w.upBias); // [tokens, intermediateSize]
  const hidden = multiply(multiply(gate, sigmoid(gate)), up); // [tokens, intermediateSize]
  return linear(hidden, w.down, w.downBias); // [tokens, hiddenSize]
}

/**
 * x wᵀ + bias in single precision, whatever the weights are stored in: `[tokens, in]`, `[out, in]` and `[out]` give
 * `[tokens, out]`.
 */
function linear(x: Value, weight: Value, bias?: Value): Value {
  const product = gemm(x, toFloat32(weight), false, true);
  return bias ? add(product, toFloat32(bias)) : product;
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

/**
 * The ONNX model of a block. It takes `x` (the residual stream before the block), the weights and what `Places` lists,
 * all under these names, and gives `y`, the residual stream after it.
 *
 * @param groupSize tokens that make a group of attention, consecutive ones or, where some are wanted, some of those
 * @param wanted "all" tokens, whose number is a multiple of `groupSize`, or "some", which an input `wanted` lists
 */
export function blockModel(
  config: LlamaConfig,
  types: WeightTypes,
  groupSize: number,
  wanted: "all" | "some"
): Uint8Array {
  const {hiddenSize, headDim} = config;
  const x = input("float32", ["tokens", hiddenSize]);
  const places = {
    cos: input("float32", ["tokens", 1, headDim / 2]),
    sin: input("float32", ["tokens", 1, headDim / 2]),
    keys: input("int32", ["groups", "keys"]),
    mask: input("float32", ["groups", 1, 1, groupSize, "keys"]),
    ...(wanted === "some" && {wanted: input("int32", ["wanted"])})
  };
  const weights = weightInputs(config, types);
  return model({x, ...places, ...weights}, {y: block(x, weights, places, config)});
}

function weightInputs(config: LlamaConfig, types: WeightTypes): Weights {
  const {hiddenSize, intermediateSize, headDim} = config;
  const queryWidth = config.numAttentionHeads * headDim;
  const keyWidth = config.numKeyValueHeads * headDim;
  const weights: Weights = {
    attentionNorm: input(types.attentionNorm, [hiddenSize]),
    query: input(types.query, [queryWidth, hiddenSize]),
    key: input(types.key, [keyWidth, hiddenSize]),
    value: input(types.value, [keyWidth, hiddenSize]),
    attentionOutput: input(types.attentionOutput, [hiddenSize, queryWidth]),
    feedForwardNorm: input(types.feedForwardNorm, [hiddenSize]),
    gate: input(types.gate, [intermediateSize, hiddenSize]),
    up: input(types.up, [intermediateSize, hiddenSize]),
    down: input(types.down, [hiddenSize, intermediateSize])
  };
  for (const projection of config.biases) {
    const bias: `${Projection}Bias` = `${projection}Bias`;
    weights[bias] = input(types[bias] ?? "float32", [weights[projection].shape[0]]);
  }
  return weights;
}
