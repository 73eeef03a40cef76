import {describe, expect, it} from "vitest";
import {attentionGroups, attentionOfEnds, tries} from "../../loaders/llama/trie.ts";

describe("tries", () => {
  it("hold what statements share at their beginning once, in depth-first order", () => {
    const statements = [
      [1, 5, 6],
      [1, 4],
      [1, 5, 7, 8]
    ];
    expect(tries(statements, 100)).toEqual([
      {
        tokens: [1, 4, 5, 6, 7, 8],
        positions: [0, 1, 1, 2, 2, 3],
        parents: [-1, 0, 0, 2, 2, 4],
        ends: [
          {statement: 1, node: 1},
          {statement: 0, node: 3},
          {statement: 2, node: 5}
        ]
      }
    ]);
  });

  it("end a statement that begins another one, or is the same as another, at the shared node", () => {
    const [{tokens, ends}] = tries([[1, 2], [1, 2, 3], [1, 2], [1]], 100);
    expect(tokens).toEqual([1, 2, 3]);
    expect(ends.toSorted((a, b) => a.statement - b.statement).map(({node}) => node)).toEqual([1, 2, 1, 0]);
  });

  it("have a root for each first token", () => {
    const [{parents, positions}] = tries([[2], [1, 3]], 100);
    expect(parents).toEqual([-1, 0, -1]);
    expect(positions).toEqual([0, 1, 0]);
  });

  it("sort tokens as numbers", () => {
    expect(tries([[10], [9]], 100)[0].tokens).toEqual([9, 10]);
  });

  it("have at most the nodes allowed, and repeat what they share", () => {
    const parts = tries(
      [
        [1, 2, 3],
        [1, 2, 4],
        [1, 2, 5]
      ],
      4
    );
    expect(parts.map(({tokens}) => tokens)).toEqual([
      [1, 2, 3, 4],
      [1, 2, 5]
    ]);
    expect(parts[1].parents).toEqual([-1, 0, 1]);
    expect(parts.map(({ends}) => ends.map(({statement}) => statement))).toEqual([[0, 1], [2]]);
  });

  it("have more nodes than allowed only for a statement that needs them", () => {
    const parts = tries([[1], [1, 2, 3], [1, 4]], 2);
    expect(parts.map(({tokens}) => tokens)).toEqual([[1], [1, 2, 3], [1, 4]]);
  });

  it("are none for no statements, and refuse one without tokens", () => {
    expect(tries([], 100)).toEqual([]);
    expect(() => tries([[1], []], 100)).toThrow("statement 1 has no tokens");
  });
});

describe("attentionGroups", () => {
  const [trie] = tries(
    [
      [1, 5, 6],
      [1, 5, 7],
      [1, 8]
    ],
    100
  ); // nodes: 0 = 1, 1 = 1 5, 2 = 1 5 6, 3 = 1 5 7, 4 = 1 8

  it("let every token see itself and the tokens before it in its statement, whatever the size of a group", () => {
    for (const groupSize of [1, 2, 3, 4, 5, 8]) expect(seenBy(groupSize)).toEqual(ancestry);
  });

  const ancestry = [[0], [0, 1], [0, 1, 2], [0, 1, 3], [0, 4]];

  function seenBy(groupSize: number): number[][] {
    const {keyCount, keys, mask} = attentionGroups(trie, groupSize);
    return trie.tokens.map((_, node) => {
      const group = Math.floor(node / groupSize);
      const seen: number[] = [];
      for (let key = 0; key < keyCount; key++)
        if (mask[node * keyCount + key] === 0) seen.push(keys[group * keyCount + key]);
      return seen.sort((a, b) => a - b);
    });
  }

  it("look up the group itself and the ancestors of its first token", () => {
    const {groups, keyCount, keys} = attentionGroups(trie, 2);
    expect({groups, keyCount}).toEqual({groups: 3, keyCount: 4});
    expect([...keys.subarray(4, 8)]).toEqual([2, 3, 0, 1]);
  });

  it("fill the last group up with rows that see only themselves", () => {
    const {keyCount, keys, mask} = attentionGroups(trie, 3);
    const last = [...mask.subarray(5 * keyCount, 6 * keyCount)];
    expect(last.map((value, key) => (value === 0 ? keys[keyCount + key] : "unseen"))).toEqual([
      "unseen",
      "unseen",
      5,
      "unseen",
      "unseen"
    ]);
  });
});

it("statements' last tokens see themselves and what is before them, each once", () => {
  const [trie] = tries([[1, 5, 6], [1, 4], [1, 5, 6], [1]], 100);
  const {nodes, keyCount, keys, mask, groups, groupSize} = attentionOfEnds(trie);
  expect([groups, groupSize, keyCount]).toEqual([3, 1, 3]);
  expect(nodes).toEqual([0, 1, 3]); // 1 · 1 4 · 1 5 6
  expect([...keys]).toEqual([0, 0, 0, 0, 1, 0, 0, 2, 3]);
  const unseen = -Infinity;
  expect([...mask]).toEqual([0, unseen, unseen, 0, 0, unseen, 0, 0, 0]);
});
