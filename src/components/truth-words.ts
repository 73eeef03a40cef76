/** What can be said of transfer in sentences, whichever way it comes out. */
import type {TransferRow} from "../data/rows.js";
import {decimal} from "./format.js";
import {
  cellOf,
  cosineOf,
  curveOf,
  estimateOf,
  isWithinNull,
  median,
  shuffledOf,
  strangers,
  switchesOf,
  together
} from "./transfer.js";
import type {Switch, Transfer} from "./transfer.js";

/** Medians of the AUC beyond which something goes over, or comes out backwards. */
const [over, backwards] = [0.65, 0.35];

/** "isa", "isa and works", "isa, works and cities". */
export function listed(names: readonly string[]): string {
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;
}

/** "0.71 to 0.96", or one number if both are written alike. */
export function rangeText(values: readonly number[]): string {
  const [low, high] = [Math.min(...values), Math.max(...values)].map((value) => decimal(value));
  return low === high ? low : `${low} to ${high}`;
}

/** What to see in figure 1. */
export function switchSee(transfer: Transfer): string {
  const found = switchesOf(transfer);
  const {length} = transfer.affirmed;
  if (!found) return `None of the ${length} lines takes a step that is larger than its interval.`;
  const verb = found.there.length === 1 ? "takes its" : "take their";
  return `${found.there.length} of ${length} lines ${verb} largest step at depth ${found.depth}.`;
}

/** The same, with its numbers. */
export function switchText(transfer: Transfer): string {
  const found = switchesOf(transfer);
  if (!found) return switchSee(transfer);
  const [before, after] = [found.there.map((step) => step.before), found.there.map((step) => step.after)].map(
    rangeText
  );
  return `${switchSee(transfer)} The AUC is ${before} before it and ${after} after.`;
}

/** Which lines don't, and what they do instead. */
export function unswitchedText(transfer: Transfer): string {
  const rest = switchesOf(transfer)?.rest ?? [];
  const last = (name: string) => curveOf(transfer, {training: name, test: name}).at(-1)?.value ?? NaN;
  const flat = rest.filter(({clear}) => !clear);
  const sentences = rest
    .filter(({clear}) => clear)
    .map(({name, depth}: Switch) => `${name} takes its largest step at depth ${depth}.`);
  if (flat.length > 0) {
    const ends = flat.map(({name}) => `${name} ends at ${decimal(last(name))}`);
    sentences.push(`Not in all: ${listed(ends)}, without a clear step anywhere.`);
  }
  return sentences.join(" ");
}

/** How far networks with shuffled weights come with directions of their own, and where that is as far as the model. */
export function shuffledText(transfer: Transfer, depth: number): string {
  const found = transfer.affirmed.flatMap((name) => {
    const own = cellOf(transfer, {training: name, test: name}, "difference", depth)?.auc ?? NaN;
    const shuffled = shuffledOf(transfer, {training: name, test: name}).find((at) => at.depth === depth);
    return shuffled && Number.isFinite(own) ? [{name, own, high: shuffled.high}] : [];
  });
  if (found.length === 0) return "";
  const below = found.filter(({own, high}) => high < own);
  const sentences = found
    .filter(({own, high}) => high >= own)
    .map(
      ({name, own, high}) =>
        `In ${name} they come to ${decimal(high)}, no less than the model’s ${decimal(own)}: what is read there need not come from training.`
    );
  if (below.length > 0) {
    const most = decimal(Math.max(...below.map(({high}) => high)));
    sentences.unshift(
      `In ${below.length} of the ${found.length} datasets networks with the same weights shuffled stay below the model, at ${most} at the most (depth ${depth}).`
    );
  }
  return sentences.join(" ");
}

/** The datasets that figure 1 finds a step in; all affirmed ones if there is none. */
export function topicsOf(transfer: Transfer): string[] {
  return switchesOf(transfer)?.there.map(({name}) => name) ?? transfer.affirmed;
}

/** How well directions of one topic do on another. */
export function sharedText(transfer: Transfer, depth: number): {numbers: string; verdict: string} {
  const topics = topicsOf(transfer);
  const cells = strangers(transfer, {trainings: topics, tests: topics, depth, probe: "difference"});
  if (cells.length === 0)
    return {
      numbers: "No two of these datasets are about different subjects.",
      verdict: "So nothing can be said of sharing."
    };
  const values = cells.map(({auc}) => auc);
  const middle = median(values);
  const numbers = `In the ${cells.length} cells that take a direction from one topic to another, the AUC is ${decimal(middle)} in the middle of them, ${rangeText(values)} from the worst to the best${clearText(cells)}.`;
  const verdict =
    middle > over
      ? "So what was found on one topic is mostly not about that topic."
      : middle > 0.55
        ? "So a little of what was found on one topic holds on another."
        : "So what was found on one topic does not hold on another: each has a direction of its own.";
  return {numbers, verdict};
}

