import {mkdir, statfs} from "node:fs/promises";
import {Problem} from "../loaders/problem.ts";

/** Room that is left to others. */
const reserve = 1e9;

/**
 * @param bytes what will be written below `folder`
 * @throws Problem if the disk has no room for it
 */
export async function requireSpace(folder: string, bytes: number, what: string): Promise<void> {
  await mkdir(folder, {recursive: true});
  const {bavail, bsize} = await statfs(folder);
  const free = bavail * bsize;
  if (free >= bytes + reserve) return;
  throw new Problem(
    `${folder}: ${what} takes ${gigabytes(bytes)}, and ${gigabytes(free)} are free; make room, or bench fewer blocks`
  );
}

/** "1.4 GB"; less than a tenth of one is given in megabytes. */
export function gigabytes(bytes: number): string {
  return bytes < 1e8 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`;
}
