import type {BlockWeights} from "../checkpoint/checkpoint.ts";
import type {LlamaConfig} from "../checkpoint/config.ts";
import type {CreateSession, Session, Tensor} from "../onnx/session.ts";
import {blockModel, type BlockForm, type WeightTypes} from "./llama.ts";
import {weightPieces} from "./pieces.ts";
import type {Places} from "./places.ts";
import type {Sizes} from "./sizes.ts";

/** Applies one block after the other. */
export interface BlockRunner {
  /** Takes up a block's weights, to be run with all tokens wanted after it, or some. */
  load(weights: BlockWeights, wanted: "all" | "some"): Promise<void>;
  /** The residual stream `[wanted, hiddenSize]` after the block, given that of all tokens before it. */
  run(x: Float32Array, places: Places): Promise<Float32Array>;
  release(): Promise<void>;
}

/**
 * Blocks share a session; their weights are its inputs. It is made anew where a block's types are others than those before
 * it, and for the last block. There is never more than one, as each has memory of its own.
 *
 * A session of each block's own, with its weights packed for products, would be a few per cent faster from some ten thousand
 * tokens on; but it takes a block in single precision more memory, and sums in another order.
 */
export function blockRunner(config: LlamaConfig, sizes: Sizes, createSession: CreateSession): BlockRunner {
  let session: Session | undefined;
  let form = "";
  let pieces: Record<string, Tensor> = {};
  return {
    async load(weights, wanted) {
      pieces = weightPieces(weights, config, sizes.piece);
      const group = wanted === "all" ? sizes.group : 1;
      const next: BlockForm = {types: weightTypes(weights, config), piece: sizes.piece, wanted, group};
      if (JSON.stringify(next) === form) return;
      await session?.release();
      session = undefined; // should the next one fail
      session = await createSession(blockModel(config, next));
      form = JSON.stringify(next);
    },
    async run(x, places) {
      if (!session) throw new Error("no block is loaded");
      const given = {shape: [x.length / config.hiddenSize, config.hiddenSize], data: x};
      const {data} = (await session.run({x: given, ...places, ...pieces})).y;
      if (!(data instanceof Float32Array)) throw new Error("a block's output that is not float32");
      return data;
    },
    release: async () => session?.release()
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
