/** How numbers and labels are written on the whole site. */

/** A share of 1 as a percentage with a narrow space: 0.57 → "57 %". */
export const percent = (share: number, digits = 0): string => `${(100 * share).toFixed(digits)}\u202f%`;

/** A number with a real minus sign. */
export const decimal = (value: number, digits = 2): string => value.toFixed(digits).replace("-", "−");

/** A count with its noun: 1 → "1 statement", 1496 → "1,496 statements". */
export const count = (n: number, noun: string): string =>
  `${n.toLocaleString("en-US")} ${noun}${n === 1 ? "" : "s"}`;

/** Operators as they are set in type. */
export const typeset = (operators: string): string => operators.replaceAll("-", "−");

/** A pair of operators as the sum it stands for, which a reader takes in sooner than two bare signs: "+-" → "a + b − c". */
export const sum = ([first, second]: string): string => typeset(`a ${first} b ${second} c`);

/** A column's name in words: "first_negative" → "first negative". */
export const words = (name: string): string => name.replaceAll("_", " ");

/** Bytes in units of a thousand, with a decimal below ten of them: 98362432 → "98 MB", 1500 → "1.5 kB". */
export function bytes(n: number): string {
  const units = ["B", "kB", "MB", "GB"];
  const k = units.slice(1).filter((_, i) => n >= 999.5 * 1000 ** i).length; // 999.5 would be written as 1000
  const value = n / 1000 ** k;
  return `${value.toFixed(value < 9.95 && k > 0 ? 1 : 0)} ${units[k]}`;
}
