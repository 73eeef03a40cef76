/** Fewest statements of a class that a probe is trained on: with one there is no spread. */
const leastOfClass = 2;

/**
 * Why a probe can't be trained on these labels, if so: a class is missing or has too few statements.
 *
 * @param names of the classes, for the message
 * @throws Error if a label is not the number of a class
 */
export function whyUntrainable(labels: Float64Array, names = classNames(2)): string | undefined {
  if (names.length < 2) return `2 classes needed, ${names.length} found`;
  const counts = countClasses(labels, names.length);
  const rare = counts.findIndex((count) => count < leastOfClass);
  if (rare < 0) return undefined;
  return `${names[rare]}: ${leastOfClass} statements to train on needed, ${counts[rare]} found`;
}

export function classNames(classes: number): string[] {
  return Array.from({length: classes}, (_, i) => `class ${i}`);
}

/** How many statements each class has. */
export function countClasses(labels: Float64Array, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const label of labels) {
    if (!(label in counts)) throw new Error(`label ${label}: a class from 0 to ${classes - 1} expected`);
    counts[label]++;
  }
  return counts;
}

/** 1 for the rows of a class, −1 for all others. */
export function signsOf(labels: Float64Array, ofClass: number): Int8Array {
  return Int8Array.from(labels, (label) => (label === ofClass ? 1 : -1));
}
