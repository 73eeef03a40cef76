/** Two neighbouring symbols that may be joined, as they were when they were queued. */
interface Pair {
  /** The lower, the earlier. */
  rank: number;
  /** Where the symbols stand. */
  left: number;
  right: number;
  leftText: string;
  rightText: string;
}

/**
 * Byte-pair encoding's loop: joins neighbouring symbols, the pair of lowest rank first and the leftmost among
 * equals, until no pair has a rank. A binary heap makes it O(n log n) for n symbols.
 *
 * @param symbols the text cut into its smallest parts, none of them empty
 * @param rankOf the rank of joining two texts, undefined if they are never joined
 * @see Sennrich, Haddow & Birch 2016, "Neural Machine Translation of Rare Words with Subword Units"
 */
export function mergePairs(
  symbols: readonly string[],
  rankOf: (left: string, right: string) => number | undefined
): string[] {
  const line = lineOf(symbols);
  const queue: Pair[] = [];
  const propose = (left: number, right: number) => {
    if (left < 0 || right >= symbols.length) return;
    const [leftText, rightText] = [line.texts[left], line.texts[right]];
    const rank = rankOf(leftText, rightText);
    if (rank !== undefined) push(queue, {rank, left, right, leftText, rightText});
  };
  for (let i = 1; i < symbols.length; i++) propose(i - 1, i);
  for (let pair = pop(queue); pair; pair = pop(queue)) {
    const {left, right, leftText, rightText} = pair;
    const outdated = line.texts[left] !== leftText || line.texts[right] !== rightText;
    if (outdated) continue;
    join(line, left, right);
    propose(line.previous[left], left);
    propose(left, line.next[left]);
  }
  return line.texts.filter((text) => text !== "");
}

/**
 * Symbols as a linked list, by place; one that its left neighbour has taken over is "" and skipped by the
 * links.
 */
interface Line {
  texts: string[];
  next: number[];
  previous: number[];
}

function lineOf(symbols: readonly string[]): Line {
  return {texts: [...symbols], next: symbols.map((_, i) => i + 1), previous: symbols.map((_, i) => i - 1)};
}

function join({texts, next, previous}: Line, left: number, right: number): void {
  texts[left] += texts[right];
  texts[right] = "";
  next[left] = next[right];
  if (next[left] < texts.length) previous[next[left]] = left;
}

const before = (a: Pair, b: Pair) => a.rank < b.rank || (a.rank === b.rank && a.left < b.left);

/** Adds a pair to the heap: `heap[i]` is before `heap[2i + 1]` and `heap[2i + 2]`. */
function push(heap: Pair[], pair: Pair): void {
  let hole = heap.length;
  while (hole > 0) {
    const parent = (hole - 1) >> 1;
    if (!before(pair, heap[parent])) break;
    heap[hole] = heap[parent];
    hole = parent;
  }
  heap[hole] = pair;
}

/** Takes the first pair from the heap. */
function pop(heap: Pair[]): Pair | undefined {
  const first = heap[0] as Pair | undefined;
  const last = heap.pop();
  if (heap.length === 0 || last === undefined) return first;
  let hole = 0;
  for (let child = 1; child < heap.length; child = 2 * hole + 1) {
    if (child + 1 < heap.length && before(heap[child + 1], heap[child])) child++;
    if (!before(heap[child], last)) break;
    heap[hole] = heap[child];
    hole = child;
  }
  heap[hole] = last;
  return first;
}
