import {readFile, writeFile} from "node:fs/promises";
import {openCheckpoint} from "../loaders/checkpoint/open.ts";
import {residualStream} from "../loaders/llama/runner.ts";
import {workOf} from "../loaders/llama/work.ts";
import {createSession} from "../loaders/onnx/session.ts";
import {bytesOf} from "./bytes.ts";
import {bytesRead, peakMemory} from "./process.ts";

/** A run of the engine. */
export interface EngineJob {
  /** A checkpoint's file or folder. */
  checkpoint: string;
  /** A JSON file of the statements' token ids. */
  statements: string;
  /** Blocks to run. */
  depth: number;
  /** Where the activations after the last block go, float32, `[statements, hiddenSize]`. */
  activations?: string;
}

/** What a run took. */
export interface EngineResult {
  /** From opening the checkpoint to the last block's end: reading, tries and sessions included. */
  seconds: number;
  /** In bytes. */
  peakMemory: number;
  /** In bytes; null where the system doesn't say. */
  bytesRead: number | null;
  /** Distinct tokens: those that went through each block. */
  tokens: number;
  /** Of all matrix products that had to be done. */
  flops: number;
}

/** Runs the engine once; in a process of its own, so that memory is that of the run. */
export async function runEngine({
  checkpoint: path,
  statements: file,
  depth,
  activations
}: EngineJob): Promise<EngineResult> {
  const statements = JSON.parse(await readFile(file, "utf8")) as number[][]; // the bench wrote it
  const readBefore = await bytesRead();
  const start = performance.now();
  const checkpoint = await openCheckpoint(path);
  try {
    let last: Float32Array = new Float32Array();
    for await (const ends of residualStream(checkpoint, statements, depth, createSession)) last = ends;
    const seconds = (performance.now() - start) / 1000;
    const [memory, readAfter] = [await peakMemory(), await bytesRead()];
    const read = readBefore === null || readAfter === null ? null : readAfter - readBefore;
    if (activations !== undefined) await writeFile(activations, bytesOf(last));
    return {seconds, peakMemory: memory, bytesRead: read, ...workOf(statements, checkpoint.config, depth)};
  } finally {
    await checkpoint.close();
  }
}
