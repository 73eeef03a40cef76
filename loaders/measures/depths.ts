/** So many depths, as evenly spread as can be, the first and the last among them: those that the page of depths opens with. */
export function evenly(deepest: number, count = 6): number[] {
  return Array.from({length: count}, (_, i) => Math.round(1 + (i * (deepest - 1)) / (count - 1)));
}

/** The depths at which what takes long is done: those, and where pages open. */
export function checkedDepths({depth: deepest, focusDepth}: {depth: number; focusDepth: number}): number[] {
  return [...new Set([...evenly(deepest), focusDepth])];
}
