import type {BlockWeights, Checkpoint} from "../checkpoint/checkpoint.ts";
import type {LlamaConfig} from "../checkpoint/config.ts";
import type {CreateSession, Session, Tensor} from "../onnx/session.ts";
import {Problem} from "../problem.ts";
import {blockModel, type WeightTypes} from "./llama.ts";
import {everyToken, lastTokens, rowsOf, type View} from "./places.ts";
import {statesInMemory, type States} from "./states.ts";
import {tries, type Trie} from "./trie.ts";

type Statements = readonly (readonly number[])[];

/** Most tokens that go through a block at once: enough for fast products, few enough for small intermediate results. */
const largestChunk = 1536;
/** Consecutive tokens that look up their keys together. */
const largestGroup = 32;

/** How a run may be cut in two. */
export interface RunOptions {
  /** Blocks that were applied before; their states are in `states`. */
  done?: number;
  states?: States;
}

/**
 * The residual stream at each statement's last token: the k-th value is `[statements, hiddenSize]` after k blocks, or
 * after those that were done before and k more. All statements go through one block before the next, so that the weights
 * are read once, and one block ahead.
 *
 * @param statements token ids, beginning of sequence first
 * @param depth how many blocks to apply; a Problem if the model has fewer
 */
export async function* residualStream(
  checkpoint: Checkpoint,
  statements: Statements,
  depth: number,
  createSession: CreateSession,
  {done = 0, states = statesInMemory()}: RunOptions = {}
): AsyncGenerator<Float32Array> {
  const {config} = checkpoint;
  checkDepth(depth, config);
  const parts = chunksOf(statements);
  const groupSize = Math.min(largestGroup, Math.max(1, ...parts.map(({tokens}) => tokens.length)));
  if (done === 0)
    for (const [i, trie] of parts.entries())
      await states.write(i, 0, await embed(trie, groupSize, checkpoint));
  const sessions = blockSessions(config, groupSize, createSession);
  let block = done;
  try {
    for await (const weights of readAhead(checkpoint, done, depth)) {
      const isLast = block + 1 === depth;
      const session = await sessions.take(weights, isLast ? "some" : "all");
      const ends = new Float32Array(statements.length * config.hiddenSize);
      for (const [i, trie] of parts.entries()) {
        // Found anew in each block: it takes a hundredth of the time, and those of all parts as much memory as their states.
        const view = isLast ? lastTokens(trie, groupSize, config) : everyToken(trie, groupSize, config);
        const x = await applyBlock(session, view, await states.read(i, block), weights, config);
        collect(trie, view, x, ends, config);
        if (!isLast) await states.write(i, block + 1, x);
      }
      block++;
      checkFinite(ends, block);
      yield ends;
    }
  } finally {
    await sessions.release();
  }
}

/**
 * What `residualStream` has to do: the tokens that go through each block, and the flops of all matrix products. After
 * the last block only the statements' last tokens are needed: of the others it takes keys and values alone.
 */
export function workOf(
  statements: Statements,
  config: LlamaConfig,
  depth: number
): {tokens: number; flops: number} {
  const {hiddenSize, intermediateSize, headDim, numAttentionHeads, numKeyValueHeads} = config;
  const parts = chunksOf(statements);
  const all = parts.flatMap((trie) => trie.positions);
  const last = parts.flatMap(({positions, ends}) =>
    [...new Set(ends.map(({node}) => node))].map((node) => positions[node])
  );
  const keysAndValues = 2 * hiddenSize * headDim * numKeyValueHeads;
  const theRest = 2 * hiddenSize * headDim * numAttentionHeads + 3 * hiddenSize * intermediateSize;
  const multiplications = (wanted: number[]) =>
    all.length * keysAndValues +
    wanted.length * theRest +
    wanted.reduce((sum, position) => sum + 2 * (position + 1) * numAttentionHeads * headDim, 0);
  const flops = 2 * ((depth - 1) * multiplications(all) + multiplications(last));
  return {tokens: all.length, flops};
}

/** The statements' tokens in parts of about the same size: a small last one would take as long as half a large one. */
function chunksOf(statements: Statements): Trie[] {
  const whole = tries(statements, Infinity).reduce((sum, {tokens}) => sum + tokens.length, 0);
  const parts = Math.ceil(whole / largestChunk);
  const repeated = 64; // what parts begin with again
  return tries(statements, Math.ceil(whole / Math.max(1, parts)) + repeated);
}

/** Weights that are finite but absurd: what follows would be an empty picture. */
function checkFinite(ends: Float32Array, block: number): void {
  if (ends.every(Number.isFinite)) return;
  throw new Problem(
    `after block ${block} the residual stream is not finite; the weights are damaged: fetch them again`
  );
}

function checkDepth(depth: number, {numHiddenLayers}: LlamaConfig): void {
  if (Number.isInteger(depth) && depth >= 1 && depth <= numHiddenLayers) return;
  throw new Problem(
    `depth ${depth}: the model has ${numHiddenLayers} blocks; choose 1 to ${numHiddenLayers}`
  );
}

/** A trie's tokens before the first block; first tokens fill it up. */
function embed(trie: Trie, groupSize: number, checkpoint: Checkpoint): Promise<Float32Array> {
  const filling = Array<number>(rowsOf(trie, groupSize) - trie.tokens.length).fill(trie.tokens[0]);
  return checkpoint.embeddings([...trie.tokens, ...filling]);
}

/** The weights of blocks `first` to `depth` − 1; a block is being read while the one before it is in use. */
async function* readAhead(
  checkpoint: Checkpoint,
  first: number,
  depth: number
): AsyncGenerator<BlockWeights> {
  if (first === depth) return;
  let next = checkpoint.block(first);
  let done: BlockWeights | undefined;
  try {
    for (let index = first + 1; index <= depth; index++) {
      const weights = await next;
      if (index < depth) next = checkpoint.block(index, done);
      next.catch(() => undefined); // an error waits until the block is wanted
      yield weights;
      done = weights;
    }
  } finally {
    await next.catch(() => undefined); // nobody closes the checkpoint while it is being read
  }
}

/** Sessions for blocks' weights: one, unless the checkpoint stores its blocks in different types, and one at the end. */
function blockSessions(config: LlamaConfig, groupSize: number, createSession: CreateSession) {
  const sessions = new Map<string, Session>();
  return {
    async take(weights: BlockWeights, wanted: "all" | "some"): Promise<Session> {
      const types = weightTypes(weights, config);
      const key = [wanted, ...Object.values(types)].join();
      const model = () => blockModel(config, types, wanted === "all" ? groupSize : 1, wanted);
      const session = sessions.get(key) ?? (await createSession(model()));
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

/** The residual stream after the block of these weights, by the rows of the view. */
async function applyBlock(
  session: Session,
  {places}: View,
  x: Float32Array,
  weights: BlockWeights,
  {hiddenSize}: LlamaConfig
): Promise<Float32Array> {
  const given = {shape: [x.length / hiddenSize, hiddenSize], data: x};
  const {data} = (await session.run({x: given, ...places, ...weights})).y;
  if (!(data instanceof Float32Array)) throw new Error("a block's output that is not float32");
  return data;
}

/** Puts a part's last tokens where their statements are in `ends`, `[statements, hiddenSize]`. */
function collect(
  trie: Trie,
  view: View,
  x: Float32Array,
  ends: Float32Array,
  {hiddenSize}: LlamaConfig
): void {
  for (const {statement, node} of trie.ends) {
    const row = view.rowOf(node);
    ends.set(x.subarray(row * hiddenSize, (row + 1) * hiddenSize), statement * hiddenSize);
  }
}
