import {expect, it} from "vitest";
import {bytes} from "../../src/components/format.ts";

it.each([
  [0, "0 B"],
  [999, "999 B"],
  [1500, "1.5 kB"],
  [9_960, "10 kB"],
  [98_362_432, "98 MB"],
  [999_499, "999 kB"],
  [999_999, "1.0 MB"],
  [2_500_000_000_000, "2500 GB"]
])("writes %i bytes as %s", (n, text) => {
  expect(bytes(n)).toBe(text);
});
