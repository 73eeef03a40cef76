/**
 * The frequencies of rotary position embedding: pair i of a head's numbers is turned by position × frequency i.
 * Su et al. 2021; the ways to stretch them as in transformers' modeling_rope_utils.py.
 */
import {Problem} from "../problem.ts";

/** How a model that was trained on longer texts stretches its positions. */
export type RopeScaling =
  | {kind: "none"}
  /** Every position counts as 1/factor of one (Chen et al. 2023). */
  | {kind: "linear"; factor: number}
  /** Slow turns are stretched, fast ones are not, with a ramp between (LLaMA 3.1). */
  | {
      kind: "llama3";
      factor: number;
      /** Turns within the original length below which a pair is stretched by the whole factor. */
      lowFreqFactor: number;
      /** Turns within the original length above which a pair is left as it is. */
      highFreqFactor: number;
      /** Tokens that the model was first trained on. */
      originalLength: number;
    }
  /** Each pair is stretched by a number of its own, `[headDim / 2]`, as GGUF writes it. */
  | {kind: "factors"; factors: ArrayLike<number>};

/**
 * Frequencies in radians a position, `[headDim / 2]`: theta^(−2i / headDim), stretched.
 *
 * @param where the file and key that the numbers come from
 * @throws Problem for numbers that no model can have
 */
export function ropeFrequencies(
  theta: number,
  headDim: number,
  scaling: RopeScaling,
  where: string
): number[] {
  if (!(theta >= 1 && theta < Infinity))
    throw new Problem(`${where}: rope theta: a number from 1 on expected, ${theta} found`);
  if (!(headDim >= 2 && headDim <= 2 ** 16))
    throw new Problem(`${where}: headDim: an even number from 2 on expected, ${headDim} found`);
  const plain = Array.from({length: headDim / 2}, (_, i) => theta ** ((-2 * i) / headDim));
  checkScaling(scaling, where);
  switch (scaling.kind) {
    case "none":
      return plain;
    case "linear":
      return plain.map((frequency) => frequency / scaling.factor);
    case "llama3":
      return plain.map((frequency) => frequency * llama3Share(frequency, scaling));
    case "factors":
      return plain.map((frequency, i) => frequency / scaling.factors[i]);
  }
}

type Llama3 = Extract<RopeScaling, {kind: "llama3"}>;

/** What is left of a frequency: 1/factor of a slow one, all of a fast one. */
function llama3Share(frequency: number, scaling: Llama3): number {
  const {factor, lowFreqFactor, highFreqFactor, originalLength} = scaling;
  const turns = (originalLength * frequency) / (2 * Math.PI);
  if (turns < lowFreqFactor) return 1 / factor;
  if (turns > highFreqFactor) return 1;
  const ramp = (turns - lowFreqFactor) / (highFreqFactor - lowFreqFactor);
  return (1 - ramp) / factor + ramp;
}

function checkScaling(scaling: RopeScaling, where: string): void {
  const expect = (met: boolean, name: string, allowed: string, found: number): void => {
    if (!met) throw new Problem(`${where}: rope scaling's ${name}: ${allowed} expected, ${found} found`);
  };
  const positive = (name: string, value: number) =>
    expect(value > 0 && value < Infinity, name, "a positive number", value);
  const factor = (value: number) => expect(value >= 1 && value < Infinity, "factor", "1 or more", value);
  if (scaling.kind === "linear") factor(scaling.factor);
  if (scaling.kind === "factors") for (const value of Array.from(scaling.factors)) positive("factor", value);
  if (scaling.kind !== "llama3") return;
  factor(scaling.factor);
  positive("low_freq_factor", scaling.lowFreqFactor);
  positive("original length", scaling.originalLength);
  const {lowFreqFactor: low, highFreqFactor: high} = scaling;
  expect(high > low && high < Infinity, "high_freq_factor", `more than ${low}`, high);
}
