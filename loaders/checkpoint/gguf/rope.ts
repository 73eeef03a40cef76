import {Problem} from "../../problem.ts";
import {byteLength, toFloat32} from "../dtype/dtype.ts";
import {shown} from "../file.ts";
import {ropeFrequencies, type RopeScaling} from "../rope.ts";
import type {Metadata} from "./metadata.ts";
import {storedTensor, type PlacedTensor} from "./tensors.ts";

/** The tensor of one divisor for each pair, where there is one. */
export const factorsName = "rope_freqs.weight";

/**
 * The frequencies of rotary embedding, `[headDim / 2]`: of one base, divided by one factor (`linear`), by one
 * for each pair (`rope_freqs.weight`, as LLaMA 3.1's scaling is written), or by both, as llama.cpp does.
 *
 * @throws Problem for other kinds of scaling, by name, and for impossible numbers
 */
export async function readRope(
  metadata: Metadata,
  tensors: ReadonlyMap<string, PlacedTensor>,
  headDim: number,
  path: string
): Promise<number[]> {
  const theta = metadata.number("llama.rope.freq_base", 10000);
  const factor = readFactor(metadata, path);
  const placed = tensors.get(factorsName);
  const factors = placed && (await readFactors(placed, headDim / 2));
  const scaling: RopeScaling = factors
    ? {kind: "factors", factors: Array.from(factors, (one) => one * factor)}
    : {kind: "linear", factor};
  return ropeFrequencies(theta, headDim, scaling, path);
}

/** Without a type, scaling is linear; without a factor, or with 0, by 1: llama.cpp's llama-model.cpp. */
function readFactor(metadata: Metadata, path: string): number {
  const key = "llama.rope.scaling.type";
  const type = metadata.string(key, "linear");
  if (type === "none") return 1;
  if (type !== "linear") throw new Problem(`${path}: ${key}: none or linear expected, ${shown(type)} found`);
  const older = metadata.number("llama.rope.scale_linear", 0);
  return metadata.number("llama.rope.scaling.factor", older) || 1;
}

async function readFactors(placed: PlacedTensor, pairs: number): Promise<Float32Array> {
  const where = `${placed.file.path}: tensor ${factorsName}`;
  const tensor = storedTensor(placed);
  const {dtype, shape} = tensor;
  if (dtype !== "F32" || shape.length !== 1 || shape[0] !== pairs)
    throw new Problem(
      `${where}: F32 for ${pairs} pairs of a head expected, ${dtype} for ${shape.join("×")} found`
    );
  const factors = toFloat32(dtype, await tensor.read(0, byteLength(dtype, pairs)));
  const wrong = factors.find((factor) => !(factor > 0 && factor < Infinity));
  if (wrong === undefined) return factors;
  throw new Problem(`${where}: positive numbers expected, ${wrong} found`);
}
