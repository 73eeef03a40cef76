import {mkdir} from "node:fs/promises";
import {describe, expect, it} from "vitest";
import {booleanIn, membersOf, numberIn, parseJson, readJsonObject} from "../../loaders/checkpoint/json.ts";
import {Problem} from "../../loaders/problem.ts";
import {temporaryFolder} from "./files.ts";

const folder = temporaryFolder();

function complaint(read: () => unknown): string {
  try {
    return `read: ${String(read())}`;
  } catch (error) {
    if (error instanceof Problem) return error.message;
    throw error;
  }
}

describe("JSON of a stranger", () => {
  const nested = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;

  it("may be nested in 64 levels, side by side in any number", () => {
    expect(() => parseJson(`[${Array(100).fill(nested(63)).join()}]`, "x")).not.toThrow();
    expect(complaint(() => parseJson(nested(65), "x.json"))).toBe(
      "x.json: JSON of 64 levels at most expected, more found"
    );
    expect(complaint(() => parseJson('{"a":'.repeat(65) + "1" + "}".repeat(65), "x.json"))).toMatch(
      /64 levels/
    );
  });

  it("may have any number of brackets in its strings", () => {
    const text = `${"[{".repeat(100)}"\\`;
    expect(parseJson(JSON.stringify([text, {[text]: text}]), "x")).toEqual([text, {[text]: text}]);
  });

  it.each(["", "{", '"', '"\\', "[1,]", "nan", "{'a': 1}"])("is refused when it is none: %j", (text) => {
    expect(complaint(() => parseJson(text, "x.json"))).toMatch(/^x\.json: JSON expected: /);
  });

  it.each(["null", "1", '"{}"', "[]"])("is refused when it is no object: %j", (text) => {
    expect(complaint(() => membersOf(parseJson(text, "x"), "x.json"))).toMatch(
      /^x\.json: a JSON object expected, .+ found$/
    );
  });

  it("may name its members as objects call what is theirs", () => {
    const members = membersOf(parseJson('{"__proto__": {"polluted": 1}, "constructor": 2}', "x"), "x");
    expect([...members.keys()]).toEqual(["__proto__", "constructor"]);
    expect("polluted" in {}).toBe(false);
    expect(membersOf(parseJson("{}", "x"), "x").get("constructor")).toBeUndefined();
  });

  it("gives numbers, and what is meant where there is none", () => {
    const members = membersOf({a: 1.5, b: null, c: "2", d: {toString: 1, valueOf: 1}, e: ["x\ny"]}, "x");
    expect(numberIn(members, "a", "x", 7)).toBe(1.5);
    expect(numberIn(members, "b", "x", 7)).toBe(7);
    expect(numberIn(members, "z", "x", 7)).toBe(7);
    const says = (key: string) => complaint(() => numberIn(members, key, "x.json"));
    expect(says("z")).toBe("x.json: z: a number expected, nothing found");
    expect(says("b")).toBe("x.json: b: a number expected, nothing found");
    expect(says("c")).toBe("x.json: c: a number expected, 2 found");
    expect(says("d")).toBe('x.json: d: a number expected, {"toString":1,"valueOf":1} found');
    expect(says("e")).toBe('x.json: e: a number expected, ["x\\ny"] found');
  });

  it("gives true and false, which is meant where there is neither", () => {
    const members = membersOf({a: true, b: false, c: null, d: 1}, "x");
    expect(["a", "b", "c", "z"].map((key) => booleanIn(members, key, "x"))).toEqual([
      true,
      false,
      false,
      false
    ]);
    expect(complaint(() => booleanIn(members, "d", "x.json"))).toBe(
      "x.json: d: true or false expected, 1 found"
    );
  });

  it("is read from a plain file of bounded length", async () => {
    const path = await folder.write("a.json", '{"a": 1}');
    expect(await readJsonObject(path, 8)).toEqual(new Map([["a", 1]]));
    await expect(readJsonObject(path, 7)).rejects.toThrow(/a\.json: 7 bytes at most expected, 8 found$/);
    await mkdir(`${folder.path}/folder.json`);
    for (const name of ["folder.json", "none.json"])
      await expect(readJsonObject(`${folder.path}/${name}`, 8)).rejects.toThrow(
        `${name}: a file of JSON expected, nothing found; put it there`
      );
  });
});
