/**
 * Statements as prefix tries of their tokens. Attention is causal, so that a token's state depends on it and the
 * tokens before it alone: what statements share at their beginning ("The city of …") is computed once.
 */

/** A prefix trie, its nodes in depth-first order. A node is a token after certain others. */
export interface Trie {
  /** Each node's token id. */
  tokens: number[];
  /** Each node's depth in the trie, from 0: its position in the statements. */
  positions: number[];
  /** Each node's token before, as a node; −1 for a first token. */
  parents: number[];
  /** Each statement's index in the list given, and the node of its last token. */
  ends: {statement: number; node: number}[];
}

/** What nodes see: the keys of a group of consecutive nodes, and which of them each node of the group attends to. */
export interface AttentionGroups {
  groups: number;
  groupSize: number;
  keyCount: number;
  /** The nodes that a group looks up, `[groups, keyCount]`. */
  keys: Int32Array;
  /** 0 for a key that a node sees, −∞ for one that it does not, `[groups, groupSize, keyCount]`. */
  mask: Float32Array;
}

/**
 * Tries over the sorted statements, each with at most `maxNodes` nodes (more only if one statement has more tokens).
 * They don't depend on each other: a prefix that two of them share is in both.
 */
export function tries(statements: readonly (readonly number[])[], maxNodes: number): Trie[] {
  const result: Trie[] = [];
  let path: number[] = []; // the nodes of the statement before
  for (const statement of sorted(statements)) {
    const tokens = statements[statement];
    if (tokens.length === 0) throw new Error(`statement ${statement} has no tokens`);
    let trie = result.at(-1);
    const shared = trie ? sharedLength(path, trie, tokens) : 0;
    if (!trie || trie.tokens.length + tokens.length - shared > maxNodes) {
      trie = {tokens: [], positions: [], parents: [], ends: []};
      result.push(trie);
      path = [];
    }
    path = append(trie, path.slice(0, shared), tokens);
    trie.ends.push({statement, node: path[tokens.length - 1]});
  }
  return result;
}

/** Tries of about the same size, of some `largest` nodes at most: a small last one would take as long as half a large one. */
export function chunksOf(statements: readonly (readonly number[])[], largest: number): Trie[] {
  const whole = tries(statements, Infinity).reduce((sum, {tokens}) => sum + tokens.length, 0);
  const parts = Math.ceil(whole / largest);
  const repeated = 64; // what parts begin with again
  return tries(statements, Math.ceil(whole / Math.max(1, parts)) + repeated);
}

/** Indices of the statements in the order of their tokens; a prefix comes before what goes on. */
function sorted(statements: readonly (readonly number[])[]): number[] {
  return [...statements.keys()].sort((a, b) => compare(statements[a], statements[b]));
}

function compare(a: readonly number[], b: readonly number[]): number {
  const i = a.findIndex((token, i) => token !== b[i]);
  if (i === -1) return a.length - b.length;
  return i < b.length ? a[i] - b[i] : 1;
}

/** How many tokens a statement shares with the one before it, whose nodes are `path`. */
function sharedLength(path: readonly number[], trie: Trie, tokens: readonly number[]): number {
  const differs = path.findIndex((node, i) => trie.tokens[node] !== tokens[i]);
  return differs === -1 ? path.length : differs;
}

/** Adds the nodes that a statement needs below `path`, and gives all nodes of the statement. */
function append(trie: Trie, path: readonly number[], tokens: readonly number[]): number[] {
  const nodes = [...path];
  for (let position = path.length; position < tokens.length; position++) {
    trie.parents.push(nodes.at(-1) ?? -1);
    trie.positions.push(position);
    nodes.push(trie.tokens.push(tokens[position]) - 1);
  }
  return nodes;
}

/**
 * What statements' last tokens see, for a block whose other tokens nobody needs any more: each of these nodes is a group
 * of its own.
 *
 * @returns the nodes, each once, and their keys: themselves and their ancestors
 */
export function attentionOfEnds({positions, parents, ends}: Trie): {nodes: number[]} & AttentionGroups {
  const nodes = [...new Set(ends.map(({node}) => node))];
  const keyCount = 1 + Math.max(...nodes.map((node) => positions[node]));
  const keys = new Int32Array(nodes.length * keyCount);
  const mask = new Float32Array(nodes.length * keyCount).fill(-Infinity);
  for (const [group, end] of nodes.entries())
    for (let node = end; node >= 0; node = parents[node]) {
      keys[group * keyCount + positions[node]] = node;
      mask[group * keyCount + positions[node]] = 0;
    }
  return {nodes, groups: nodes.length, groupSize: 1, keyCount, keys, mask};
}

/**
 * Groups of `groupSize` consecutive nodes with the keys they need: the group itself and the ancestors of its first
 * node. In depth-first order no node of the group has another ancestor. The last group is filled up with rows that
 * see only themselves.
 */
export function attentionGroups({positions, parents}: Trie, groupSize: number): AttentionGroups {
  const groups = Math.ceil(positions.length / groupSize);
  const firsts = Array.from({length: groups}, (_, group) => group * groupSize);
  const keyCount = groupSize + Math.max(...firsts.map((first) => positions[first]));
  const keys = new Int32Array(groups * keyCount); // a key that a group does not need is node 0, seen by none
  const mask = new Float32Array(groups * groupSize * keyCount).fill(-Infinity);
  for (let row = 0; row < groups * groupSize; row++) {
    const first = row - (row % groupSize);
    const groupKeys = keys.subarray((first / groupSize) * keyCount);
    const rowMask = mask.subarray(row * keyCount);
    groupKeys[row - first] = row;
    rowMask[row - first] = 0;
    for (let node = parents[row] ?? -1; node >= 0; node = parents[node]) {
      const key = node >= first ? node - first : groupSize + positions[node];
      groupKeys[key] = node;
      rowMask[key] = 0;
    }
  }
  return {groups, groupSize, keyCount, keys, mask};
}
