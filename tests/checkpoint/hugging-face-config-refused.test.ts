import {describe, expect, it} from "vitest";
import {readConfig} from "../../loaders/checkpoint/hugging-face/config.ts";
import {Problem} from "../../loaders/problem.ts";
import {temporaryFolder} from "./files.ts";
import {config as llama} from "./hugging-face-files.ts";

const folder = temporaryFolder();

async function complaint(config: Record<string, unknown>): Promise<string> {
  try {
    await readConfig(await folder.write("config.json", JSON.stringify(config)));
    return "read";
  } catch (error) {
    if (error instanceof Problem && !error.message.includes("\n")) return error.message;
    throw error;
  }
}

describe("config.json", () => {
  it.each<[string, Record<string, unknown>, RegExp]>([
    [
      "another architecture",
      {architectures: ["Qwen2ForCausalLM"], model_type: "qwen2"},
      /architecture Qwen2ForCausalLM is not run here: use a checkpoint of Llama/
    ],
    [
      "another model_type",
      {architectures: undefined, model_type: "gemma"},
      /architecture gemma is not run here/
    ],
    ["another model_type than its class", {model_type: "mixtral"}, /architecture mixtral is not run here/],
    [
      "another class than its model_type",
      {architectures: ["LlamaForCausalLMEagle3"]},
      /architecture LlamaForCausalLMEagle3 is/
    ],
    [
      "a class that only begins so",
      {architectures: ["LlavaLlamaForCausalLM"]},
      /architecture LlavaLlamaForCausalLM is/
    ],
    [
      "no architecture",
      {architectures: undefined, model_type: undefined},
      /architecture nothing is not run here/
    ],
    [
      "a class that is no name",
      {architectures: [{toString: 1}]},
      /architecture \{"toString":1\} is not run here/
    ],
    ["a model_type that is no name", {model_type: ["llama"]}, /architecture \["llama"\] is not run here/],
    ["another activation", {hidden_act: "gelu"}, /hidden_act gelu is not run here, silu expected$/],
    [
      "quantized weights",
      {quantization_config: {quant_method: "gptq", bits: 4}},
      /quantization_config: weights quantized by gptq are not read here; use the original ones, or GGUF$/
    ],
    [
      "a quantization that is no object",
      {quantization_config: true},
      /quantization_config: a JSON object expected/
    ],
    [
      "dynamic scaling",
      {rope_scaling: {type: "dynamic", factor: 2}},
      /rope_scaling: rope_type dynamic is not run here: default, linear or llama3 expected$/
    ],
    ["yarn", {rope_scaling: {rope_type: "yarn", factor: 2}}, /rope_scaling: rope_type yarn is not run here/],
    [
      "longrope",
      {rope_parameters: {rope_type: "longrope"}},
      /rope_parameters: rope_type longrope is not run/
    ],
    [
      "a scaling that is no object",
      {rope_scaling: "linear"},
      /rope_scaling: a JSON object expected, linear found$/
    ],
    [
      "scaling by blocks",
      {rope_parameters: {full_attention: {rope_type: "linear"}}},
      /rope_parameters: full_attention: parameters of some blocks alone are not run here$/
    ],
    [
      "linear scaling without a factor",
      {rope_scaling: {type: "linear"}},
      /rope_scaling: factor: a number expected, nothing/
    ],
    [
      "a factor below 1",
      {rope_scaling: {type: "linear", factor: 0.5}},
      /rope scaling's factor: 1 or more expected, 0\.5 found/
    ],
    [
      "LLaMA 3's scaling without its factors",
      {rope_scaling: {rope_type: "llama3", factor: 2}},
      /rope_scaling: low_freq_factor: a number expected/
    ],
    [
      "rotation of a part of a head",
      {partial_rotary_factor: 0.5},
      /partial_rotary_factor 0\.5 is not run here, 1 expected$/
    ],
    [
      "rotation of a part, among the parameters",
      {rope_parameters: {partial_rotary_factor: 0.25}},
      /rope_parameters: partial_rotary_factor 0\.25 is not run/
    ],
    ["a base in words", {rope_theta: "10000"}, /rope_theta: a number expected, 10000 found/],
    ["a base of nothing", {rope_theta: 0}, /rope theta: a number from 1 on expected, 0 found/],
    [
      "several tokens to begin with",
      {bos_token_id: [1, 2]},
      /bos_token_id: a number expected, \[1,2\] found/
    ],
    ["a bias of 1", {attention_bias: 1}, /attention_bias: true or false expected, 1 found/],
    [
      "heads that don't divide its vectors",
      {num_attention_heads: 4},
      /headDim: an even number from 2 on expected, 0\.5 found/
    ],
    [
      "key heads that don't divide its heads",
      {num_key_value_heads: 3},
      /numKeyValueHeads: a divisor of 1 heads expected, 3/
    ],
    ["no heads", {num_attention_heads: 0}, /headDim: an even number from 2 on expected, Infinity found/],
    ["2^60 blocks", {num_hidden_layers: 2 ** 60}, /numHiddenLayers: a whole number from 1 to \d+ expected/],
    ["half an embedding", {vocab_size: 1.5}, /vocabSize: a whole number from 1 to \d+ expected, 1\.5 found/],
    ["a negative epsilon", {rms_norm_eps: -1e-5}, /rmsNormEps: a number between 0 and 1 expected/]
  ])("is refused with %s", async (_, changes, message) => {
    const says = await complaint({...llama, ...changes});
    expect(says).toMatch(message);
    expect(says).toMatch(/config\.json: /);
  });

  it.each(["hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads", "vocab_size"])(
    "is refused without %s",
    async (key) => {
      expect(await complaint({...llama, [key]: undefined})).toMatch(
        `config.json: ${key}: a number expected, nothing found`
      );
    }
  );

  it("is refused with a window of nothing", async () => {
    expect(
      await complaint({
        ...llama,
        architectures: undefined,
        model_type: "mistral",
        num_key_value_heads: 1,
        sliding_window: 0
      })
    ).toMatch(/slidingWindow: a whole number from 1 on expected/);
  });

  it("is refused when it is too long, or none", async () => {
    expect(await complaint({...llama, id2label: "x".repeat(2 ** 20)})).toMatch(
      /1048576 bytes at most expected/
    );
    await folder.write("config.json", "<html>");
    await expect(readConfig(`${folder.path}/config.json`)).rejects.toThrow(/config\.json: JSON expected: /);
  });
});
