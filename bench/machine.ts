import {availableParallelism, cpus, loadavg, totalmem} from "node:os";
import {versions} from "../loaders/report.ts";

/** What numbers of speed hold for. */
export interface Machine {
  processor: string;
  cores: number;
  /** In bytes. */
  memory: number;
  /** Of other programs when the bench began: processes that wanted to run, on average over a minute. */
  load: number;
  versions: Record<string, string>;
}

export async function thisMachine(): Promise<Machine> {
  return {
    processor: cpus()[0]?.model.trim() ?? "unknown processor",
    cores: availableParallelism(),
    memory: totalmem(),
    load: loadavg()[0],
    versions: await versions()
  };
}

/** "AMD EPYC, 2 cores, 24 GiB; node 20.20.2, onnxruntime-node 1.30.0", and whether it was busy. */
export function machineText({processor, cores, memory, load, versions}: Machine): string {
  const software = ["node", "onnxruntime-node"].map((name) => `${name} ${versions[name]}`).join(", ");
  const busy = load > 0.5 ? `, busy with other work (load ${load.toFixed(1)})` : "";
  return `${processor}, ${cores} cores, ${Math.round(memory / 2 ** 30)} GiB${busy}; ${software}`;
}
