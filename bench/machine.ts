import {availableParallelism, cpus, totalmem} from "node:os";
import {versions} from "../loaders/report.ts";

/** What numbers of speed hold for. */
export interface Machine {
  processor: string;
  cores: number;
  /** In bytes. */
  memory: number;
  versions: Record<string, string>;
}

export async function thisMachine(): Promise<Machine> {
  return {
    processor: cpus()[0]?.model.trim() ?? "unknown processor",
    cores: availableParallelism(),
    memory: totalmem(),
    versions: await versions()
  };
}

/** "AMD EPYC, 2 cores, 24 GB; node 20.20.2, onnxruntime-node 1.30.0" */
export function machineText({processor, cores, memory, versions}: Machine): string {
  const software = ["node", "onnxruntime-node"].map((name) => `${name} ${versions[name]}`).join(", ");
  return `${processor}, ${cores} cores, ${Math.round(memory / 2 ** 30)} GiB; ${software}`;
}
