import {messageOf, Problem} from "../../problem.ts";
import {isName, shown} from "../file.ts";
import {call, expect, globalNamed, storageOf, type PickledTensor, type Value} from "./pickle-values.ts";

/**
 * A tensor takes some 130 bytes and 8 entries of the memo, a thousand of them 2000 places on the stack: room for 8000
 * tensors, of which LLaMA 3.1 405B has 1137.
 */
export const mostPickleBytes = 2 ** 20;
const mostMemo = 100_000;
const deepestStack = 10_000;

/**
 * The tensors in a pickle of a dictionary, by name. Only what torch.save needs of protocol 2 is understood: it builds
 * tuples and dictionaries, runs nothing, and takes time and memory in proportion to the pickle.
 * Format: cpython, Lib/pickletools.py.
 *
 * @param where the file it came from
 * @throws Problem for any other opcode or global, and for whatever does not fit together
 */
export function unpickleTensors(bytes: Uint8Array, where: string): Map<string, PickledTensor> {
  try {
    return tensorsOf(new Unpickler(bytes).run());
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    throw new Problem(`${where}: pickle: ${messageOf(error)}; only a dictionary of tensors is read`);
  }
}

function tensorsOf(value: Value): Map<string, PickledTensor> {
  const tensors = new Map<string, PickledTensor>();
  for (const [name, tensor] of expect(value, "dictionary").entries) {
    if (typeof name !== "string" || !isName(name)) throw new Problem("a tensor's name expected in ASCII");
    tensors.set(name, expect(tensor, "tensor"));
  }
  return tensors;
}

/** The closed list of opcodes. */
const opcodes: Record<number, ((pickle: Unpickler) => void) | undefined> = {
  0x28: (pickle) => pickle.mark(), // "(" MARK
  0x7d: (pickle) => pickle.push({kind: "dictionary", entries: new Map()}), // "}" EMPTY_DICT
  0x29: (pickle) => pickle.push({kind: "tuple", items: []}), // ")" EMPTY_TUPLE
  0x85: (pickle) => pickle.tuple(1),
  0x86: (pickle) => pickle.tuple(2),
  0x87: (pickle) => pickle.tuple(3),
  0x74: (pickle) => pickle.push({kind: "tuple", items: pickle.popToMark()}), // "t" TUPLE
  0x88: (pickle) => pickle.push(true),
  0x89: (pickle) => pickle.push(false),
  0x4b: (pickle) => pickle.push(pickle.byte()), // "K" BININT1
  0x4d: (pickle) => pickle.push(pickle.number(2)), // "M" BININT2
  0x4a: (pickle) => pickle.push(pickle.number(4) | 0), // "J" BININT, signed
  0x8a: (pickle) => pickle.push(pickle.long()), // LONG1
  0x58: (pickle) => pickle.push(pickle.text(pickle.number(4))), // "X" BINUNICODE
  0x63: (pickle) => pickle.push(globalNamed(`${pickle.line()}.${pickle.line()}`)), // "c" GLOBAL
  0x51: (pickle) => pickle.push(storageOf(pickle.pop())), // "Q" BINPERSID
  0x52: (pickle) => pickle.reduce(), // "R" REDUCE
  0x62: (pickle) => pickle.build(), // "b" BUILD
  0x73: (pickle) => pickle.setItems([pickle.pop(), pickle.pop()].reverse()), // "s" SETITEM
  0x75: (pickle) => pickle.setItems(pickle.popToMark()), // "u" SETITEMS
  0x71: (pickle) => pickle.put(pickle.byte()), // "q" BINPUT
  0x72: (pickle) => pickle.put(pickle.number(4)), // "r" LONG_BINPUT
  0x68: (pickle) => pickle.get(pickle.byte()), // "h" BINGET
  0x6a: (pickle) => pickle.get(pickle.number(4)) // "j" LONG_BINGET
};
const protocol = 0x80;
const stop = 0x2e;

