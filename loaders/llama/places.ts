import type {LlamaConfig} from "../checkpoint/config.ts";
import type {Tensor} from "../onnx/session.ts";
import {rotaryAngles} from "./llama.ts";
import {attentionGroups, attentionOfEnds, type AttentionGroups, type Trie} from "./trie.ts";

/** What a block's model is told about the tokens of a trie; inputs of `blockModel`. */
export type Places = Record<"cos" | "sin" | "keys" | "mask", Tensor> & {wanted?: Tensor};

/** Rows of the residual stream that a trie takes: its nodes, filled up to whole groups with rows that nobody sees. */
export function rowsOf({tokens}: Trie, groupSize: number): number {
  return Math.ceil(tokens.length / groupSize) * groupSize;
}

/** A trie as a block sees it. */
export interface View {
  places: Places;
  /** The row of the block's output that is a node's. */
  rowOf(node: number): number;
}

/** For a block after which every token is needed. */
export function everyToken(trie: Trie, groupSize: number, config: LlamaConfig): View {
  const places = {...angles(trie, groupSize, config), ...attention(attentionGroups(trie, groupSize))};
  return {places, rowOf: (node) => node};
}

/** For a block after which only the statements' last tokens are. */
export function lastTokens(trie: Trie, groupSize: number, config: LlamaConfig): View {
  const {nodes, ...groups} = attentionOfEnds(trie);
  const wanted = {shape: [nodes.length], data: Int32Array.from(nodes)};
  const rows = new Map(nodes.map((node, row) => [node, row]));
  return {
    places: {...angles(trie, groupSize, config), ...attention(groups), wanted},
    rowOf: (node) => rows.get(node) ?? NaN
  };
}

/** Of a node's position, computed once for all nodes that have it; rows that nobody sees have position 0. */
function angles(trie: Trie, groupSize: number, config: LlamaConfig): Pick<Places, "cos" | "sin"> {
  const rows = rowsOf(trie, groupSize);
  const size = config.headDim / 2;
  const last = trie.positions.reduce((most, position) => Math.max(most, position), 0);
  const {cos, sin} = rotaryAngles(
    Array.from({length: last + 1}, (_, position) => position),
    config
  );
  const byRow = (byPosition: Float32Array) => {
    const data = new Float32Array(rows * size);
    for (let row = 0; row < rows; row++) {
      const start = (trie.positions[row] ?? 0) * size;
      data.set(byPosition.subarray(start, start + size), row * size);
    }
    return {shape: [rows, 1, size], data};
  };
  return {cos: byRow(cos), sin: byRow(sin)};
}

function attention({
  groups,
  groupSize,
  keyCount,
  keys,
  mask
}: AttentionGroups): Pick<Places, "keys" | "mask"> {
  return {
    keys: {shape: [groups, keyCount], data: keys},
    mask: {shape: [groups, 1, 1, groupSize, keyCount], data: mask}
  };
}
