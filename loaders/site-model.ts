import {experiment} from "./experiment.ts";
import {openModel, type Model} from "./model.ts";

/** Opens the site's model: MODEL from the environment or the experiment's; BOS names its first token where no file does. */
export async function withSiteModel<T>(work: (model: Model) => Promise<T>): Promise<T> {
  const {MODEL, BOS} = process.env;
  const model = await openModel(MODEL || experiment.model, BOS?.trim() ? {bosId: Number(BOS)} : {});
  return work(model).finally(() => model.checkpoint.close());
}