/** The stack machine that a pickle is a program for. */
class Unpickler {
  readonly #bytes: Uint8Array;
  readonly #stack: Value[] = [];
  /** Lengths of the stack where marks were set. */
  readonly #marks: number[] = [];
  readonly #memo = new Map<number, Value>();
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  run(): Value {
    this.#checkProtocol();
    for (let opcode = this.byte(); opcode !== stop; opcode = this.byte()) {
      const act = opcodes[opcode];
      if (!act) throw new Problem(`opcode 0x${opcode.toString(16)} at byte ${this.#position - 1}`);
      act(this);
    }
    const value = this.pop();
    if (this.#stack.length > 0) throw new Problem("one value on its stack at the end expected, more found");
    if (this.#marks.length > 0) throw new Problem("a mark on its stack at the end");
    const after = this.#bytes.length - this.#position;
    if (after > 0) throw new Problem(`nothing after its end expected, ${after} bytes found`);
    return value;
  }

  byte(): number {
    if (this.#position === this.#bytes.length) this.#endsEarly();
    return this.#bytes[this.#position++];
  }

  /** An unsigned number of that many bytes, the lowest first. */
  number(length: number): number {
    let value = 0;
    for (let i = 0; i < length; i++) value += this.byte() * 256 ** i;
    return value;
  }

  /** Python's integers beyond 32 bits, in two's complement; none of ours is beyond 2^53. */
  long(): number {
    const length = this.byte();
    if (length > 7) throw new Problem(`an integer of 7 bytes at most expected, ${length} found`);
    if (length === 0) return 0;
    const low = this.number(length - 1);
    return low + ((this.byte() << 24) >> 24) * 256 ** (length - 1); // the highest byte has the sign
  }

  text(length: number): string {
    return new TextDecoder().decode(this.#take(length));
  }

  line(): string {
    const length = this.#bytes.subarray(this.#position).indexOf(0x0a);
    if (length < 0) throw new Problem("a name without an end");
    const line = this.text(length);
    this.#position += 1;
    return line;
  }

  push(value: Value): void {
    if (this.#stack.length === deepestStack)
      throw new Problem(`more than ${deepestStack} values on its stack`);
    this.#stack.push(value);
  }

  pop(): Value {
    const value = this.#stack.length > (this.#marks.at(-1) ?? 0) ? this.#stack.pop() : undefined;
    if (value === undefined) throw new Problem(`nothing on its stack at byte ${this.#position - 1}`);
    return value;
  }

  mark(): void {
    if (this.#marks.length === deepestStack)
      throw new Problem(`more than ${deepestStack} marks on its stack`);
    this.#marks.push(this.#stack.length);
  }

  popToMark(): Value[] {
    const mark = this.#marks.pop();
    if (mark === undefined) throw new Problem(`no mark on its stack at byte ${this.#position - 1}`);
    return this.#stack.splice(mark);
  }

  tuple(length: number): void {
    const items: Value[] = [];
    while (items.length < length) items.unshift(this.pop());
    this.push({kind: "tuple", items});
  }

  reduce(): void {
    const given = this.pop();
    this.push(call(this.pop(), given));
  }

  /** nn.Module.state_dict leaves its versions as an attribute of its dictionary: they are dropped. */
  build(): void {
    expect(this.pop(), "dictionary");
    this.push(expect(this.pop(), "dictionary"));
  }

  /** @param items key, value, key, value, … */
  setItems(items: Value[]): void {
    const dictionary = expect(this.pop(), "dictionary");
    if (items.length % 2 > 0) throw new Problem(`key ${shown(items.at(-1))} has no value`);
    for (let i = 0; i < items.length; i += 2) {
      if (dictionary.entries.has(items[i])) throw new Problem(`${shown(items[i])} is there twice`);
      dictionary.entries.set(items[i], items[i + 1]);
    }
    this.push(dictionary);
  }

  put(index: number): void {
    if (this.#memo.size === mostMemo) throw new Problem(`more than ${mostMemo} values in its memo`);
    const value = this.pop();
    this.#memo.set(index, value);
    this.push(value);
  }

  get(index: number): void {
    const value = this.#memo.get(index);
    if (value === undefined) throw new Problem(`value ${index} of its memo expected, none found`);
    this.push(value);
  }

  #checkProtocol(): void {
    if (this.byte() !== protocol) throw new Problem("a protocol expected at its start, none found");
    const version = this.byte();
    if (version !== 2) throw new Problem(`protocol 2 expected, ${version} found`);
  }

  #take(length: number): Uint8Array {
    const end = this.#position + length;
    if (end > this.#bytes.length) this.#endsEarly();
    const bytes = this.#bytes.subarray(this.#position, end);
    this.#position = end;
    return bytes;
  }

  #endsEarly(): never {
    throw new Problem(`it ends at byte ${this.#bytes.length}, in the middle`);
  }
}
