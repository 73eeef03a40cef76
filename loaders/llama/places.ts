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

function angles(trie: Trie, groupSize: number, config: LlamaConfig): Pick<Places, "cos" | "sin"> {
  const rows = rowsOf(trie, groupSize);
  const filling = Array<number>(rows - trie.tokens.length).fill(0);
  const {cos, sin} = rotaryAngles([...trie.positions, ...filling], config);
  const shape = [rows, 1, config.headDim / 2];
  return {cos: {shape, data: cos}, sin: {shape, data: sin}};
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
