import type {BlockWeights, Checkpoint} from "../checkpoint/checkpoint.ts";
import type {LlamaConfig} from "../checkpoint/config.ts";
import type {CreateSession} from "../onnx/session.ts";
import {Problem} from "../problem.ts";
import {blockRunner} from "./block.ts";
import {everyToken, lastTokens, rowsOf, type View} from "./places.ts";
import {usualSizes, type Sizes} from "./sizes.ts";
import {statesInMemory, type States} from "./states.ts";
import {chunksOf, type Trie} from "./trie.ts";

/** How a run may be cut in two, and its work into pieces. */
export interface RunOptions {
  /** Blocks that were applied before; their states are in `states`. */
  done?: number;
  states?: States;
  sizes?: Sizes;
  /** Leaves the states of all tokens after the last block in `states` too, not only the statements' last ones. */
  keepStates?: boolean;
  /** Told after each chunk of tokens how many blocks are done, and what share of the next. */
  onChunk?: (blocks: number) => void;
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
  statements: readonly (readonly number[])[],
  depth: number,
  createSession: CreateSession,
  {done = 0, states = statesInMemory(), sizes = usualSizes, keepStates = false, onChunk}: RunOptions = {}
): AsyncGenerator<Float32Array> {
  const {config} = checkpoint;
  checkDepth(depth, config);
  const parts = chunksOf(statements, sizes.chunk);
  const groupSize = Math.min(sizes.group, Math.max(1, ...parts.map(({tokens}) => tokens.length)));
  const runner = blockRunner(config, {...sizes, group: groupSize}, createSession);
  let next = checkpoint.block(done); // read while the tokens are looked up
  next.catch(() => undefined); // an error waits until the block is wanted
  let inUse: BlockWeights | undefined;
  try {
    if (done === 0)
      for (const [i, trie] of parts.entries())
        await states.write(i, 0, await embed(trie, groupSize, checkpoint));
    for (let block = done; block < depth; block++) {
      const isLast = block + 1 === depth;
      const endsOnly = isLast && !keepStates;
      const weights = await next;
      if (!isLast) next = checkpoint.block(block + 1, inUse);
      next.catch(() => undefined); // an error waits until the block is wanted
      inUse = weights;
      await runner.load(weights, endsOnly ? "some" : "all");
      const ends = new Float32Array(statements.length * config.hiddenSize);
      for (const [i, trie] of parts.entries()) {
        // Found anew in each block: it takes a hundredth of the time, and those of all parts as much memory as their states.
        const view = endsOnly ? lastTokens(trie, groupSize, config) : everyToken(trie, groupSize, config);
        const x = await runner.run(await states.read(i, block), view.places);
        collect(trie, view, x, ends, config);
        if (!endsOnly) await states.write(i, block + 1, x);
        onChunk?.(block + (i + 1) / parts.length);
      }
      checkFinite(ends, block + 1);
      yield ends;
    }
  } finally {
    await next.catch(() => undefined); // nobody closes the checkpoint while it is being read
    await runner.release();
  }
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
