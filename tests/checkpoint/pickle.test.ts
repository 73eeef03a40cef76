import {describe, expect, it} from "vitest";
import {unpickleTensors} from "../../loaders/checkpoint/torch/pickle.ts";
import {concat, u32, type Bytes} from "./bytes.ts";
import {complaint, messageOf} from "./pickles.ts";
import {op, pickle, storage, tensor, tupleOf} from "./pth-bytes.ts";

const spec = {key: "0", shape: [2, 3], type: "HalfStorage"};

describe("a pickle of tensors", () => {
  it("says where each tensor's values are", () => {
    expect(
      unpickleTensors(pickle({a: tensor(spec), b: tensor({...spec, offset: 3, count: 9})}), "x.pth")
    ).toEqual(
      new Map([
        [
          "a",
          {
            kind: "tensor",
            storage: {kind: "storage", key: "0", type: "torch.HalfStorage", dtype: "F16", count: 6},
            offset: 0,
            shape: [2, 3],
            strides: [3, 1]
          }
        ],
        [
          "b",
          {
            kind: "tensor",
            storage: {kind: "storage", key: "0", type: "torch.HalfStorage", dtype: "F16", count: 9},
            offset: 3,
            shape: [2, 3],
            strides: [3, 1]
          }
        ]
      ])
    );
  });

  it("may name a value once and take it from the memo after that", () => {
    const bytes = pickle({a: concat(tensor(spec), op.put(7)), b: op.get(7)});
    const tensors = unpickleTensors(bytes, "x.pth");
    expect(tensors.get("b")).toBe(tensors.get("a"));
  });

  it("may hold parameters, which are their tensors", () => {
    const parameter = concat(
      op.global("torch._utils", "_rebuild_parameter"),
      tupleOf(tensor(spec), op.false, op.dictionary),
      op.reduce
    );
    expect(unpickleTensors(pickle({a: parameter}), "x.pth")).toEqual(
      unpickleTensors(pickle({a: tensor(spec)}), "x.pth")
    );
  });

  it("may count beyond 2^31", () => {
    const size = concat(0x8a, 5, [0, 0, 0, 0, 2]);
    const id = tupleOf(
      op.text("storage"),
      op.global("torch", "FloatStorage"),
      op.text("0"),
      op.text("cpu"),
      size
    );
    const parts = tupleOf(
      concat(id, op.persistentId),
      size,
      op.emptyTuple,
      op.emptyTuple,
      op.false,
      op.dictionary
    );
    const bytes = pickle({a: concat(op.global("torch._utils", "_rebuild_tensor_v2"), parts, op.reduce)});
    expect(unpickleTensors(bytes, "x.pth").get("a")).toMatchObject({
      offset: 2 ** 33,
      storage: {count: 2 ** 33}
    });
  });

  it.each([
    ["os", "system"],
    ["posix", "system"],
    ["builtins", "eval"],
    ["__builtin__", "exec"],
    ["torch", "load"],
    ["torch._utils", "_rebuild_parameter_with_state"],
    ["torch._utils", "_rebuild_tensor_v3"],
    ["torch.storage", "UntypedStorage"],
    ["torch", "UntypedStorage"],
    ["__proto__", "x"],
    ["", "toString"]
  ])("never names %s.%s", (module, name) => {
    const message = complaint(op.global(module, name), tupleOf(op.text("true")), op.reduce);
    expect(message).toBe(
      `x.pth: pickle: it names ${module}.${name}, which tensors don't need; only a dictionary of tensors is read`
    );
  });

  it.each<[string, Bytes]>([
    ["INST", "ios\nsystem\n"],
    ["OBJ", "o"],
    ["NEWOBJ", 0x81],
    ["STACK_GLOBAL", 0x93],
    ["EXT1", [0x82, 1]],
    ["PERSID", "P0\n"],
    ["EMPTY_LIST", "]"],
    ["DUP", "2"],
    ["FRAME", [0x95, 0, 0, 0, 0, 0, 0, 0, 0]],
    ["BYTEARRAY8", 0x96]
  ])("never has the opcode %s", (_, opcode) => {
    expect(complaint(op.dictionary, opcode)).toMatch(/pickle: opcode 0x[0-9a-f]+ at byte 3;/);
  });

  it.each<[string, Bytes[], RegExp]>([
    ["a protocol in the middle", [[0x80, 2]], /opcode 0x80 at byte 2;/],
    [
      "a key without a value",
      [op.dictionary, op.mark, op.text("a"), tensor(spec), op.text("b"), "u"],
      /key b has no value/
    ],
    [
      "another value below its last",
      [op.text("x"), op.dictionary],
      /one value on its stack at the end expected/
    ],
    ["a mark that is never taken", [op.mark, op.dictionary], /a mark on its stack at the end/],
    ["a mark before its end", [op.dictionary, op.mark], /nothing on its stack/],
    [
      "a call of a storage",
      [op.global("torch", "FloatStorage"), op.emptyTuple, op.reduce],
      /it calls torch\.FloatStorage/
    ],
    ["a call of what is no global", [op.text("x"), op.emptyTuple, op.reduce], /a global expected, x found/],
    [
      "a dictionary of something",
      [op.global("collections", "OrderedDict"), tupleOf(op.emptyTuple), op.reduce],
      /it calls collections\.OrderedDict with 1 arguments/
    ],
    ["BUILD of a tensor", [tensor(spec), op.dictionary, op.build], /a dictionary expected, a tensor found/],
    ["BUILD from a tuple", [op.dictionary, op.emptyTuple, op.build], /a dictionary expected, a tuple found/],
    [
      "a tensor of nothing",
      [op.global("torch._utils", "_rebuild_tensor_v2"), op.emptyTuple, op.reduce],
      /6 arguments of a tensor/
    ],
    [
      "a parameter of nothing",
      [op.global("torch._utils", "_rebuild_parameter"), op.emptyTuple, op.reduce],
      /3 arguments of a parameter expected, 0 found/
    ],
    [
      "a parameter of a storage",
      [
        op.global("torch._utils", "_rebuild_parameter"),
        tupleOf(storage(spec), op.false, op.dictionary),
        op.reduce
      ],
      /a tensor expected, a storage found/
    ],
    [
      "nine dimensions",
      [tensor({...spec, shape: [1, 1, 1, 1, 1, 1, 1, 1, 1]})],
      /8 dimensions at most expected, 9 found/
    ],
    [
      "nine strides",
      [tensor({...spec, strides: [1, 1, 1, 1, 1, 1, 1, 1, 1]})],
      /8 dimensions at most expected, 9 found/
    ],
    [
      "a storage that is none",
      [tupleOf(op.text("module")), op.persistentId],
      /a storage expected in a persistent id/
    ],
    ["a list of sizes", [op.dictionary, op.persistentId], /a tuple expected, a dictionary found/],
    ["no dictionary", [tensor(spec)], /a dictionary expected, a tensor found/],
    [
      "a storage for a tensor",
      [op.dictionary, op.text("a"), storage(spec), op.setItem],
      /a tensor expected, a storage found/
    ],
    [
      "two tensors of one name",
      [op.dictionary, op.text("a"), tensor(spec), op.setItem, op.text("a"), tensor(spec), op.setItem],
      /a is there twice/
    ],
    [
      "a name of several lines",
      [op.dictionary, op.text("a\nb"), tensor(spec), op.setItem],
      /name expected in ASCII/
    ],
    ["an empty stack", [op.reduce], /nothing on its stack at byte 2/],
    ["a value from below a mark", [op.dictionary, op.mark, op.put(0)], /nothing on its stack/],
    ["no mark", [op.tuple], /no mark on its stack/],
    ["an empty memo", [op.get(2 ** 32 - 1)], /value 4294967295 of its memo expected, none found/],
    ["a string longer than itself", ["X", u32(2 ** 32 - 1), "a"], /it ends at byte \d+, in the middle/],
    ["a name without an end", ["cos"], /a name without an end/],
    ["an integer of 255 bytes", [[0x8a, 255]], /an integer of 7 bytes at most expected, 255 found/]
  ])("never has %s", (_, opcodes, message) => {
    expect(complaint(...opcodes)).toMatch(message);
  });

  it.each<[string, Uint8Array, RegExp]>([
    ["no protocol", concat(op.dictionary, op.stop), /a protocol expected at its start, none found/],
    ["another protocol", concat([0x80, 4], op.dictionary, op.stop), /protocol 2 expected, 4 found/],
    [
      "bytes after its end",
      concat(op.protocol, op.dictionary, op.stop, [0, 0]),
      /nothing after its end expected, 2 bytes found/
    ]
  ])("is refused with %s", (_, bytes, message) => {
    expect(messageOf(bytes)).toMatch(message);
  });

  it.each<[number[], number]>([
    [[0xff], -1],
    [[0x00, 0x80], -(2 ** 15)],
    [[0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], -2]
  ])("reads the sign of a long integer: %j is %i", (bytes, value) => {
    const long = concat([0x8a, bytes.length], bytes);
    expect(complaint(long)).toContain(`a dictionary expected, ${value} found`);
  });

  it("is a problem wherever it is cut short", () => {
    const whole = pickle({a: tensor(spec)});
    for (let length = 0; length < whole.length; length++)
      expect(messageOf(whole.subarray(0, length)), `cut after ${length} bytes`).toMatch(/^x\.pth: pickle: /);
  });
});
