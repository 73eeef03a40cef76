import {describe, expect, it} from "vitest";
import {openTensorFile} from "../../loaders/checkpoint/tensor-file.ts";
import {concat, f32, type Bytes} from "./bytes.ts";
import {openFilesIn, temporaryFolder} from "./files.ts";
import {op, pickle, tensor, tupleOf, zipBytes} from "./pth-bytes.ts";

const folder = temporaryFolder();
const numbers = f32(1, 2, 3, 4, 5, 6);

/** A file of torch.save of these tensors, and of one storage of six numbers. */
const write = (tensors: Record<string, Bytes>) =>
  folder.write(
    "model.bin",
    zipBytes([
      ["model 7B/data.pkl", pickle(tensors)],
      ["model 7B/data/0", numbers]
    ])
  );

const matrix = {key: "0", shape: [2, 3]};

describe("a file of torch.save", () => {
  it.each<[string, Bytes, string]>([
    [
      "integers",
      tensor({...matrix, type: "LongStorage"}),
      "float32, float16 or bfloat16 expected, torch.LongStorage found"
    ],
    [
      "columns before rows",
      tensor({...matrix, strides: [1, 2]}),
      "is not stored row by row; save its .contiguous()"
    ],
    [
      "the same number again and again",
      tensor({...matrix, shape: [6], strides: [0]}),
      "is not stored row by row"
    ]
  ])("may hold %s, which are refused when they are needed", async (_, other, reason) => {
    const file = await openTensorFile(await write({other, weight: tensor(matrix)}));
    const weight = file.tensors.get("weight");
    expect(weight?.refusal).toBeUndefined();
    expect(await weight?.read(4, 8)).toEqual(f32(2, 3));
    const refused = file.tensors.get("other");
    expect(refused?.refusal?.message).toContain(`${file.path}: tensor other`);
    expect(refused?.refusal?.message).toContain(reason);
    await expect(refused?.read(0, 4)).rejects.toThrow(reason);
    await file.close();
  });

  it.each<[string, Bytes, RegExp]>([
    [
      "a dictionary in a dictionary",
      concat(op.dictionary, op.text("weight"), tensor(matrix), op.setItem),
      /a tensor expected, a dictionary found; only a dictionary of tensors is read$/
    ],
    ["a tuple of tensors", tupleOf(tensor(matrix)), /a tensor expected, a tuple found; only a dictionary/],
    ["a number", op.integer(3), /a tensor expected, 3 found; only a dictionary of tensors is read$/]
  ])("is refused with %s, and closed", async (_, state, message) => {
    await expect(openTensorFile(await write({state}))).rejects.toThrow(message);
    expect(openFilesIn(folder.path)).toEqual([]);
  });

  it("may hold a tensor of no values, and one without dimensions", async () => {
    const file = await openTensorFile(
      await write({
        none: tensor({key: "0", shape: [0], count: 6}),
        one: tensor({key: "0", shape: [], count: 6})
      })
    );
    expect([...file.tensors].map(([name, {shape}]) => [name, shape])).toEqual([
      ["none", [0]],
      ["one", []]
    ]);
    await file.close();
  });
});
