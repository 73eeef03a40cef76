import {readdirSync, readlinkSync, rmSync} from "node:fs";
import {join} from "node:path";
import {afterEach, expect} from "vitest";
import {openCheckpoint} from "../../loaders/checkpoint/open.ts";
import {concat, f32} from "./bytes.ts";
import {temporaryFolder} from "./files.ts";
import {ggufBytes, int32, smallest, uint16, type Parts} from "./gguf-bytes.ts";

/** Two whole blocks, and embeddings. */
export const model = (() => {
  const {metadata, infos, data} = smallest();
  const second = infos.slice(1).map((info, i) => ({
    ...info,
    name: info.name.replace("blk.0", "blk.1"),
    offset: data.length + 32 * i
  }));
  const values = Array.from({length: 8 * second.length}, (_, i) => 1000 + i);
  return {metadata, infos: [...infos, ...second], data: concat(data, f32(...values))};
})();

export const names = model.infos.map(({name}) => name);

/** Embeddings and a norm; the rest of block 0; block 1. */
export const thirds = [names.slice(0, 2), names.slice(2, 10), names.slice(10)];

/**
 * A model whose tensors have 32 bytes each, as gguf-split splits it.
 *
 * @param tensors the names of each part's
 */
export function split({metadata, infos, data}: Parts, tensors: readonly (readonly string[])[]): Parts[] {
  return tensors.map((names, index) => {
    const own = infos.filter(({name}) => names.includes(name));
    const bytes = own.map(({offset}) => data.subarray(Number(offset), Number(offset) + 32));
    const numbers = {
      "split.no": uint16(index),
      "split.count": uint16(tensors.length),
      "split.tensors.count": int32(infos.length)
    };
    return {
      metadata: index === 0 ? {...metadata, ...numbers} : numbers,
      infos: own.map((info, i) => ({...info, offset: 32 * i})),
      data: concat(...bytes)
    };
  });
}

/** The name of the part of that index. */
export function partName(index: number, count: number): string {
  const digits = (number: number) => String(number).padStart(5, "0");
  return `tiny-${digits(index + 1)}-of-${digits(count)}.gguf`;
}

/** A folder for one split file at a time; each test must close what it opened there. */
export function splitFolder() {
  const folder = temporaryFolder();
  afterEach(() => {
    const left = openIn(folder.path);
    for (const name of readdirSync(folder.path)) rmSync(join(folder.path, name), {recursive: true});
    expect(left).toEqual([]);
  });
  return {
    path: () => folder.path,
    write: folder.write,
    /** Writes those that are there, and returns the paths of all. */
    async writeParts(parts: readonly (Parts | undefined)[]): Promise<string[]> {
      for (const [index, part] of parts.entries())
        if (part) await folder.write(partName(index, parts.length), ggufBytes(part));
      return parts.map((_, index) => join(folder.path, partName(index, parts.length)));
    }
  };
}

/** The files of a folder that this process has open, where the system tells. */
function openIn(folder: string): string[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc/self/fd").flatMap((descriptor) => {
    try {
      const path = readlinkSync(`/proc/self/fd/${descriptor}`);
      return path.startsWith(folder) ? [path] : [];
    } catch {
      return []; // closed since it was listed
    }
  });
}

/** What is said of the first `depth` blocks: the error, or from how many files they are read. */
export async function outcome(path: string, depth = 2): Promise<string> {
  try {
    const checkpoint = await openCheckpoint(path);
    const files = checkpoint.files(depth).finally(() => checkpoint.close());
    return `opened: ${(await files).length}`;
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}
