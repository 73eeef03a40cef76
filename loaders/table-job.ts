import {writeFile} from "node:fs/promises";
import type {Activations} from "./activations/activations.ts";
import {writeFolderWhole} from "./files.ts";
import type {Product} from "./matrix.ts";
import type {ShuffledRun} from "./measures/networks.ts";
import type {Missing} from "./missing.ts";
import type {Model} from "./model.ts";
import {messageOf, Problem} from "./problem.ts";
import {runsFile} from "./table-file.ts";
import {makeTables} from "./tables.ts";

/** A dataset whose tables are to be made, as data that can be sent to another thread. */
export interface TableJob extends Missing {
  /** How likely the model finds each statement, where it was asked. */
  logProbabilities?: Float64Array;
}

/** The model and the shuffled networks, which the statements of datasets have been through. */
export interface Networks {
  model: Model;
  activations: Activations;
  controls: readonly ShuffledRun[];
}

/**
 * Makes a dataset's tables in their folder.
 *
 * @param onVectors told of so many vectors each time that a depth is done
 * @throws Problem that names the dataset
 */
export async function makeJob(
  {folder, dataset, tokens, denial, logProbabilities}: TableJob,
  {model, activations, controls, product}: Networks & {product: Product},
  onVectors: (vectors: number) => void
): Promise<void> {
  await writeFolderWhole(folder, async (temporary) => {
    const forPages = {controls, denial, logProbabilities};
    const activationDepths = [model.focusDepth];
    const onDepth = () => onVectors(tokens.length);
    await makeTables(temporary, {
      ...{dataset, tokens, model, activations, product, activationDepths, forPages, onDepth}
    });
    await writeFile(runsFile(temporary), JSON.stringify(activations.runs(tokens)));
  }).catch((error: unknown) => {
    throw new Problem(`dataset ${dataset.name}: ${messageOf(error)}`);
  });
}
