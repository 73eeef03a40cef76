import {describe, expect, it} from "vitest";
import {readConfig} from "../../loaders/checkpoint/hugging-face/config.ts";
import {temporaryFolder} from "./files.ts";
import {config as llama} from "./hugging-face-files.ts";

const folder = temporaryFolder();

const read = async (config: Record<string, unknown>) =>
  readConfig(await folder.write("config.json", JSON.stringify(config)));

/** Of a head of four numbers. */
const wide = {...llama, hidden_size: 4};
const mistral = {
  ...wide,
  architectures: ["MistralForCausalLM"],
  model_type: "mistral",
  num_key_value_heads: 1
};

const frequencies = async (changes: Record<string, unknown>) =>
  (await read({...wide, ...changes})).config.ropeFrequencies.map((value) => Number(value.toPrecision(6)));

describe("config.json", () => {
  it("gives the configuration of a LLaMA in transformers' words", async () => {
    const given = {
      num_attention_heads: 6,
      num_key_value_heads: 2,
      head_dim: 2,
      rope_theta: 7,
      bos_token_id: 1
    };
    expect(await read({...llama, ...given, tie_word_embeddings: true, attention_bias: true})).toEqual({
      config: {
        hiddenSize: 2,
        intermediateSize: 4,
        numHiddenLayers: 2,
        numAttentionHeads: 6,
        numKeyValueHeads: 2,
        headDim: 2,
        vocabSize: 3,
        rmsNormEps: 1e-5,
        ropeFrequencies: [1],
        ropeInterleaved: false,
        biases: ["query", "key", "value", "attentionOutput"],
        slidingWindow: undefined
      },
      bosId: 1,
      tied: true
    });
  });

  it("means what a LLaMA means by a key that is absent, or null", async () => {
    for (const nothing of [undefined, null]) {
      const keys = [
        "num_key_value_heads",
        "head_dim",
        "rms_norm_eps",
        "rope_theta",
        "hidden_act",
        "bos_token_id"
      ];
      const more = ["rope_scaling", "rope_parameters", "attention_bias", "mlp_bias", "quantization_config"];
      const given = Object.fromEntries([...keys, ...more].map((key) => [key, nothing]));
      const {config, bosId, tied} = await read({...wide, num_attention_heads: 2, ...given});
      const {numKeyValueHeads, headDim, rmsNormEps, biases} = config;
      expect({numKeyValueHeads, headDim, rmsNormEps, biases, bosId, tied}).toEqual({
        ...{numKeyValueHeads: 2, headDim: 2, rmsNormEps: 1e-6, biases: [], bosId: undefined, tied: false}
      });
    }
    expect(await frequencies({})).toEqual([1, 0.01]);
  });

  it("means otherwise what a Mistral means: eight key heads, a window of 4096, no biases", async () => {
    const absent = {...mistral, num_attention_heads: 16, head_dim: 2, num_key_value_heads: undefined};
    const {config} = await read({...absent, attention_bias: true, mlp_bias: true});
    expect([config.numKeyValueHeads, config.slidingWindow, config.biases]).toEqual([8, 4096, []]);
    expect((await read({...absent, num_key_value_heads: null})).config.numKeyValueHeads).toBe(16);
    expect((await read({...mistral, sliding_window: 16})).config.slidingWindow).toBe(16);
    expect((await read({...mistral, sliding_window: null})).config.slidingWindow).toBeUndefined();
    expect((await read({...llama, sliding_window: 16})).config.slidingWindow).toBeUndefined();
  });

  it("says which projections have biases", async () => {
    expect((await read({...llama, mlp_bias: true})).config.biases).toEqual(["gate", "up", "down"]);
    expect((await read({...llama, attention_bias: true, mlp_bias: true})).config.biases).toHaveLength(7);
  });

  it.each<[string, Record<string, unknown>, number[]]>([
    ["the configuration's base", {rope_theta: 100}, [1, 0.1]],
    [
      "the base of rope_parameters before it",
      {rope_theta: 100, rope_parameters: {rope_theta: 1e6}},
      [1, 0.001]
    ],
    ["linear scaling", {rope_scaling: {rope_type: "linear", factor: 4}}, [0.25, 0.0025]],
    ["linear scaling by its older key", {rope_scaling: {type: "linear", factor: 4}}, [0.25, 0.0025]],
    [
      "the newer key where there are both",
      {rope_scaling: {type: "dynamic", rope_type: "linear", factor: 4}},
      [0.25, 0.0025]
    ],
    ["rope_parameters", {rope_parameters: {rope_type: "linear", factor: 2, rope_theta: 100}}, [0.5, 0.05]],
    [
      "rope_scaling before rope_parameters, of which nothing is left",
      {rope_scaling: {type: "linear", factor: 4}, rope_parameters: {rope_type: "default", rope_theta: 100}},
      [0.25, 0.0025]
    ],
    [
      "rope_parameters where rope_scaling is empty",
      {rope_scaling: {}, rope_parameters: {rope_type: "default", rope_theta: 100}},
      [1, 0.1]
    ],
    ["no scaling where it names no kind", {rope_scaling: {factor: 4}}, [1, 0.01]],
    ["a share of all", {partial_rotary_factor: 1, rope_scaling: {rope_type: "default"}}, [1, 0.01]]
  ])("takes of rotary embedding %s", async (_, changes, expected) => {
    expect(await frequencies(changes)).toEqual(expected);
  });

  it("takes the length that LLaMA 3's scaling refers to from the configuration, the scaling, the positions", async () => {
    // 2π turns in the original length of the slow pair: halved below 1, whole above 2
    const scaling = {rope_type: "llama3", factor: 2, low_freq_factor: 1, high_freq_factor: 2};
    const length = (turns: number) => Math.round((turns * 2 * Math.PI) / 0.01);
    const original = "original_max_position_embeddings";
    const slow = async (changes: Record<string, unknown>, more: Record<string, unknown> = {}) =>
      (await frequencies({rope_scaling: {...scaling, ...more}, ...changes}))[1];
    expect(await slow({[original]: length(3)}, {[original]: length(0.5)})).toBe(0.01);
    expect(await slow({max_position_embeddings: length(3)}, {[original]: length(0.5)})).toBe(0.005);
    expect(await slow({max_position_embeddings: length(3)})).toBe(0.01);
    expect(await slow({max_position_embeddings: length(0.5)})).toBe(0.005);
    expect(await slow({})).toBe(0.01); // of a LLaMA's 2048 positions
  });

  it.each<[string, Record<string, unknown>]>([
    ["of model_type llama", {architectures: undefined}],
    ["of a LLaMA's class", {model_type: undefined}],
    ["of a class in the letters of early 2023", {architectures: ["LLaMAForCausalLM"]}],
    ["without its head", {architectures: ["LlamaModel"]}],
    ["that classifies", {architectures: ["LlamaForSequenceClassification"]}],
    ["with another word for silu", {hidden_act: "swish"}],
    ["with what LLaMA doesn't look at", {use_sliding_window: true, layer_types: ["x"], pretraining_tp: 2}]
  ])("may be %s", async (_, changes) => {
    expect((await read({...llama, ...changes})).config.hiddenSize).toBe(2);
  });
});
