/** How likely the model itself finds statements. */
import {blockShapes, type Checkpoint, type Head, type Tensor} from "../checkpoint/checkpoint.ts";
import type {LlamaConfig} from "../checkpoint/config.ts";
import type {CreateSession} from "../onnx/session.ts";
import {headModel} from "./llama.ts";
import {outputPieces} from "./pieces.ts";
import {residualStream} from "./runner.ts";
import {usualSizes, type Sizes} from "./sizes.ts";
import {statesInMemory} from "./states.ts";
import {chunksOf, type Trie} from "./trie.ts";

export interface LogProbabilityOptions {
  sizes?: Sizes;
  /** Told again and again what share of the work is done. */
  onShare?: (share: number) => void;
}

/** A token after others: in which row of the residual stream the token before it is, and its id. */
interface Next {
  row: number;
  token: number;
}

/**
 * The natural logarithm of the probability that the model gives to each statement, given its first token: the sum over its
 * other tokens, each given all before it. All blocks are run, over all tokens but the statements' last ones, whose states
 * tell of nothing that is asked; what statements share at their beginning is computed once. States of all tokens are in
 * memory.
 *
 * @param statements token ids, beginning of sequence first
 * @returns `[statements]`; 0 for one of a single token
 */
export async function logProbabilities(
  checkpoint: Checkpoint,
  statements: readonly (readonly number[])[],
  createSession: CreateSession,
  {sizes = usualSizes, onShare}: LogProbabilityOptions = {}
): Promise<Float64Array> {
  const {config} = checkpoint;
  const blocks = config.numHiddenLayers;
  const result = new Float64Array(statements.length);
  const told = [...statements.keys()].filter((i) => statements[i].length > 1);
  const beginnings = told.map((i) => statements[i].slice(0, -1));
  if (told.length === 0) return result;
  const states = statesInMemory();
  const all = blocks + blocksLike(config);
  const onChunk = (done: number) => onShare?.(done / all);
  const options = {states, sizes, keepStates: true, onChunk};
  const stream = residualStream(checkpoint, beginnings, blocks, createSession, options);
  while (!(await stream.next()).done); // the states are what is wanted
  const head = await headRunner(checkpoint, sizes, createSession);
  try {
    const parts = chunksOf(beginnings, sizes.chunk);
    for (const [i, trie] of parts.entries()) {
      const last = trie.ends.map(({statement}) => statements[told[statement]].at(-1) ?? NaN);
      const sums = sumsOf(trie, await head.run(await states.read(i, blocks), nextsOf(trie, last)));
      trie.ends.forEach(({statement}, end) => (result[told[statement]] = sums[end]));
      onShare?.((blocks + (blocksLike(config) * (i + 1)) / parts.length) / all);
    }
  } finally {
    await head.release();
  }
  return result;
}

/** Each node of a trie but its first after its parent; then what comes after each of its ends. */
function nextsOf({tokens, parents, ends}: Trie, last: readonly number[]): Next[] {
  const inside = tokens.map((token, node) => ({row: parents[node], token}));
  return [
    ...inside.filter(({row}) => row >= 0),
    ...ends.map(({node}, end) => ({row: node, token: last[end]}))
  ];
}

/** The sums from the first token to what comes after each end, given what `nextsOf` lists. */
function sumsOf({parents, ends}: Trie, found: Float64Array): Float64Array {
  const sums = new Float64Array(parents.length);
  let next = 0;
  for (const [node, parent] of parents.entries()) if (parent >= 0) sums[node] = sums[parent] + found[next++]; // parents come before their children
  return Float64Array.from(ends, ({node}) => sums[node] + found[next++]);
}

/** How many blocks take as long as the head. */
function blocksLike(config: LlamaConfig): number {
  const shapes = Object.values(blockShapes(config));
  const weights = shapes.reduce((sum, [rows, columns = 1]) => sum + rows * columns, 0);
  return (config.vocabSize * config.hiddenSize) / weights;
}

interface HeadRunner {
  /** The log-probability of each of `nexts`, given the residual stream after all blocks. */
  run(x: Float32Array, nexts: readonly Next[]): Promise<Float64Array>;
  release(): Promise<void>;
}

async function headRunner(
  checkpoint: Checkpoint,
  {piece, scored}: Sizes,
  createSession: CreateSession
): Promise<HeadRunner> {
  const {config} = checkpoint;
  const head = await checkpoint.head();
  const session = await createSession(headModel(config, typesOf(head), piece));
  const weights = {norm: head.norm, ...outputPieces(head.output, piece)};
  return {
    async run(x, nexts) {
      const found = new Float64Array(nexts.length);
      const order = [...nexts.keys()].sort((a, b) => nexts[a].row - nexts[b].row);
      for (let start = 0, first = 0; start < order.length; first += scored) {
        const end = firstFrom(order, start, (i) => nexts[i].row >= first + scored);
        const some = order.slice(start, end);
        start = end;
        const rows = x.subarray(first * config.hiddenSize, (first + scored) * config.hiddenSize);
        const next = some.map((i) => (nexts[i].row - first) * config.vocabSize + nexts[i].token);
        const {score, mean} = await session.run({...weights, ...feeds(rows, next, config)});
        some.forEach((i, k) => {
          found[i] = score.data[k] - Math.log(config.vocabSize * mean.data[nexts[i].row - first]);
        });
      }
      return found;
    },
    release: () => session.release()
  };
}

function typesOf({norm, output}: Head) {
  const type = ({data}: Tensor) => (data instanceof Float32Array ? "float32" : "float16");
  return {norm: type(norm), output: type(output)} as const;
}

/** The first place from `start` on whose item is so; the end if none is. */
function firstFrom(items: readonly number[], start: number, is: (item: number) => boolean): number {
  let place = start;
  while (place < items.length && !is(items[place])) place++;
  return place;
}

function feeds(rows: Float32Array, next: number[], {hiddenSize}: LlamaConfig) {
  return {
    x: {shape: [rows.length / hiddenSize, hiddenSize], data: rows},
    next: {shape: [next.length], data: Int32Array.from(next)}
  };
}
