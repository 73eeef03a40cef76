/** A whole number from 0, below `count`, from a random number from −1 to 1. */
export function below(count: number, random: () => number): number {
  return Math.floor(((random() + 1) / 2) * count);
}

/** Brings values into a random order, in place; all orders are equally likely (Fisher-Yates, Durstenfeld 1964). */
export function shuffle<T extends Int32Array | Float64Array>(values: T, random: () => number): T {
  for (let i = values.length - 1; i > 0; i--) {
    const j = below(i + 1, random);
    const value = values[i];
    values[i] = values[j];
    values[j] = value;
  }
  return values;
}
