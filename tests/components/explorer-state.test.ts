import {describe, expect, it} from "vitest";
import {decodeState, encodeState} from "../../src/components/explorer-state.ts";
import type {Choices, ExplorerState} from "../../src/components/explorer-state.ts";

const defaults: ExplorerState = {
  depth: 4,
  column: "label",
  hidden: [],
  query: "",
  version: "months",
  selected: []
};
const choices: Choices = {
  depths: 6,
  columns: ["label", "kind & size"],
  versions: ["months", "months_with_stop"],
  keys: (column) => (column === "label" ? ["true", "false"] : ["a,b", "=c&d", "10–19"]),
  rows: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
};
const decode = (search: string) => decodeState(search, defaults, choices);

describe("an explorer's state in the address", () => {
  it("is nothing where all is as it is at first", () => {
    expect(encodeState(defaults, defaults)).toBe("");
    expect(decode("")).toEqual({state: defaults, note: ""});
  });

  it.each<Partial<ExplorerState>>([
    {depth: 1},
    {hidden: ["false"]},
    {selected: [0, 1, 2, 5, 9]},
    {query: " 50 % + <b> & “é” 😀 "},
    {
      depth: 6,
      column: "kind & size",
      hidden: ["a,b", "10–19", "=c&d"],
      query: "x",
      version: "months_with_stop"
    }
  ])("comes back from it: %j", (part) => {
    const state = {...defaults, ...part};
    expect(decode(encodeState(state, defaults))).toEqual({state, note: ""});
  });

  it("keeps what else the address says", () => {
    expect(encodeState({...defaults, depth: 2}, defaults, "?other=1&depth=3&hide=x")).toBe(
      "?other=1&depth=2"
    );
  });

  it.each([
    ["?depth=7", "depth=7"],
    ["?depth=0", "depth=0"],
    ["?depth=2.5", "depth=2.5"],
    ["?depth=", "depth="],
    ["?colour=__proto__", "colour=__proto__"],
    ["?variant=cities", "variant=cities"],
    ["?hide=maybe", "hide=maybe"],
    ["?rows=all", "rows=all"],
    ["?rows=10-999999999", "rows=10-999999999"],
    ["?rows=4-2", "rows=4-2"],
    ["?depth=%3Cscript%3E&hide=no", "depth=<script>, hide=no"]
  ])("falls back where there is no such thing, and says so: %s", (search, said) => {
    const {state, note} = decode(search);
    expect(state).toEqual(defaults);
    expect(note).toContain(`asks for ${said},`);
    expect(note.match(/\.( |$)/g)).toHaveLength(1);
  });

  it("keeps what is right beside what is wrong", () => {
    expect(decode("?depth=99&colour=kind+%26+size&hide=10–19&hide=true&rows=8-12,1").state).toEqual({
      ...defaults,
      column: "kind & size",
      hidden: ["10–19"],
      selected: [1, 8, 9]
    });
  });
});
