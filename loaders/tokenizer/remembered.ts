const mostWords = 2 ** 16;
const longestWord = 64;

/**
 * Remembers the ids of short words, most of which come again; of so many, that they are forgotten at some
 * time.
 */
export function remembered(idsOf: (word: string) => number[]): (word: string) => number[] {
  const known = new Map<string, number[]>();
  return (word) => {
    const found = known.get(word);
    if (found) return found;
    const ids = idsOf(word);
    if (known.size === mostWords) known.clear();
    if (word.length <= longestWord) known.set(word, ids);
    return ids;
  };
}
