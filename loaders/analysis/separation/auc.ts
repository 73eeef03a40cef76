/**
 * The area under the ROC curve: how often a score among `positive` is larger than one among `negative`, ties counting
 * half; 0.5 if there are none. Both are sorted in place.
 */
export function auc(positive: Float64Array, negative: Float64Array): number {
  if (positive.length === 0 || negative.length === 0) return 0.5;
  positive.sort();
  negative.sort();
  let [below, notAbove, sum] = [0, 0, 0];
  for (const score of positive) {
    while (below < negative.length && negative[below] < score) below++;
    while (notAbove < negative.length && negative[notAbove] <= score) notAbove++;
    sum += below + notAbove;
  }
  return sum / (2 * positive.length * negative.length);
}
