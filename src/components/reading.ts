/** What can be said of curves of separation, in words. */
import {decimal} from "./format.js";
import type {Kind} from "./kinds.js";
import {bestOf, clearOf, hasInterval, highest, isChance, reaches, shuffledAt, triedOf} from "./separation.js";
import type {Separation} from "./separation.js";
import type {MeasureRow} from "../data/rows.js";

/** A p-value as it is written: 0.032, 0.001. */
export const pText = (p: number): string => decimal(p, p < 0.0995 ? 3 : 2);

/** All numbers of one depth in words. */
export function depthText(separation: Separation, depth: number): string {
  const {kind, trained} = separation;
  const row = trained.find((other) => other.depth === depth);
  if (!row) return `depth ${depth}: nothing was measured`;
  const {format} = kind;
  const shuffled = shuffledAt(separation, depth);
  return [
    `depth ${depth}: ${format(row.value)}${hasInterval(row) ? ` (${range([row.low, row.high], format)})` : ""}`,
    ...(shuffled ? [`shuffled weights ${range(shuffled, format)}`] : []),
    ...(Number.isFinite(row.nullHigh)
      ? [`permuted labels ${format(row.chance)}, 95 in 100 below ${format(row.nullHigh)}`]
      : []),
    ...(Number.isFinite(row.p) ? [`p ${pText(row.p)}, over all depths ${pText(row.pAll)}`] : [])
  ].join(" · ");
}

/** "62 % to 70 %", or one number if they are written alike. */
function range([low, high]: [low: number, high: number], format: Kind["format"]): string {
  const [from, to] = [format(low), format(high)];
  return from === to ? from : `${from} to ${to}`;
}

/** What the curves show: a sentence to look for, what controls make of it, and what would have been wrong. */
export function reading(separation: Separation): {see: string; rest: string; wrong: string} {
  const {kind, trained} = separation;
  const best = bestOf(separation);
  const value = kind.format(best.value);
  const see = isChance(separation)
    ? `At no depth is the line above what labels dealt out at random may reach; highest at depth ${best.depth}, ${value}.`
    : `${kind.most} at depth ${best.depth}: ${value}.`;
  const tried = triedOf(separation);
  const chance = tried.length < trained.length ? chanceOfSome(tried, trained.length) : chanceOfAll(tried);
  const rest = [intervalText(best, kind), unpermutedText(separation), ...chance, ...controlsText(separation)];
  const inside = tried.length > 0 ? "a strong line inside the band, or " : "";
  const wrong = `Wrong would have been: ${inside}thin lines that rise as high as the strong one.`;
  return {see, rest: rest.filter((sentence) => sentence !== "").join(" "), wrong};
}

function intervalText(best: MeasureRow, {format}: Kind): string {
  if (!hasInterval(best)) return "";
  return `Asked about other subjects like these, the same probes would come to ${range([best.low, best.high], format)} in 95 of 100 draws: the strip along the line.`;
}

/** Why there is no band. */
function unpermutedText({unpermuted}: Separation): string {
  if (unpermuted === "") return "";
  const renamed =
    "each label belongs to one pair or subject alone, so that dealing labels out anew would only rename them";
  return `There is no band of permuted labels: ${unpermuted === "labels can only be renamed" ? renamed : unpermuted}.`;
}

function chanceOfAll(tried: readonly MeasureRow[]): string[] {
  if (tried.length === 0) return [];
  const clear = clearOf(tried);
  return [
    `Labels dealt out anew come as far, at whichever depth, with a probability of ${pText(highest(tried).pAll)}.`,
    clear.length === tried.length
      ? "They are clear of chance at every depth."
      : clear.length === 1
        ? "They are clear of chance at that depth alone."
        : clear.length > 1
          ? `They are clear of chance at ${clear.length} of ${tried.length} depths, first at ${clear[0].depth}.`
          : ""
  ];
}

/** What has to be fitted is not fitted to permuted labels everywhere. */
function chanceOfSome(tried: readonly MeasureRow[], all: number): string[] {
  if (tried.length === 0) return [];
  const [best, clear] = [highest(tried), clearOf(tried)];
  return [
    `At ${tried.length} of ${all} depths labels were dealt out anew as well; they come as far as depth ${best.depth} does, at whichever of these, with a probability of ${pText(best.pAll)}.`,
    clear.length === tried.length
      ? "All of these depths are clear of chance."
      : clear.length > 0
        ? `Clear of chance ${clear.length === 1 ? "is depth" : "are depths"} ${clear.map(({depth}) => depth).join(", ")}.`
        : ""
  ];
}

/** What of the best value the controls have too. */
function controlsText(separation: Separation): string[] {
  const {kind, shuffled, tokens, likelihood} = separation;
  const best = bestOf(separation);
  const there = shuffledAt(separation, best.depth);
  const ever = shuffled.flat().reduce((most, {value}) => Math.max(most, value), -Infinity);
  const said = [
    ...(shuffled.length > 0
      ? [
          `shuffled weights reach ${there ? `${range(there, kind.format)} there, ` : ""}${kind.format(ever)} at best`
        ]
      : []),
    ...(Number.isFinite(tokens) ? [`the tokens alone, in no order, ${kind.format(tokens)}`] : []),
    ...(Number.isFinite(likelihood)
      ? [`how likely the model finds each statement, ${kind.format(likelihood)}`]
      : [])
  ];
  if (said.length === 0) return [];
  const sentence = `${said.join("; ")}.`;
  return [
    sentence[0].toUpperCase() + sentence.slice(1),
    verdict(separation, {"a network with shuffled weights": ever, "the mean of the tokens": tokens}),
    rivalText(separation)
  ];
}

/** Whether the statements' log-probability, which training has made, tells the labels apart as well. */
function rivalText(separation: Separation): string {
  if (isChance(separation)) return "";
  return reaches(separation, separation.likelihood)
    ? "But how likely the model finds a statement tells the labels apart as well: the curve may show no more than what it expects to read."
    : "";
}

/** Whether what has learned nothing comes as far; within a twentieth of the axis, it does. */
function verdict(separation: Separation, controls: Record<string, number>): string {
  if (isChance(separation)) return "";
  const known = Object.entries(controls).filter(([, value]) => Number.isFinite(value));
  const as = known.filter(([, value]) => reaches(separation, value)).map(([name]) => name);
  if (as.length > 0)
    return `So this is no sign of anything learned: ${as.join(" and ")} ${as.length > 1 ? "come" : "comes"} as far.`;
  const band = triedOf(separation).map(({nullHigh}) => nullHigh);
  if (band.length > 0 && known.some(([, value]) => value > Math.max(...band)))
    return "So part of it may take no training; what training adds is the distance between the lines.";
  return "So it takes training to draw this line.";
}
