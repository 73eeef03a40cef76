/** What config.json says of rotary position embedding, in the words of any year. */
import {Problem} from "../../problem.ts";
import {membersOf, numberIn, shownJson} from "../json.ts";
import {ropeFrequencies, type RopeScaling} from "../rope.ts";

type Members = ReadonlyMap<string, unknown>;

/**
 * The frequencies as transformers 5 has them: `rope_scaling`, where it says anything, goes before `rope_parameters`;
 * what neither says, the configuration does. See modeling_rope_utils.py: convert_rope_params_to_dict.
 *
 * @param positions what the family means by an absent max_position_embeddings
 * @throws Problem for a kind of scaling that is not run here, by its name
 */
export function readRopeFrequencies(
  config: Members,
  headDim: number,
  positions: number,
  path: string
): number[] {
  const key = isEmpty(config.get("rope_scaling")) ? "rope_parameters" : "rope_scaling";
  const where = `${path}: ${key}`;
  const rope = membersOf(config.get(key) ?? {}, where);
  const either = (name: string, absent: number) =>
    numberIn(rope, name, where, numberIn(config, name, path, absent));
  const theta = either("rope_theta", 10000);
  const share = either("partial_rotary_factor", 1);
  if (share !== 1) throw new Problem(`${where}: partial_rotary_factor ${share} is not run here, 1 expected`);
  const trained = numberIn(config, "max_position_embeddings", path, positions);
  // here alone the configuration's goes before
  const original = "original_max_position_embeddings";
  const originalLength = numberIn(config, original, path, numberIn(rope, original, where, trained));
  return ropeFrequencies(theta, headDim, scalingOf(rope, originalLength, where), where);
}

/** As Python has it of null and of {}. */
function isEmpty(value: unknown): boolean {
  return (value ?? null) === null || (typeof value === "object" && Object.keys(value as object).length === 0);
}

function scalingOf(rope: Members, originalLength: number, where: string): RopeScaling {
  const number = (key: string) => numberIn(rope, key, where);
  const kind = rope.get("rope_type") ?? rope.get("type") ?? "default";
  switch (kind) {
    case "default":
      refuseNested(rope, where);
      return {kind: "none"};
    case "linear":
      return {kind: "linear", factor: number("factor")};
    case "llama3":
      return {
        kind: "llama3",
        factor: number("factor"),
        lowFreqFactor: number("low_freq_factor"),
        highFreqFactor: number("high_freq_factor"),
        originalLength
      };
    default:
      throw new Problem(
        `${where}: rope_type ${shownJson(kind)} is not run here: default, linear or llama3 expected`
      );
  }
}

/** Other architectures have parameters for each kind of block. */
function refuseNested(rope: Members, where: string): void {
  for (const [key, value] of rope)
    if (typeof value === "object" && value !== null)
      throw new Problem(`${where}: ${shownJson(key)}: parameters of some blocks alone are not run here`);
}
