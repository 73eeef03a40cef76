/**
 * Looks for the longest of many texts that begins at a place of another.
 *
 * @param known none of them empty; the time for a place grows with the number of different lengths
 */
export function longestPrefix(known: Iterable<string>): (text: string, start: number) => string | undefined {
  const texts = new Set(known);
  const lengths = lengthsByFirst(texts);
  return (text, start) => {
    for (const length of lengths.get(text.charCodeAt(start)) ?? []) {
      const prefix = text.slice(start, start + length);
      if (texts.has(prefix)) return prefix;
    }
    return undefined;
  };
}

/** By the first code unit, the lengths of the texts that begin with it, the longest first. */
function lengthsByFirst(texts: ReadonlySet<string>): Map<number, number[]> {
  const lengths = new Map<number, Set<number>>();
  for (const text of texts) {
    const first = text.charCodeAt(0);
    lengths.set(first, (lengths.get(first) ?? new Set()).add(text.length));
  }
  return new Map([...lengths].map(([first, set]) => [first, [...set].sort((a, b) => b - a)]));
}
