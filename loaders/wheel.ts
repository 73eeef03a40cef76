import {createWriteStream} from "node:fs";
import {pipeline} from "node:stream/promises";
import {openPromise} from "yauzl";

/**
 * Takes one file out of a Python wheel, which is a zip archive.
 *
 * @param member its name in the archive
 * @param to where to write it
 */
export async function extractMember(wheel: string, member: string, to: string): Promise<void> {
  const zip = await openPromise(wheel);
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName !== member) continue;
    await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(to));
    return;
  }
  throw new Error(`there is no ${member} in ${wheel}`);
}