/** How many cells labels dealt out anew don't explain. */
function clearText(cells: readonly TransferRow[]): string {
  const tried = cells.map((cell) => estimateOf(cell, "auc")).filter(({nullLow}) => Number.isFinite(nullLow));
  if (tried.length === 0) return "";
  const clear = tried.filter((estimate) => !isWithinNull(estimate)).length;
  return `; ${clear === tried.length ? "all" : `${clear} of ${tried.length}`} lie beyond what 95 in 100 deals of permuted labels reach`;
}

/** What becomes of a dataset's direction on its denial. */
export function flipText(transfer: Transfer, pair: readonly [string, string], depth: number): string {
  const [affirmed, denial] = pair;
  const own = cellOf(transfer, {training: affirmed, test: affirmed}, "difference", depth);
  const denied = cellOf(transfer, {training: affirmed, test: denial}, "difference", depth);
  if (!own || !denied || Number.isNaN(denied.auc)) return `For ${denial} nothing could be measured.`;
  const numbers = `The direction of ${affirmed}, which puts a true statement of ${affirmed} above a false one ${share(own.auc)}, does so in ${denial} ${share(denied.auc)} (95 % interval ${rangeText([denied.aucLow, denied.aucHigh])})`;
  if (denied.auc < backwards) return `${numbers}: it comes out backwards.`;
  if (denied.auc > over) return `${numbers}: it holds, in spite of the “not”.`;
  return `${numbers}: it says next to nothing there.`;
}

const share = (auc: number) => `${Math.round(100 * auc)} times in 100`;

/** Whether directions of other topics flip too. */
export function flipElsewhereText(transfer: Transfer, depth: number): string {
  const topics = topicsOf(transfer);
  const tests = transfer.negated.filter(([a]) => topics.includes(a)).map(([, denial]) => denial);
  const cells = strangers(transfer, {trainings: topics, tests, depth, probe: "difference"});
  if (cells.length === 0) return "";
  const values = cells.map(({auc}) => auc);
  const middle = median(values);
  const numbers = `Directions found on other topics, in sentences without a “not”, come to ${decimal(middle)} on denials in the middle of ${cells.length} cells (${rangeText(values)})`;
  if (middle < backwards) return `${numbers}: they flip as well, so it is no matter of the same words.`;
  return middle > over
    ? `${numbers}: they hold.`
    : `${numbers}: they say little there, one way or the other.`;
}

/** The cosine between the two directions, and what it is worth. */
export function cosineText(transfer: Transfer, pair: readonly [string, string], depth: number): string {
  const now = cosineOf(transfer, pair, "difference", depth);
  if (now === undefined) return "";
  const numbers = `The cosine between the two directions is ${decimal(now)}`;
  const early = blindDepth(transfer, pair);
  const then = early === undefined ? undefined : cosineOf(transfer, pair, "difference", early);
  if (early === undefined || then === undefined || then > -0.5) return `${numbers}.`;
  return `${numbers}. Alone that would prove nothing: at depth ${early}, where neither direction tells true from false, it is ${decimal(then)}, because both datasets name the same things under opposite labels. What counts is what happens to statements that the direction has not seen.`;
}

/** The last depth at which neither direction tells anything of its own statements: both AUC are near one half. */
function blindDepth(transfer: Transfer, pair: readonly [string, string]): number | undefined {
  const blind = pair.map(
    (name) =>
      new Set(
        curveOf(transfer, {training: name, test: name})
          .filter(({value}) => Math.abs(value - 0.5) < 0.06)
          .map((point) => point.depth)
      )
  );
  return [...blind[0]].filter((depth) => blind[1].has(depth)).at(-1);
}

/** Whether a probe that is trained on both polarities at once finds a direction that serves both, elsewhere too. */
export function bothText(transfer: Transfer, pair: readonly [string, string], depth: number): string {
  const training = together(pair);
  const [first, second] = pair.map(
    (test) => cellOf(transfer, {training, test}, "logistic", depth)?.auc ?? NaN
  );
  if (Number.isNaN(first) || Number.isNaN(second)) return "";
  const topics = topicsOf(transfer);
  const tests = transfer.negated.filter(([a]) => topics.includes(a)).flat();
  const values = strangers(transfer, {trainings: [training], tests, depth, probe: "logistic"}).map(
    ({auc}) => auc
  );
  const numbers = `A logistic regression that is trained on both at once gets ${decimal(first)} on ${pair[0]} and ${decimal(second)} on ${pair[1]}, on subjects that it has not seen`;
  if (Math.min(first, second) < over)
    return `${numbers}. So in this model no one direction was found that serves both.`;
  const elsewhere =
    values.length > 0
      ? ` On other topics, stated and denied, it gets ${rangeText(values)}, in the middle ${decimal(median(values))}.`
      : "";
  const [affirmed, denial] = pair;
  const alone = cellOf(transfer, {training: affirmed, test: denial}, "difference", depth)?.auc ?? NaN;
  const contrast = alone < over ? ", and it is not the one that stands out where nothing is denied" : "";
  return `${numbers}. So a direction that serves both is in the vector${contrast}.${elsewhere}`;
}
