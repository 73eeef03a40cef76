/** Numbers from 0 to 1, the same for the same seed: Tommy Ettinger's Mulberry32. */
export function random(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let bits = Math.imul(seed ^ (seed >>> 15), seed | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Numbers that are the edge of something, little-endian. */
const edges = [
  [0],
  [0x7f],
  [0x80],
  [0xff],
  [0xff, 0xff],
  [0xff, 0xff, 0xff, 0x7f],
  [0xff, 0xff, 0xff, 0xff],
  [0, 0, 0, 0x80],
  [0, 0, 0, 0, 1, 0, 0, 0],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x1f, 0],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]
];

/**
 * A copy of `bytes` with one to four changes: bits, bytes, edges of number ranges, digits, parts that are taken out,
 * put in, doubled or exchanged, a cut end. Headers are at the beginning or the end of files: most changes are there.
 */
export function mutate(bytes: Uint8Array, next: () => number): Uint8Array {
  const below = (limit: number) => Math.floor(limit * next());
  let result = Buffer.from(bytes);
  const place = () => {
    const near = Math.min(4096, result.length);
    const where = next();
    if (where < 0.5) return below(near);
    return where < 0.75 ? result.length - 1 - below(near) : below(result.length);
  };
  const changes = [
    () => (result[place()] ^= 1 << below(8)),
    () => (result[place()] = below(256)),
    () => (result[place()] = 0x30 + below(10)),
    () => result.set(edges[below(edges.length)].slice(0, result.length), 0),
    () => overwrite(edges[below(edges.length)]),
    () => overwrite(piece()),
    () => splice(place(), below(16), Buffer.alloc(0)),
    () => splice(place(), 0, piece()),
    () => splice(place(), 0, Buffer.alloc(below(16), below(256))),
    () => (result = result.subarray(0, below(result.length)))
  ];
  // Most cuts leave nothing to look at, and so does what stands at the very beginning.
  const likely = () => changes[next() < 0.05 ? [3, 9][below(2)] : [0, 1, 2, 4, 5, 6, 7, 8][below(8)]];
  const piece = () => {
    const from = place();
    return Buffer.from(result.subarray(from, from + 1 + below(32)));
  };
  const overwrite = (part: ArrayLike<number>) => {
    const at = Math.max(0, Math.min(place(), result.length - part.length));
    result.set(Array.from(part).slice(0, result.length - at), at);
  };
  const splice = (at: number, without: number, part: Uint8Array) =>
    (result = Buffer.concat([result.subarray(0, at), part, result.subarray(at + without)]));
  for (let left = 1 + below(4); left > 0 && result.length > 0; left--) likely()();
  return result;
}
