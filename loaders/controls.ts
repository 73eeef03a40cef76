import type {Activations} from "./activations/activations.ts";
import {experiment} from "./experiment.ts";
import type {LogProbabilities} from "./log-probabilities.ts";
import type {ShuffledRun} from "./measures/networks.ts";
import {shuffledModel, type Model} from "./model.ts";

/** The networks with shuffled weights, with what is kept of their runs. */
export async function openControls(model: Model): Promise<ShuffledRun[]> {
  const {openActivations} = await import("./activations/activations.ts");
  return Promise.all(
    experiment.shuffledSeeds.map(async (seed) => {
      const activations: Activations = await openActivations(shuffledModel(model, seed));
      return {seed, activations};
    })
  );
}

/** How likely the model finds these statements; undefined for a model that is not asked. */
export async function askModel(
  model: Model,
  statements: readonly number[][]
): Promise<LogProbabilities | undefined> {
  if (!model.logProbability) return undefined;
  const {openLogProbabilities} = await import("./log-probabilities.ts");
  const found = await openLogProbabilities(model);
  await found.complete(statements);
  return found;
}

/** Opens them and runs them, one after the other, over the statements that they have not seen. */
export async function completeControls(
  model: Model,
  statements: readonly number[][]
): Promise<ShuffledRun[]> {
  const controls = await openControls(model);
  for (const {activations} of controls) await activations.complete(statements);
  return controls;
}
