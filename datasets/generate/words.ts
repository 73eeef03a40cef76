const small = (
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen " +
  "eighteen nineteen"
).split(" ");
const tens = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");

/** A whole number from 0 to 99 in words: "fifty-one". */
export function numberWords(number: number): string {
  if (number < 20) return small[number];
  const ten = tens[Math.floor(number / 10) - 2];
  return number % 10 === 0 ? ten : `${ten}-${small[number % 10]}`;
}

export function capitalised(text: string): string {
  return text[0].toUpperCase() + text.slice(1);
}

export function yesNo(value: boolean): string {
  return value ? "yes" : "no";
}
