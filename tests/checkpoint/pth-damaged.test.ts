import {describe, expect, it} from "vitest";
import {problemOf, temporaryFolder} from "./files.ts";
import {pickle, zipBytes} from "./pth-bytes.ts";

const folder = temporaryFolder();
const params = {dim: 2, n_heads: 1, n_layers: 2, norm_eps: 1e-6};

describe("Meta's consolidated.00.pth", () => {
  it("is a problem wherever it is cut short", async () => {
    const whole = zipBytes([["model/data.pkl", pickle({})]], {zip64: true});
    await folder.write("params.json", JSON.stringify(params));
    for (let length = 0; length < whole.length; length += 5) {
      const message = await problemOf(await folder.write("cut.pth", whole.subarray(0, length)));
      expect(message, `cut after ${length} bytes`).toMatch(/cut\.pth/);
    }
  });

  it("is damaged when its archive points beyond all numbers", async () => {
    const bytes = Buffer.from(zipBytes([["model/data.pkl", pickle({})]], {zip64: true}));
    const locator = bytes.indexOf("PK\x06\x07");
    bytes.fill(0xff, locator + 8, locator + 16);
    expect(await problemOf(await folder.write("far.pth", bytes))).toMatch(
      /56 bytes expected from byte 18446744073709552000 on, 234 in the file/
    );
  });
});
