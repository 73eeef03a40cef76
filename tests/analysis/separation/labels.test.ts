import {expect, it} from "vitest";
import {labelsOf, mostLabels, notClasses, numbersOf} from "../../../loaders/analysis/separation/labels.ts";
import {each} from "./reference.ts";

it("numbers labels in the order they first come in", () => {
  expect(labelsOf(["true", "false", "true", ""])).toEqual({
    codes: Int32Array.of(0, 1, 0, 2),
    names: ["true", "false", ""]
  });
});

it("says why labels make no classes", () => {
  const many = Array.from({length: 200}, (_, i) => String(i >> 1));
  expect(notClasses(each("aab"))).toBeUndefined();
  expect(notClasses(each("aaa"))).toBe("one label only");
  expect(notClasses(each(""))).toBe("one label only");
  expect(notClasses(each("abc"))).toBe("every statement has a label of its own");
  expect(notClasses(labelsOf(many))).toBe(`more than ${mostLabels} labels`);
});

it("reads numbers of labels that all are numbers", () => {
  expect(numbersOf(["1984", "-3.5", "+2", ".5", "1e3"])).toEqual({
    value: Float64Array.of(1984, -3.5, 2, 0.5, 1000)
  });
  for (const name of ["", " ", "four", "1 000", "Infinity", "1e999", "+-", "--"])
    expect(numbersOf(["1", name])).toEqual({absent: "labels are not numbers"});
});
