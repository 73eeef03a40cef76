import {createHash, randomBytes} from "node:crypto";
import {createReadStream} from "node:fs";
import {mkdir, open, readdir, readFile, rename, rm, rmdir, stat, utimes, writeFile} from "node:fs/promises";
import {dirname, join, resolve} from "node:path";
import {setTimeout} from "node:timers/promises";
import {laterProgress} from "./progress.ts";

/** Everything that is computed and could be computed again. */
export const cacheFolder = ".cache";

/**
 * Writes a file so that it is there whole or not at all: under a temporary name beside it, flushed to the disk, renamed.
 *
 * @param write puts the contents at the temporary path; when it throws, nothing is left behind
 */
export async function writeWhole(path: string, write: (temporary: string) => Promise<void>): Promise<void> {
  await mkdir(dirname(path), {recursive: true});
  const temporary = temporaryName(path);
  try {
    await write(temporary);
    await flush(temporary);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, {recursive: true, force: true});
    throw error;
  }
}

/** As `writeWhole`, for contents at hand. */
export function writeFileWhole(path: string, contents: string | Uint8Array): Promise<void> {
  return writeWhole(path, (temporary) => writeFile(temporary, contents));
}

/** As `writeWhole`, for a folder of files; a folder that another process finished first is kept. */
export async function writeFolderWhole(
  path: string,
  write: (temporary: string) => Promise<void>
): Promise<void> {
  await mkdir(dirname(path), {recursive: true});
  const temporary = temporaryName(path);
  await mkdir(temporary);
  try {
    await write(temporary);
    await flushAll(temporary);
    await rename(temporary, path).catch(async (error: unknown) => {
      if (!(await exists(path))) throw error;
    });
  } finally {
    await rm(temporary, {recursive: true, force: true});
  }
}

/** As `writeFolderWhole`, but takes the place of what was there. */
export async function replaceFolder(
  path: string,
  write: (temporary: string) => Promise<void>
): Promise<void> {
  const finished = temporaryName(path);
  await writeFolderWhole(finished, write);
  await rm(path, {recursive: true, force: true});
  await rename(finished, path);
}

function temporaryName(path: string): string {
  return `${path}.${randomBytes(4).toString("hex")}.tmp`;
}

/** Waits until a file's contents are on the disk. */
export async function flush(path: string): Promise<void> {
  const file = await open(path, "r+");
  await file.sync().finally(() => file.close());
}

async function flushAll(folder: string): Promise<void> {
  for (const entry of await readdir(folder, {recursive: true, withFileTypes: true}))
    if (entry.isFile()) await flush(join(entry.parentPath, entry.name));
}

/** Whether there is a file or folder at `path`. */
export function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false
  );
}

/** The sha256 of a file in hexadecimal. */
export async function sha256(path: string): Promise<string> {
  const {size} = await stat(path);
  const progress = laterProgress(`hashing ${path}`, Math.round(size / 1e6), "MB");
  const hash = createHash("sha256");
  let done = 0;
  for await (const chunk of createReadStream(path, {highWaterMark: 1 << 20}) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    progress.update(Math.round((done += chunk.length) / 1e6));
  }
  progress.stop();
  return hash.digest("hex");
}

/** The sha256 of a file, remembered for as long as its path, size, modification time and inode stay the same. */
export async function rememberedSha256(path: string): Promise<string> {
  const note = await hashNote(path);
  const known = await readFile(note, "utf8").catch(() => "");
  if (/^[0-9a-f]{64}$/.test(known)) return known;
  const hash = await sha256(path);
  await writeFileWhole(note, hash);
  return hash;
}

/** Where the sha256 of a file as it is now is remembered. */
export async function hashNote(path: string): Promise<string> {
  const {size, mtimeMs, ino} = await stat(path);
  const identity = JSON.stringify([resolve(path), size, mtimeMs, ino]);
  return join(cacheFolder, "hashes", createHash("sha256").update(identity).digest("hex"));
}

/** The newest modification time of a folder and of what lies in it, in milliseconds; now for one that is gone. */
export async function lastChange(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  const paths = [folder, ...names.map((name) => join(folder, name))];
  const times = paths.map((path) =>
    stat(path).then(
      ({mtimeMs}) => mtimeMs,
      () => Date.now()
    )
  );
  return Math.max(...(await Promise.all(times)));
}

/** What is done by one process at a time, in words for those that wait. */
const works = {
  model: "running the model",
  tables: "finding components",
  fetch: "fetching a model",
  build: "building the site",
  clean: "clearing the cache"
};
const claimSeconds = 20;

/**
 * Does a piece of work that no other process on this machine is doing at the same time; the others wait. The claim is a
 * folder with a file named by its owner, which is touched while the work goes on: one left by a killed process expires.
 */
export async function exclusively<T>(name: keyof typeof works, work: () => Promise<T>): Promise<T> {
  const claim = join(cacheFolder, "claims", name);
  const own = join(claim, `${process.pid}-${randomBytes(4).toString("hex")}`);
  await waitFor(claim, own, works[name]);
  const alive = setInterval(() => void utimes(own, new Date(), new Date()).catch(() => undefined), 2000);
  try {
    return await work();
  } finally {
    clearInterval(alive);
    await release(claim, own);
  }
}

async function waitFor(claim: string, own: string, doing: string): Promise<void> {
  for (let waits = 1; !(await taken(claim, own)); waits++) {
    if (waits === 5) process.stderr.write(`waiting for another process that is ${doing}\n`);
    await setTimeout(200);
  }
}

async function taken(claim: string, own: string): Promise<boolean> {
  await mkdir(dirname(claim), {recursive: true});
  try {
    await mkdir(claim);
    await writeFile(own, "");
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    const [owner] = await readdir(claim).catch(() => []);
    const expired = Date.now() - (await lastChange(claim)) > 1000 * claimSeconds;
    return expired && takenOver(claim, owner, own);
  }
}

/** Of several processes that find a claim of this owner expired, one alone can rename the owner's file. */
async function takenOver(claim: string, owner: string | undefined, own: string): Promise<boolean> {
  if (owner === undefined) {
    await rmdir(claim).catch(() => undefined); // killed before it put its file there
    return false;
  }
  return rename(join(claim, owner), own).then(
    () => true,
    () => false
  );
}

/** Nothing is done to a claim that another process took over. */
async function release(claim: string, own: string): Promise<void> {
  if (!(await exists(own))) return;
  await rm(own, {force: true});
  await rmdir(claim).catch(() => undefined);
}
