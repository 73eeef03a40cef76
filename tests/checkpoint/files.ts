import {existsSync, readdirSync, readlinkSync} from "node:fs";
import {mkdir, mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";
import {afterAll, beforeAll} from "vitest";
import {openCheckpoint, type OpenCheckpoint} from "../../loaders/checkpoint/open.ts";
import {Problem} from "../../loaders/problem.ts";

/** A folder for a test file's own files; it is removed when they are done. */
export function temporaryFolder(): {
  path: string;
  write: (name: string, contents: string | Uint8Array) => Promise<string>;
} {
  const folder = {
    path: "",
    async write(name: string, contents: string | Uint8Array) {
      const path = join(folder.path, name);
      await mkdir(dirname(path), {recursive: true});
      await writeFile(path, contents);
      return path;
    }
  };
  beforeAll(async () => {
    folder.path = await mkdtemp(join(tmpdir(), "checkpoint-"));
  });
  afterAll(() => rm(folder.path, {recursive: true}));
  return folder;
}

/** What the whole checkpoint says: the message of its Problem, or `null` when every tensor can be read. */
export async function problemOf(path: string): Promise<string | null> {
  let checkpoint: OpenCheckpoint | undefined;
  try {
    checkpoint = await openCheckpoint(path);
    for (let i = 0; i < Math.min(checkpoint.config.numHiddenLayers, 4); i++) {
      await checkpoint.files(i + 1);
      await checkpoint.block(i);
    }
    await checkpoint.embeddings([0, checkpoint.config.vocabSize - 1]);
    return null;
  } catch (error) {
    if (error instanceof Problem && !error.message.includes("\n")) return error.message;
    throw error;
  } finally {
    await checkpoint?.close();
  }
}

/** The files below `folder` that this process holds open; none can be told where the system has no /proc. */
export function openFilesIn(folder: string): string[] {
  const descriptors = "/proc/self/fd";
  if (!existsSync(descriptors)) return [];
  return readdirSync(descriptors)
    .map((descriptor) => linkOf(join(descriptors, descriptor)))
    .filter((path) => path.startsWith(folder));
}

/** Where a link leads; nowhere if it has gone, as that of the list's own descriptor. */
function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}
