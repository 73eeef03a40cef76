import type {Absence, Measure} from "./measure.ts";

/** The labels of a table's rows. */
export interface Labels {
  /** Which of `names` each row has, `[rows]`. */
  codes: Int32Array;
  /** The distinct labels in the order they first come in; each is some row's. */
  names: string[];
}

/** More distinct labels than this are not thought of as classes. */
export const mostLabels = 50;

/** Texts as numbers of distinct texts: labels, and by their `codes` groups such as subjects or pairs. */
export function labelsOf(texts: readonly string[]): Labels {
  const numbers = new Map<string, number>();
  const codes = Int32Array.from(texts, (text) => {
    const code = numbers.get(text) ?? numbers.size;
    numbers.set(text, code);
    return code;
  });
  return {codes, names: [...numbers.keys()]};
}

/** How many rows have each code, `[count]`. */
export function sizesOf(codes: Int32Array, count: number): Int32Array {
  const sizes = new Int32Array(count);
  for (const code of codes) sizes[code]++;
  return sizes;
}

/** Why rows don't fall into classes by these labels, if they don't. */
export function notClasses({codes, names}: Labels): Absence | undefined {
  if (names.length < 2) return "one label only";
  if (names.length === codes.length) return "every statement has a label of its own";
  return names.length > mostLabels ? `more than ${mostLabels} labels` : undefined;
}

/** The numbers that labels are, `[names.length]`; absent if one isn't a finite decimal number. */
export function numbersOf(names: readonly string[]): Measure<Float64Array> {
  const numbers = Float64Array.from(names, (name) => (/^[-+\d.]/.test(name.trim()) ? Number(name) : NaN));
  return numbers.every(Number.isFinite) ? {value: numbers} : {absent: "labels are not numbers"};
}
