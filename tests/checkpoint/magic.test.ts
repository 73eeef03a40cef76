import {spawnSync} from "node:child_process";
import {describe, expect, it} from "vitest";
import {kindAt} from "../../loaders/checkpoint/magic.ts";
import {concat, u64} from "./bytes.ts";
import {problemOf, temporaryFolder} from "./files.ts";

const folder = temporaryFolder();

describe("a file's first bytes", () => {
  it.each<[string, string | Uint8Array, string | undefined]>([
    ["GGUF", "GGUF\x03\0\0\0", "gguf"],
    ["a zip archive", "PK\x03\x04", "torch"],
    ["safetensors", concat(u64(2), "{}"), "safetensors"],
    ["safetensors whose length begins like JSON", concat(u64(0x7b), '{"'), "safetensors"],
    ["an object of JSON", '{"a": 1}', "json"],
    ["JSON on more than one line", '\n {\n  "a": 1}', "json"],
    ["JSON with a bracket where safetensors have theirs", '{"some":{"a": 1}}', "json"],
    ["a list of JSON", "[1, 2, 3, 4, 5]", undefined],
    ["nothing", "", undefined],
    ["less than a header's length", concat([1, 0, 0]), undefined],
    ["an archive without a file", "PK\x05\x06", undefined],
    ["GGUF of a machine that begins at the other end", "FUGG", undefined]
  ])("say that it is %s", async (_, contents, kind) => {
    expect(await kindAt(await folder.write("file", contents))).toBe(kind);
  });

  it.each<[string, string | Uint8Array, RegExp]>([
    ["nothing", "", /the file is empty; fetch it again$/],
    ["text", "once upon a time there was", /by its first bytes none: once upon a time$/],
    ["control characters", "\r\n\x1b[31m", /by its first bytes none: ...\[31m$/],
    [
      "a pickle of old",
      concat([0x80, 2, 0x8a, 10]),
      /saved by torch before 1\.6; convert it: python3 -c '.*' OLD NEW$/
    ],
    [
      "a tar archive",
      concat(new Uint8Array(257), "ustar"),
      /a tar archive, as torch wrote until 2017; unpack it/
    ],
    ["gzip", concat([0x1f, 0x8b, 8]), /compressed by gzip; unpack it$/],
    ["a pointer of git-lfs", "version https://git-lfs.github.com/spec/v1\noid sha256:00", /git lfs pull$/],
    ["a web page", "\n<!DOCTYPE html>", /a web page, not a checkpoint; log in/],
    ["an error in XML", '<?xml version="1.0"?>', /a web page, not a checkpoint; log in/]
  ])("say what is in a checkpoint's place: %s", async (_, contents, message) => {
    expect(await problemOf(await folder.write("model.safetensors", contents))).toMatch(message);
  });

  it("are looked for in files alone", async () => {
    await expect(kindAt(folder.path)).rejects.toThrow(/a file expected, a folder found$/);
    const pipe = `${folder.path}/pipe`;
    if (spawnSync("mkfifo", [pipe]).status === 0)
      await expect(kindAt(pipe)).rejects.toThrow(/a file expected, a device or pipe found$/);
  });
});
