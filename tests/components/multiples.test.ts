import {expect, it} from "vitest";
import {evenly} from "../../src/components/DatasetMultiples.ts";

it("shows depths from the first to the last, each once", () => {
  expect(evenly(20)).toEqual([1, 5, 9, 12, 16, 20]);
  expect(evenly(6)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(evenly(2)).toEqual([1, 2]);
  expect(evenly(1)).toEqual([1]);
});
