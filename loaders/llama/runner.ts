import type {BlockWeights, Checkpoint} from "../checkpoint/checkpoint.ts";
import type {LlamaConfig} from "../checkpoint/config.ts";
import type {CreateSession, Session, Tensor} from "../onnx/session.ts";
import {Problem} from "../problem.ts";
import {blockModel, rotaryAngles, type WeightTypes} from "./llama.ts";
import {attentionGroups, tries, type Trie} from "./trie.ts";

type Statements = readonly (readonly number[])[];

/** Tokens that go through a block at once: enough for fast products, few enough for small intermediate results. */
const chunkSize = 1024;
/** Consecutive tokens that look up their keys together. */
const largestGroup = 32;

/** A part of the statements on its way through the blocks. */
interface Chunk {
  trie: Trie;
  /** The residual stream, `[tokens, hiddenSize]`. */
  x: {shape: readonly number[]; data: Float32Array};
  /** What the block's model is told about the tokens' places. */
  places: Record<"cos" | "sin" | "keys" | "mask", Tensor>;
}

/**
 * The residual stream at each statement's last token: the k-th value is `[statements, hiddenSize]` after k blocks. All
 * statements go through one block before the next, so that the weights are read once, and one block ahead.
 *
 * @param statements token ids, beginning of sequence first
 * @param depth how many blocks to apply; a Problem if the model has fewer
 */
export async function* residualStream(
  checkpoint: Checkpoint,
  statements: Statements,
  depth: number,
  createSession: CreateSession
): AsyncGenerator<Float32Array> {
  checkDepth(depth, checkpoint.config);
  const parts = tries(statements, chunkSize);
  const groupSize = Math.min(largestGroup, Math.max(1, ...parts.map(({tokens}) => tokens.length)));
  const chunks: Chunk[] = [];
  for (const trie of parts) chunks.push(await embed(trie, groupSize, checkpoint));
  const sessions = blockSessions(checkpoint.config, groupSize, createSession);
  try {
    for await (const weights of readAhead(checkpoint, depth)) {
      const session = await sessions.take(weights);
      for (const chunk of chunks) chunk.x = await applyBlock(session, chunk, weights);
      yield lastTokens(chunks, statements.length, checkpoint.config.hiddenSize);
    }
  } finally {
    await sessions.release();
  }
}

/** What `residualStream` has to do: the tokens that go through each block, and the flops of their matrix products. */
export function workOf(
  statements: Statements,
  {hiddenSize, intermediateSize, numAttentionHeads, numKeyValueHeads, headDim}: LlamaConfig,
  depth: number
): {tokens: number; flops: number} {
  const positions = tries(statements, chunkSize).flatMap((trie) => trie.positions);
  const projections = 2 * hiddenSize * headDim * (numAttentionHeads + numKeyValueHeads);
  const weights = projections + 3 * hiddenSize * intermediateSize;
  const seen = positions.reduce((sum, position) => sum + position + 1, 0);
  const multiplications = positions.length * weights + 2 * seen * numAttentionHeads * headDim;
  return {tokens: positions.length, flops: 2 * depth * multiplications};
}

function checkDepth(depth: number, {numHiddenLayers}: LlamaConfig): void {
  if (Number.isInteger(depth) && depth >= 1 && depth <= numHiddenLayers) return;
  throw new Problem(
    `depth ${depth}: the model has ${numHiddenLayers} blocks; choose 1 to ${numHiddenLayers}`
  );
}

/** A trie's tokens before the first block, filled up to whole groups with first tokens that nobody sees. */
async function embed(trie: Trie, groupSize: number, checkpoint: Checkpoint): Promise<Chunk> {
  const {headDim, hiddenSize} = checkpoint.config;
  const {groups, keyCount, keys, mask} = attentionGroups(trie, groupSize);
  const tokens = groups * groupSize;
  const filling = Array<number>(tokens - trie.tokens.length);
  const {cos, sin} = rotaryAngles([...trie.positions, ...filling.fill(0)], checkpoint.config);
  const angles = [tokens, 1, headDim / 2];
  const data = await checkpoint.embeddings([...trie.tokens, ...filling.fill(trie.tokens[0])]);
  return {
    trie,
    x: {shape: [tokens, hiddenSize], data},
    places: {
      cos: {shape: angles, data: cos},
      sin: {shape: angles, data: sin},
      keys: {shape: [groups, keyCount], data: keys},
      mask: {shape: [groups, 1, 1, groupSize, keyCount], data: mask}
    }
  };
}

/** The weights of the first `depth` blocks; a block is being read while the one before it is in use. */
async function* readAhead(checkpoint: Checkpoint, depth: number): AsyncGenerator<BlockWeights> {
  let next = checkpoint.block(0);
  try {
    for (let index = 1; index <= depth; index++) {
      const weights = await next;
      if (index < depth) next = checkpoint.block(index);
      next.catch(() => undefined); // an error waits until the block is wanted
      yield weights;
    }
  } finally {
    await next.catch(() => undefined); // nobody closes the checkpoint while it is being read
  }
}

/** Sessions for blocks' weights: one, unless the checkpoint stores its blocks in different types. */
function blockSessions(config: LlamaConfig, groupSize: number, createSession: CreateSession) {
  const sessions = new Map<string, Session>();
  return {
    async take(weights: BlockWeights): Promise<Session> {
      const types = weightTypes(weights, config);
      const key = Object.values(types).join();
      const session = sessions.get(key) ?? (await createSession(blockModel(config, types, groupSize)));
      sessions.set(key, session);
      return session;
    },
    async release(): Promise<void> {
      for (const session of sessions.values()) await session.release();
    }
  };
}

function weightTypes(weights: BlockWeights, {biases}: LlamaConfig): WeightTypes {
  const type = ({data}: Tensor) => (data instanceof Float32Array ? "float32" : "float16");
  const types: WeightTypes = {
    attentionNorm: type(weights.attentionNorm),
    query: type(weights.query),
    key: type(weights.key),
    value: type(weights.value),
    attentionOutput: type(weights.attentionOutput),
    feedForwardNorm: type(weights.feedForwardNorm),
    gate: type(weights.gate),
    up: type(weights.up),
    down: type(weights.down)
  };
  for (const projection of biases) {
    const bias = weights[`${projection}Bias`];
    if (bias) types[`${projection}Bias`] = type(bias);
  }
  return types;
}

/** The residual stream of a chunk after the block of these weights. */
async function applyBlock(session: Session, {x, places}: Chunk, weights: BlockWeights): Promise<Chunk["x"]> {
  const {shape, data} = (await session.run({x, ...places, ...weights})).y;
  if (!(data instanceof Float32Array)) throw new Error("a block's output that is not float32");
  return {shape, data};
}

/** The rows of the statements' last tokens, `[statements, hiddenSize]`. */
function lastTokens(chunks: readonly Chunk[], statements: number, hiddenSize: number): Float32Array {
  const result = new Float32Array(statements * hiddenSize);
  for (const {trie, x} of chunks)
    for (const {statement, node} of trie.ends)
      result.set(x.data.subarray(node * hiddenSize, (node + 1) * hiddenSize), statement * hiddenSize);
  return result;
}
