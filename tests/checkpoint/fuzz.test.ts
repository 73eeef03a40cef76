import {readFile} from "node:fs/promises";
import {expect, it} from "vitest";
import {problemOf, temporaryFolder} from "./files.ts";

const folder = temporaryFolder();

/** Numbers from 0 to 1: Tommy Ettinger's Mulberry32. */
function random(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let bits = Math.imul(seed ^ (seed >>> 15), seed | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A copy in which one to four bytes are others, or that is cut short. */
function mutate(bytes: Uint8Array, from: number, to: number, next: () => number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  for (let left = 1 + Math.floor(4 * next()); left > 0; left--)
    copy[from + Math.floor((to - from) * next())] = Math.floor(256 * next());
  return next() < 0.1 ? copy.subarray(0, Math.floor(copy.length * next())) : copy;
}

it.each([
  ["tiny-gguf/tiny-llama.gguf", "the header", 0, 13_000],
  ["tiny-llama/consolidated.00.pth", "the pickle", 0, 3000],
  ["tiny-llama/consolidated.00.pth", "the archive's directory", -3500, 0]
])("%s with bytes of %s altered can be read or is a problem of one line", async (name, _, from, to) => {
  const bytes = await readFile(`tests/fixtures/${name}`);
  await folder.write("params.json", await readFile("tests/fixtures/tiny-llama/params.json"));
  const next = random(7);
  const [first, last] = [from < 0 ? bytes.length + from : from, to > 0 ? to : bytes.length];
  const outcomes = {read: 0, refused: 0};
  for (let i = 0; i < 300; i++) {
    const path = await folder.write("mutant", mutate(bytes, first, last, next));
    const start = performance.now();
    outcomes[(await problemOf(path)) === null ? "read" : "refused"]++;
    expect(performance.now() - start, `mutant ${i}`).toBeLessThan(2000);
  }
  console.log(`${name}, ${outcomes.read} read, ${outcomes.refused} refused`);
  expect(outcomes.read).toBeGreaterThan(0);
  expect(outcomes.refused).toBeGreaterThan(100);
});
