/** Tables of transfer are kept, as a dataset's are, under the hash of all they came from. */
import {createHash} from "node:crypto";
import {join} from "node:path";
import type {Dataset} from "../dataset.ts";
import {cacheFolder, writeFolderWhole} from "../files.ts";
import {tokensOf, type Model} from "../model.ts";
import {messageOf, Problem} from "../problem.ts";
import {laterProgress} from "../progress.ts";
import {readSource} from "../table-folder.ts";
import {numericsVersion} from "../versions.ts";
import {makeTransfer, transferSteps} from "./transfer.ts";

/** The code, in loaders/, that makes them. */
const transferCode = ["transfer", "parquet.ts", "onnx/products.ts", "analysis", "tokenizer"];
let code: Promise<string[][]> | undefined;

/** Where the tables of these datasets are kept. */
export async function transferFolder(
  {key, bosId, depth, focusDepth}: Model,
  facts: readonly Dataset[]
): Promise<string> {
  code ??= Promise.all(transferCode.map((path) => readSource(join("loaders", path))));
  const hash = createHash("sha256");
  hash.update(JSON.stringify([numericsVersion, await code, key, bosId, depth, focusDepth]));
  for (const {name, statements, labels, columns} of facts) {
    const {subject, pair} = columns;
    hash.update(JSON.stringify([name, statements, labels, subject, pair]));
  }
  return join(cacheFolder, "tables", `transfer-${hash.digest("hex").slice(0, 32)}`);
}

/**
 * Makes the tables in their folder; the model is run over what it has not seen of these statements.
 *
 * @throws Problem if something in the way of it can be mended, as a full disk
 */
export async function keepTransfer(folder: string, model: Model, facts: readonly Dataset[]): Promise<void> {
  const {openActivations} = await import("../activations/activations.ts");
  const {createProduct} = await import("../onnx/products.ts");
  const tokens = facts.map(({statements}) => tokensOf(model, statements));
  const activations = await openActivations(model);
  await activations.complete(tokens.flat());
  const {depth, focusDepth, checkpoint} = model;
  const steps = transferSteps({facts, depth});
  const progress = laterProgress(`training probes on ${facts.length} datasets of facts`, steps, "probes");
  let done = 0;
  try {
    await writeFolderWhole(folder, async (temporary) =>
      makeTransfer(temporary, {
        ...{facts, tokens, activations, depth, focusDepth},
        hiddenSize: checkpoint.config.hiddenSize,
        product: await createProduct(),
        onStep: () => progress.update(++done)
      })
    ).catch((error: unknown) => {
      throw new Problem(`probes of true and false statements: ${messageOf(error)}`);
    });
  } finally {
    progress.stop();
  }
}
