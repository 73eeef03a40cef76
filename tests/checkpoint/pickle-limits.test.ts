import {describe, expect, it} from "vitest";
import {concat} from "./bytes.ts";
import {complaint} from "./pickles.ts";
import {op, storage, tupleOf} from "./pth-bytes.ts";

const spec = {key: "0", shape: [2, 3]};

const memo = Buffer.concat(Array.from({length: 110_000}, (_, i) => op.put(i)));

describe("a pickle of more than any checkpoint has", () => {
  it.each<[string, Uint8Array, RegExp]>([
    ["marks", new Uint8Array(2 ** 20 - 3).fill(0x28), /more than 10000 marks/],
    ["a deep stack", new Uint8Array(2 ** 20 - 3).fill(0x29), /more than 10000 values on its stack/],
    ["a large memo", concat(op.emptyTuple, memo), /more than 100000 values in its memo/],
    [
      "tuples in tuples",
      concat(op.emptyTuple, new Uint8Array(2 ** 20 - 5).fill(0x85)),
      /a dictionary expected, a tuple found/
    ],
    [
      "a long name",
      concat("c", "a".repeat(2 ** 16), "\n", "b".repeat(2 ** 16), "\n"),
      /it names a{80}…, which/
    ]
  ])("is refused quickly and on one line with %s", (_, opcodes, message) => {
    const start = performance.now();
    const found = complaint(opcodes);
    expect(found).toMatch(message);
    expect(found.length).toBeLessThan(300);
    expect(performance.now() - start).toBeLessThan(5000);
  });

  it("takes no more memory than its length says when it names one thing again and again", () => {
    const shape = concat(tupleOf(...Array.from({length: 9000}, () => op.integer(1))), op.put(1));
    const given = concat(tupleOf(storage(spec), op.integer(0), shape, op.get(1), op.false, op.dictionary));
    const many = Array.from({length: 30_000}, (_, i) =>
      concat(op.text(`tensor ${i}`), op.get(0), op.get(2), op.reduce, op.setItem)
    );
    const before = process.memoryUsage().rss;
    const found = complaint(
      ...[op.global("torch._utils", "_rebuild_tensor_v2"), op.put(0), given, op.put(2), op.reduce],
      ...[op.dictionary, ...many]
    );
    expect(found).toMatch(/8 dimensions at most expected, 9000 found/);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 2 ** 20);
  });
});
