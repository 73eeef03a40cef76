import {expect, it} from "vitest";
import type {BlockWeights} from "../../loaders/checkpoint/checkpoint.ts";
import {openCheckpoint} from "../../loaders/checkpoint/open.ts";
import {tensorsOf} from "../../loaders/checkpoint/tensors.ts";

const copyOf = (block: BlockWeights): BlockWeights => structuredClone(block);

it.each(["safetensors-fp32", "safetensors-fp16", "safetensors-shards", "gguf-k-quants", "gguf-biases"])(
  "blocks of %s that are read into the memory of others are the same",
  async (name) => {
    const checkpoint = await openCheckpoint(`tests/fixtures/checkpoints/${name}`);
    try {
      const blocks = checkpoint.config.numHiddenLayers;
      const fresh: BlockWeights[] = [];
      for (let i = 0; i < blocks; i++) fresh.push(copyOf(await checkpoint.block(i)));
      let done: BlockWeights | undefined;
      const buffers = new Set<ArrayBuffer>();
      for (let i = 0; i < 3 * blocks; i++) {
        const block = await checkpoint.block(i % blocks, done);
        expect(block).toEqual(fresh[i % blocks]);
        for (const {data} of tensorsOf(block)) buffers.add(data.buffer);
        done = block;
      }
      const tensors = tensorsOf(fresh[0]).length;
      expect(buffers.size).toBeLessThan(2 * tensors);
    } finally {
      await checkpoint.close();
    }
  }
);
