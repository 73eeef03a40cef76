import {describe, expect, it} from "vitest";
import {ggufBytes, int32, uint16, uint32, without, type Parts} from "./gguf-bytes.ts";
import {model, outcome, partName, split, splitFolder, thirds} from "./gguf-split.ts";

const folder = splitFolder();

/** Part `index` with other or more metadata. */
const changed = (parts: Parts[], index: number, metadata: Parts["metadata"]) =>
  parts.map((part, i) => (i === index ? {...part, metadata: {...part.metadata, ...metadata}} : part));

describe("parts of a GGUF file that don't belong together", () => {
  const parts = split(model, thirds);

  it.each<[string, Parts[], RegExp]>([
    [
      "one of another split",
      changed(parts, 1, {"split.count": uint16(4)}),
      /00002-of-00003\.gguf: part 2 of 3 with 19 .*, as beside it, part 2 of 4 with 19 tensors found/
    ],
    ["one of another number", changed(parts, 1, {"split.no": uint16(2)}), /part 2 of 3 .*, part 3 of 3 with/],
    [
      "one of another file",
      changed(parts, 2, {"split.tensors.count": int32(20)}),
      /00003-of-00003\.gguf: part 3 of 3 with 19 .*, as beside it, part 3 of 3 with 20 tensors found/
    ],
    [
      "a whole file",
      changed(parts, 2, {"split.count": uint16(0)}),
      /00003-of-00003\.gguf: part 3 .* a whole file found; fetch the parts of one file$/
    ],
    [
      "a tensor in two",
      split(model, [thirds[0], [...thirds[1], thirds[2][0]], thirds[2]]),
      /00003-of-00003\.gguf: tensor blk\.1\.attn_norm\.weight is in tiny-00002-of-00003\.gguf too; .*damaged/
    ],
    [
      "too few tensors",
      split(model, [thirds[0], thirds[1], thirds[2].slice(1)]),
      /00001-of-00003\.gguf: 19 tensors expected in all parts, 18 found/
    ],
    [
      "too many tensors",
      [0, 1, 2].reduce((all, i) => changed(all, i, {"split.tensors.count": int32(5)}), parts),
      /5 tensors expected in all parts, 19 found/
    ],
    [
      "a number beyond the count",
      changed(parts, 0, {"split.no": uint16(3)}),
      /split\.no 3 of split\.count 3/
    ],
    [
      "a count of 2^31",
      changed(parts, 0, {"split.count": uint32(2 ** 31)}),
      /split\.count 2147483648, .*no such/
    ],
    ["a negative count", changed(parts, 0, {"split.tensors.count": int32(-1)}), /-1 tensors: no such part/]
  ])("are refused: %s", async (_, written, message) => {
    const [path] = await folder.writeParts(written);
    expect(await outcome(path)).toMatch(message);
  });

  it("are refused: one with no number", async () => {
    const [path] = await folder.writeParts([without(parts[0], "split.no"), parts[1], parts[2]]);
    expect(await outcome(path)).toMatch(/split\.no: a number expected, nothing in the file/);
  });

  it("are refused: one that is called otherwise", async () => {
    const path = await folder.write("renamed.gguf", ggufBytes(parts[1]));
    expect(await outcome(path)).toBe(
      `Problem: ${path}: a name that ends in -00002-of-00003.gguf expected, ` +
        "as of each part of 3; call it that"
    );
  });

  it("are refused: one that is no GGUF, and one that is no file", async () => {
    const [path, second] = await folder.writeParts(parts);
    await folder.write(partName(1, 3), "<html>");
    expect(await outcome(path)).toBe(`Problem: ${second}: GGUF expected, by its first bytes`);
    await folder.write(partName(1, 3), "");
    expect(await outcome(path)).toMatch(/00002-of-00003\.gguf: the header goes on past the last byte, 0/);
  });

  it("are a problem wherever one is cut short", async () => {
    const paths = await folder.writeParts(parts);
    const whole = ggufBytes(parts[2]);
    for (let length = 0; length < whole.length; length += 7) {
      await folder.write(partName(2, 3), whole.subarray(0, length));
      expect(await outcome(paths[0]), `cut after ${length} bytes`).toMatch(
        /^Problem: .*00003-of-00003\.gguf/
      );
    }
  });
});
