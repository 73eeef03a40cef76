import {Problem} from "../../problem.ts";
import {checkConfig, projections, type LlamaConfig} from "../config.ts";
import {biasName, ggufNames} from "../names.ts";
import {checkKeys} from "./keys.ts";
import type {Metadata} from "./metadata.ts";
import {readRope} from "./rope.ts";
import type {PlacedTensor} from "./tensors.ts";

/**
 * The configuration in a GGUF file's metadata and tensors.
 *
 * @param path what holds the metadata
 * @throws Problem for a number that is missing or impossible, and for anything that no plain LLaMA has
 */
export async function readConfig(
  metadata: Metadata,
  tensors: ReadonlyMap<string, PlacedTensor>,
  path: string
): Promise<LlamaConfig> {
  checkKeys(metadata, path);
  const hiddenSize = metadata.number("llama.embedding_length");
  const numAttentionHeads = metadata.number("llama.attention.head_count");
  const headDim = readHeadDim(metadata, hiddenSize / numAttentionHeads, path);
  const slidingWindow = metadata.number("llama.attention.sliding_window", 0);
  const config = {
    hiddenSize,
    intermediateSize: metadata.number("llama.feed_forward_length"),
    numHiddenLayers: metadata.number("llama.block_count"),
    numAttentionHeads,
    numKeyValueHeads: metadata.number("llama.attention.head_count_kv", numAttentionHeads),
    headDim,
    vocabSize: readVocabSize(metadata, tensors, path),
    rmsNormEps: metadata.number("llama.attention.layer_norm_rms_epsilon"),
    ropeFrequencies: await readRope(metadata, tensors, headDim, path),
    ropeInterleaved: true,
    biases: projections.filter((projection) => tensors.has(biasName(ggufNames, projection, 0))),
    ...(slidingWindow !== 0 && {slidingWindow})
  };
  return checkConfig(config, path);
}

/** Keys, values and what is turned of a head are equally long in a LLaMA. */
function readHeadDim(metadata: Metadata, usual: number, path: string): number {
  const headDim = metadata.number("llama.attention.key_length", usual);
  const expectSame = (key: string, found: number): void => {
    if (found !== headDim)
      throw new Problem(`${path}: ${key}: ${headDim} expected, as for keys, ${found} found`);
  };
  const [values, turned] = ["llama.attention.value_length", "llama.rope.dimension_count"];
  expectSame(values, metadata.number(values, usual));
  expectSame(turned, metadata.number(turned, headDim));
  return headDim;
}

/** Rows of the embeddings; the tokenizer may know fewer tokens, not more. */
function readVocabSize(metadata: Metadata, tensors: ReadonlyMap<string, PlacedTensor>, path: string): number {
  const tokens = metadata.strings("tokenizer.ggml.tokens", []).length;
  const rows = tensors.get(ggufNames.embeddings)?.shape[0] ?? tokens;
  const vocabSize = metadata.number("llama.vocab_size", rows);
  if (tokens <= vocabSize) return vocabSize;
  throw new Problem(
    `${path}: tokenizer.ggml.tokens: ${vocabSize} at most expected, as many as embeddings, ${tokens} found`
  );
}
