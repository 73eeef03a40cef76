import {describe, expect, it} from "vitest";
import {permutations} from "../../../loaders/analysis/separation/permutations.ts";
import {each, valueOf} from "./reference.ts";

/** Permuted labels as letters. */
function permuted(letters: string, groups: string, options?: {count?: number; seed?: number}): string[] {
  const labels = each(letters);
  const found = valueOf(permutations(labels, each(groups).codes, {count: 500, ...options}));
  return Array.from(found, (codes) => Array.from(codes, (code) => labels.names[code]).join(""));
}

const sorted = (letters: string) => letters.split("").sort().join("");

/** The different ones, in the order of the alphabet. */
const distinct = (letters: string[]) => [...new Set(letters)].sort();

describe("labels are permuted", () => {
  it("within pairs that have one of each", () => {
    expect(distinct(permuted("ababab", "ppqqrr"))).toEqual(
      distinct(["ab", "ba"].flatMap((a) => ["ab", "ba"].flatMap((b) => ["ab", "ba"].map((c) => a + b + c))))
    );
  });

  it("within groups that have one of each of many", () => {
    for (const letters of permuted("abcdbcda", "ppppqqqq"))
      expect([sorted(letters.slice(0, 4)), sorted(letters.slice(4))]).toEqual(["abcd", "abcd"]);
    expect(distinct(permuted("abcabc", "pppqqq")).length).toBe(36);
  });

  it("as wholes where all of a group have one", () => {
    expect(distinct(permuted("aabbaa", "ppqqrr"))).toEqual(["aaaabb", "aabbaa", "bbaaaa"]);
  });

  it("freely where each row is a group", () => {
    expect(distinct(permuted("aabc", "pqrs")).length).toBe(12);
  });

  it("between groups of as many rows only, wherever these stand in the table", () => {
    expect(distinct(permuted("acbab", "pqprs")).length).toBe(2 * 6);
    for (const letters of permuted("acbab", "pqprs")) {
      expect(sorted(letters[0] + letters[2])).toBe("ab");
      expect(sorted(letters[1] + letters[3] + letters[4])).toBe("abc");
    }
  });

  it("such that what stands together stays together", () => {
    for (const letters of permuted("aaabbb", "ppqqrr"))
      expect([letters.slice(0, 2), letters.slice(2, 4), letters.slice(4)].map(sorted).sort()).toEqual([
        "aa",
        "ab",
        "bb"
      ]);
  });
});

it("makes all permutations about equally often", () => {
  const counts = new Map<string, number>();
  for (const letters of permuted("aabb", "pqrs", {count: 6000}))
    counts.set(letters, (counts.get(letters) ?? 0) + 1);
  expect(counts.size).toBe(6);
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(120);
});

it("makes the same permutations each time it is asked, others for another seed", () => {
  const found = valueOf(permutations(each("aabbcc"), each("pqrstu").codes, {count: 20}));
  expect([...found].length).toBe(20);
  expect([...found]).toEqual([...found]);
  expect(permuted("aabbcc", "pqrstu", {seed: 2})).not.toEqual(permuted("aabbcc", "pqrstu"));
});

it.each([
  ["there is one label", "aaaa", "pqrs"],
  ["there are no rows", "", ""],
  ["each label has one group", "aab", "ppq"],
  ["groups of one label are each of another size", "aabbb", "ppqqq"]
])("is absent where %s", (_, letters, groups) => {
  expect(permutations(each(letters), each(groups).codes)).toEqual({absent: "labels cannot be exchanged"});
});

it("is absent for classes where each group has a label of its own, for then only names change", () => {
  const [labels, {codes: groups}] = [each("aabbcc"), each("ppqqrr")];
  expect(permutations(labels, groups, {of: "classes"})).toEqual({absent: "labels can only be renamed"});
  expect(permutations(labels, groups, {of: "numbers"})).toHaveProperty("value");
  expect(permutations(each("aabbaa"), groups, {of: "classes"})).toHaveProperty("value");
});
