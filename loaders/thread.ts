/** A thread that makes tables of one job after the other, as threads.ts asks it to. */
import {parentPort} from "node:worker_threads";
import {openActivations} from "./activations/activations.ts";
import {openControls} from "./controls.ts";
import {productOf} from "./onnx/products.ts";
import {sessionsOf} from "./onnx/session.ts";
import {messageOf} from "./problem.ts";
import {withSiteModel} from "./site-model.ts";
import {makeJob, type Job} from "./jobs.ts";
import type {Answer} from "./threads.ts";

if (!parentPort) throw new Error("thread.ts is run by threads.ts");
const port = parentPort;
const answer = (said: Answer) => port.postMessage(said);

await withSiteModel(async (model) => {
  const networks = {
    model,
    activations: await openActivations(model),
    controls: await openControls(model),
    product: await productOf(sessionsOf(1)) // the other cores have threads of their own
  };
  const onVectors = (vectors: number) => answer({vectors});
  const make = (job: Job) =>
    makeJob(job, networks, onVectors).then(
      () => answer({made: true}),
      (error: unknown) => answer({problem: messageOf(error)})
    );
  port.on("message", (job: Job) => void make(job));
  await new Promise(() => undefined); // until it is terminated
});
