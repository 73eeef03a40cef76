import type {BlockWeights, Checkpoint, Tensor} from "../../loaders/checkpoint/checkpoint.ts";
import type {LlamaConfig} from "../../loaders/checkpoint/config.ts";

/** A small model's numbers; nothing that could be confused has the same length. */
export const smallConfig: LlamaConfig = {
  hiddenSize: 20,
  intermediateSize: 28,
  numHiddenLayers: 3,
  numAttentionHeads: 4,
  numKeyValueHeads: 4,
  headDim: 6,
  vocabSize: 50,
  rmsNormEps: 1e-5,
  ropeFrequencies: [1, 100 ** (-1 / 3), 100 ** (-2 / 3)],
  ropeInterleaved: false,
  biases: []
};

/** Numbers between −1 and 1 that are the same in every run (a linear congruential generator, Knuth's MMIX). */
export function seededNumbers(seed: number): () => number {
  let state = BigInt(seed);
  return () => {
    state = BigInt.asUintN(64, state * 6364136223846793005n + 1442695040888963407n);
    return Number(state >> 32n) / 2 ** 31 - 1;
  };
}

/**
 * A checkpoint in memory with seeded random weights in float32.
 *
 * @param tied whether the embeddings are the output's matrix too
 */
export function randomCheckpoint(config: LlamaConfig, {tied = false} = {}): Checkpoint {
  const {hiddenSize, intermediateSize, vocabSize} = config;
  const queryWidth = config.numAttentionHeads * config.headDim;
  const keyWidth = config.numKeyValueHeads * config.headDim;
  const random = seededNumbers(1);
  const tensor = (...shape: number[]): Tensor => {
    const scale = shape.length === 2 ? 2 / Math.sqrt(shape[1]) : 1;
    const length = shape.reduce((product, side) => product * side, 1);
    return {shape, data: Float32Array.from({length}, () => scale * random())};
  };
  const embeddings = Float32Array.from({length: vocabSize * hiddenSize}, random);
  const withBiases = (weights: BlockWeights): BlockWeights => {
    for (const projection of config.biases)
      weights[`${projection}Bias`] = tensor(weights[projection].shape[0]);
    return weights;
  };
  const blocks = Array.from({length: config.numHiddenLayers}, () =>
    withBiases({
      attentionNorm: tensor(hiddenSize),
      query: tensor(queryWidth, hiddenSize),
      key: tensor(keyWidth, hiddenSize),
      value: tensor(keyWidth, hiddenSize),
      attentionOutput: tensor(hiddenSize, queryWidth),
      feedForwardNorm: tensor(hiddenSize),
      gate: tensor(intermediateSize, hiddenSize),
      up: tensor(intermediateSize, hiddenSize),
      down: tensor(hiddenSize, intermediateSize)
    })
  );
  const norm = tensor(hiddenSize);
  const output = tied ? {shape: [vocabSize, hiddenSize], data: embeddings} : tensor(vocabSize, hiddenSize);
  return {
    config,
    embeddings(ids) {
      const row = (id: number) => embeddings.subarray(id * hiddenSize, (id + 1) * hiddenSize);
      return Promise.resolve(Float32Array.from(ids.flatMap((id) => [...row(id)])));
    },
    block: (index) => Promise.resolve(blocks[index]),
    head: () => Promise.resolve({norm, output}),
    close: () => Promise.resolve()
  };
}
