/** Measurements, each in a fresh process. */
import {spawn} from "node:child_process";
import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {Problem} from "../loaders/problem.ts";
import type {Job} from "./child.ts";
import type {EngineJob, EngineResult} from "./engine.ts";
import type {ProductShape} from "./gemm.ts";

/** One run of the engine. */
export function measureEngine(job: EngineJob): Promise<EngineResult> {
  return inChild<EngineResult>({engine: job});
}

/** The speed of the fastest of these products now, in GFLOP/s. */
export async function measurePeak(products: ProductShape[]): Promise<number> {
  return Math.max(...(await inChild<number[]>({products})));
}

async function inChild<Result>(job: Job): Promise<Result> {
  return withTemporaryFolder(async (folder) => {
    const path = join(folder, "job.json");
    await writeFile(path, JSON.stringify(job));
    const child = join(import.meta.dirname, "child.ts");
    const printed = await outputOf(process.execPath, ["--import=tsx", child, path]);
    return JSON.parse(printed) as Result; // child.ts printed it
  });
}

/** Does something with a folder that is removed afterwards. */
export async function withTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "bench-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, {recursive: true});
  }
}

/**
 * What a program prints on stdout.
 *
 * @throws Problem if it can't be started, fails or is killed; what it says of that is on stderr already
 */
export function outputOf(
  program: string,
  args: readonly string[],
  environment: Record<string, string> = {}
): Promise<string> {
  const child = spawn(program, args, {
    stdio: ["ignore", "pipe", "inherit"],
    env: {...process.env, ...environment}
  });
  const printed: Buffer[] = [];
  child.stdout.on("data", (bytes: Buffer) => printed.push(bytes));
  return new Promise((resolve, reject) => {
    child.on("error", ({message}) => reject(new Problem(`${program}: ${message}`)));
    child.on("close", (code, signal) => {
      if (code === 0) resolve(Buffer.concat(printed).toString());
      else reject(new Problem(`${program}: ${endOf(code, signal)}`));
    });
  });
}

function endOf(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal === "SIGKILL") return "killed, which is what happens when memory runs out; bench fewer blocks";
  return signal === null ? `failed with code ${code}` : `ended by ${signal}`;
}
