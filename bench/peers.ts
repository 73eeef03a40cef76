/** Other engines on the same weights and the same token ids; Python runs them. */
import {readFile, writeFile} from "node:fs/promises";
import {join, resolve} from "node:path";
import {openCheckpoint} from "../loaders/checkpoint/open.ts";
import {exists, writeFolderWhole} from "../loaders/files.ts";
import {messageOf, Problem} from "../loaders/problem.ts";
import {largestDifference} from "./compare.ts";
import {requireSpace} from "./disk.ts";
import {writeForPeers} from "./hugging-face.ts";
import {benchFolder} from "./made-up.ts";
import {outputOf} from "./measure.ts";
import {peersPython} from "./python.ts";
import type {Subject} from "./subjects.ts";

/** What one way to run the statements took. */
export interface PeerResult {
  way: string;
  /** For all statements; at the speed of those done, if that was not all of them. */
  seconds: number;
  done: number;
  statements: number;
  /** Of the activations from ours, as `largestDifference`. */
  difference: number;
}

export interface Peers {
  /** Runs all ways once; one that fails is left out and said on stderr. */
  measure(subject: Subject, files: {statements: string; ours: string; folder: string}): Promise<PeerResult[]>;
}

/** What a Python program writes of a way. */
interface Written {
  way: string;
  seconds: number;
  /** Which statements were run, in the order of `activations`. */
  rows: number[];
  statements: number;
  /** Name of a file of float32, `[rows.length, hiddenSize]`. */
  activations: string;
}

/** Each way runs for about that long at most, a batch at least. */
const secondsAWay = 5;
/** What the peers keep, they keep with us; nothing of theirs asks the network for anything. */
const environment = {
  XDG_CACHE_HOME: resolve(benchFolder, "peers-cache"),
  PYTHONDONTWRITEBYTECODE: "1",
  HF_HUB_OFFLINE: "1"
};
const programs = [
  ["peers.py", "transformers"],
  ["peers.py", "nnsight"],
  ["tinygrad_peer.py", "tinygrad"]
] as const;

/** The peers, or null with a line on stderr where there is no Python for them. */
export async function startPeers(): Promise<Peers | null> {
  let python: string;
  try {
    python = await peersPython();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    process.stderr.write(`no peers: ${messageOf(error)}; benching ourselves\n`);
    return null;
  }
  return {
    async measure(subject, {statements, ours, folder}) {
      const weights = await weightsFor(subject);
      const {config, depth, blocks, wholeModel} = subject;
      const job = {weights, config, depth, blocks, wholeModel, statements, folder, seconds: secondsAWay};
      const reference = floats(await readFile(ours));
      const results: PeerResult[] = [];
      for (const [program, peer] of programs) {
        const written = await runProgram(python, program, {...job, peer});
        for (const one of written) results.push(await compared(one, reference, folder));
      }
      return results;
    }
  };
}

async function runProgram(
  python: string,
  program: string,
  job: {folder: string; peer: string}
): Promise<Written[]> {
  const {folder, peer} = job;
  const path = join(folder, `${peer}.json`);
  await writeFile(path, JSON.stringify(job));
  try {
    await outputOf(python, [join(import.meta.dirname, program), path], environment);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    process.stderr.write(`${peer} is left out: ${messageOf(error)}\n`);
    return [];
  }
  return JSON.parse(await readFile(join(folder, `${peer}-results.json`), "utf8")) as Written[]; // the program's
}

async function compared(written: Written, reference: Float32Array, folder: string): Promise<PeerResult> {
  const {way, seconds, rows, statements} = written;
  const activations = floats(await readFile(join(folder, written.activations)));
  const difference = largestDifference(activations, rows, reference);
  return {way, seconds, done: rows.length, statements, difference};
}

/** A folder of the checkpoint's weights for the peers, made when first asked for, and kept. */
async function weightsFor({checkpoint: path, key, config, blocks}: Subject): Promise<string> {
  if (config.biases.length > 0)
    throw new Problem(`${path}: peers are not given biases; bench without --peers`);
  const folder = join(benchFolder, `for-peers-${key}`);
  if (await exists(folder)) return folder;
  const {hiddenSize, intermediateSize, vocabSize} = config;
  const bytes = 4 * hiddenSize * (vocabSize + blocks * (4 * hiddenSize + 3 * intermediateSize));
  await requireSpace(benchFolder, bytes, "the weights for the peers");
  const checkpoint = await openCheckpoint(path);
  try {
    await writeFolderWhole(folder, (temporary) => writeForPeers(checkpoint, blocks, temporary));
  } finally {
    await checkpoint.close();
  }
  return folder;
}

function floats({buffer, byteOffset, byteLength}: Buffer): Float32Array {
  return new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength));
}
