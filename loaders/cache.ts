/** The cache as a whole: who uses it, how large it is, what can go. */
import {randomBytes} from "node:crypto";
import {lstat, mkdir, readdir, rm, stat, utimes, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {setTimeout} from "node:timers/promises";
import {cacheFolder, exclusively, exists, lastChange} from "./files.ts";
import {Problem} from "./problem.ts";

const claims = join(cacheFolder, "claims");
/** A file for each process that uses the cache, which is touched while it does. */
const users = join(claims, "users");
const clearing = join(claims, "clean");
/** What was not touched for so long is a killed process's. */
const goneAfter = 60_000;

/** Does work that finds in the cache what it put there: nobody clears the cache meanwhile. */
export async function usingCache<T>(work: () => Promise<T>): Promise<T> {
  const own = join(users, `${process.pid}-${randomBytes(4).toString("hex")}`);
  await mkdir(users, {recursive: true});
  await writeFile(own, "");
  const touching = setInterval(() => void utimes(own, new Date(), new Date()).catch(() => undefined), 2000);
  try {
    // Whoever clears it looks for users after making its claim, and so one of the two finds the other.
    while (await isCleared()) await setTimeout(100);
    return await work();
  } finally {
    clearInterval(touching);
    await rm(own, {force: true});
  }
}

/**
 * Removes all of the cache but what is to be kept.
 *
 * @param choose says what is: paths below the cache's folder, of files and of folders with all that is in them
 * @returns the bytes that were freed, and those that are left
 * @throws Problem if another process uses the cache
 */
export async function clearCache(
  choose: () => Promise<Iterable<string>>
): Promise<{freed: number; left: number}> {
  return exclusively("clean", async () => {
    if (await isUsed())
      throw new Problem(
        `${cacheFolder} is in use by a build, a preview or an experiment: try again when it is done`
      );
    const keep = [claims, ...(await choose())];
    const before = await sizeOf(cacheFolder);
    await removeAllBut(keep, cacheFolder);
    const left = await sizeOf(cacheFolder);
    return {freed: before - left, left};
  });
}

async function isCleared(): Promise<boolean> {
  return (await exists(clearing)) && Date.now() - (await lastChange(clearing)) < goneAfter;
}

async function isUsed(): Promise<boolean> {
  for (const name of await namesIn(users)) {
    const touched = await stat(join(users, name)).catch(() => null);
    if (touched && Date.now() - touched.mtimeMs < goneAfter) return true;
    await rm(join(users, name), {force: true});
  }
  return false;
}

async function removeAllBut(keep: readonly string[], folder: string): Promise<void> {
  for (const name of await namesIn(folder)) {
    const path = join(folder, name);
    if (keep.includes(path)) continue;
    if (keep.some((kept) => kept.startsWith(join(path, "/")))) await removeAllBut(keep, path);
    else await rm(path, {recursive: true, force: true});
  }
}

/** The bytes of a file, or of all files below a folder; 0 for what is not there. */
export async function sizeOf(path: string): Promise<number> {
  const status = await lstat(path).catch(() => null);
  if (!status?.isDirectory()) return status?.size ?? 0;
  let sum = 0;
  for (const name of await namesIn(path)) sum += await sizeOf(join(path, name));
  return sum;
}

/** "412 MB" */
export function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6)} MB`;
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
