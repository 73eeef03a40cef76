import {describe, expect, it} from "vitest";
import {openCheckpoint} from "../../loaders/checkpoint/open.ts";
import {f32} from "./bytes.ts";
import {problemOf, temporaryFolder} from "./files.ts";
import {
  array,
  boolean,
  float32,
  ggufBytes,
  smallest,
  text,
  uint32,
  withMetadata,
  withTensor,
  type Parts,
  type Typed
} from "./gguf-bytes.ts";

const folder = temporaryFolder();

/** One head of eight numbers: the frequencies of a base of 10000 are 1, 0.1, 0.01 and 0.001. */
function withRope(changes: Record<string, Typed>): Parts {
  const rope = Object.entries(changes).map(([key, value]) => [`llama.rope.${key}`, value] as const);
  return withMetadata({
    "llama.attention.key_length": uint32(8),
    "llama.attention.value_length": uint32(8),
    ...Object.fromEntries(rope)
  });
}

const withFactors = (parts: Parts, ...factors: number[]) =>
  withTensor(parts, "rope_freqs.weight", [factors.length], f32(...factors));

async function frequencies(parts: Parts): Promise<number[]> {
  const checkpoint = await openCheckpoint(await folder.write("model.gguf", ggufBytes(parts)));
  await checkpoint.close();
  return checkpoint.config.ropeFrequencies.map((frequency) => Number(frequency.toPrecision(12)));
}

const complaint = async (parts: Parts) => problemOf(await folder.write("model.gguf", ggufBytes(parts)));

describe("a GGUF file's rotary frequencies", () => {
  const plain = [1, 0.1, 0.01, 0.001];
  const [linear, none] = [text("linear"), text("none")];
  const four = float32(4);

  it.each<[string, Record<string, Typed>, number[]]>([
    ["a base of 10000 without a key", {}, plain],
    ["a base of its own", {freq_base: float32(16)}, [1, 0.5, 0.25, 0.125]],
    ["a linear factor", {"scaling.type": linear, "scaling.factor": four}, [0.25, 0.025, 0.0025, 0.00025]],
    ["a factor without a type, which is linear", {"scaling.factor": four}, [0.25, 0.025, 0.0025, 0.00025]],
    ["the older key of the factor", {scale_linear: four}, [0.25, 0.025, 0.0025, 0.00025]],
    [
      "the newer key where there are both",
      {"scaling.factor": float32(2), scale_linear: four},
      [0.5, 0.05, 0.005, 0.0005]
    ],
    ["a factor of 0, which is none", {"scaling.type": linear, "scaling.factor": float32(0)}, plain],
    ["a linear type without a factor", {"scaling.type": linear}, plain],
    ["no scaling, whatever the factor", {"scaling.type": none, "scaling.factor": four}, plain],
    [
      "keys that only YaRN reads",
      {
        "scaling.type": none,
        "scaling.attn_factor": float32(1),
        "scaling.original_context_length": uint32(4096),
        "scaling.finetuned": boolean(1),
        "scaling.yarn_ext_factor": float32(0),
        "scaling.yarn_attn_factor": float32(1),
        "scaling.yarn_beta_fast": float32(32),
        "scaling.yarn_beta_slow": float32(1),
        "scaling.yarn_log_multiplier": float32(0.1)
      },
      plain
    ]
  ])("are those of %s", async (_, changes, expected) => {
    expect(await frequencies(withRope(changes))).toEqual(expected);
  });

  it("are divided by rope_freqs, pair by pair", async () => {
    const expected = [1, 0.1, 0.005, 0.000125];
    expect(await frequencies(withFactors(withRope({}), 1, 1, 2, 8))).toEqual(expected);
    expect(await frequencies(withFactors(withRope({"scaling.type": none}), 1, 1, 2, 8))).toEqual(expected);
  });

  it("are divided by rope_freqs and a linear factor where there are both", async () => {
    const parts = withFactors(withRope({"scaling.factor": four}), 1, 1, 2, 8);
    expect(await frequencies(parts)).toEqual([0.25, 0.025, 0.00125, 0.00003125]);
  });

  it.each<[string, Parts, RegExp]>([
    [
      "YaRN",
      withRope({"scaling.type": text("yarn"), "scaling.factor": four}),
      /model\.gguf: llama\.rope\.scaling\.type: none or linear expected, yarn found$/
    ],
    ["LongRoPE", withRope({"scaling.type": text("longrope")}), /none or linear expected, longrope found/],
    ["YaRN without its name", withRope({"scaling.yarn_ext_factor": float32(1)}), /ext_factor: 0 expected, 1/],
    [
      "a factor of attention",
      withRope({"scaling.attn_factor": float32(1.5)}),
      /attn_factor: 1 expected, 1\.5/
    ],
    [
      "sections",
      withRope({dimension_sections: array(5, 0)}),
      /rope\.dimension_sections is no key of a plain/
    ],
    ["a base below 1", withRope({freq_base: float32(0.5)}), /rope theta: a number from 1 on expected, 0\.5/],
    ["a base that is none", withRope({freq_base: float32(NaN)}), /rope theta: .* expected, NaN found/],
    ["a negative factor", withRope({"scaling.factor": float32(-2)}), /factor: 1 or more expected, -2 found/],
    ["a factor that is none", withRope({"scaling.factor": float32(Infinity)}), /factor: 1 or more expected/],
    ["both, one negative", withFactors(withRope({"scaling.factor": float32(-2)}), 1, 1, 1, 1), /-2 found/],
    [
      "factors for fewer pairs",
      withFactors(withRope({}), 1, 1),
      /model\.gguf: tensor rope_freqs\.weight: F32 for 4 pairs of a head expected, F32 for 2 found/
    ],
    [
      "factors in half precision",
      withTensor(withRope({}), "rope_freqs.weight", [4], new Uint8Array(8), 1),
      /F32 for 4 pairs of a head expected, F16 for 4 found/
    ],
    [
      "factors of a type that can't be read",
      withTensor(withRope({}), "rope_freqs.weight", [4], new Uint8Array(8), 20),
      /tensor rope_freqs\.weight: F32, .* expected, IQ4_NL found/
    ],
    [
      "a factor of 0 for a pair",
      withFactors(withRope({}), 1, 0, 1, 1),
      /rope_freqs\.weight: positive .* 0 found/
    ],
    [
      "an infinite one",
      withFactors(withRope({}), 1, 1, Infinity, 1),
      /positive numbers expected, Infinity found/
    ],
    ["one that is none", withFactors(withRope({}), NaN, 1, 1, 1), /positive numbers expected, NaN found/]
  ])("are refused by name: %s", async (_, parts, message) => {
    expect(await complaint(parts)).toMatch(message);
  });

  it("need heads of a length that there can be", async () => {
    const parts = withFactors(smallest(), 2);
    expect(await frequencies(parts)).toEqual([0.5]);
    const endless = {...parts.metadata, "llama.attention.head_count": uint32(0)};
    expect(await complaint({...parts, metadata: endless})).toMatch(/Infinity/);
  });
});
