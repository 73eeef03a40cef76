/** What a probe of one dataset of facts says of the others: four tables, by depth and at the focus depth. */
import {join} from "node:path";
import type {Activations} from "../activations/activations.ts";
import {logisticProbe} from "../analysis/probes/logistic.ts";
import {meanDifference} from "../analysis/probes/mean-difference.ts";
import type {LinearProbe, Train} from "../analysis/probes/probe.ts";
import {transferMatrix, withoutOwnMean, type Dataset as Named} from "../analysis/probes/transfer.ts";
import {labelsOf} from "../analysis/separation/labels.ts";
import {permutations} from "../analysis/separation/permutations.ts";
import type {Dataset} from "../dataset.ts";
import type {Product} from "../matrix.ts";
import {checkedDepths} from "../measures/depths.ts";
import {createParquet, writeParquet} from "../parquet.ts";
import * as cells from "./cells.ts";
import {fewestFacts, trainingsOf, truthOf, type Training} from "./facts.ts";
import {arrowColumns, arrowRows, planeColumns, planeOf, planeRows} from "./planes.ts";
import {subjectNumbers} from "./subjects.ts";

export const transferTables = ["transfer", "controls", "cosines", "planes", "arrows"] as const;

/** Where a table lies in the folder of these tables. */
export function transferFile(folder: string, table: (typeof transferTables)[number]): string {
  return join(folder, `${table}.parquet`);
}

/** What `makeTransfer` needs to know. */
export interface TransferRequest {
  facts: readonly Dataset[];
  /** Of each dataset's statements. */
  tokens: readonly number[][][];
  activations: Pick<Activations, "at">;
  /** Networks with shuffled weights, which the statements have been through too. */
  controls: readonly {seed: number; activations: Pick<Activations, "at">}[];
  hiddenSize: number;
  /** The last depth that was run, and the one that pictures are of. */
  depth: number;
  focusDepth: number;
  /** Multiplies large matrices. */
  product: Product;
  /** Told after each step: `transferSteps` says how many there are. */
  onStep: () => void;
}

/**
 * Draws of subjects for an interval: at the focus depth, where numbers are written out, at the others, and of controls, whose
 * intervals nobody sees.
 */
const draws = {focus: 500, other: 100, control: 1};

/** How often labels of a test are permuted. */
const permuted = 200;

/** What the logistic regression chooses its strength from: weaker penalties than these would take most of the time. */
const strengths = [1e-4, 1e-3, 1e-2, 1e-1];

/**
 * How many steps there are, one a training: at each depth; at the focus depth a regression and a plane; and in each control at
 * each of its depths.
 */
export function transferSteps({
  facts,
  controls,
  ...model
}: Pick<TransferRequest, "facts" | "depth" | "focusDepth"> & {controls: readonly unknown[]}): number {
  if (facts.length < fewestFacts) return 0;
  return trainingsOf(facts).length * (model.depth + 2 + controls.length * checkedDepths(model).length);
}

/**
 * Trains on every dataset, and on every one together with its denial, tests on all, and writes the tables into `folder`.
 * Statements are measured from their own dataset's mean, as Marks & Tegmark (arXiv 2310.06824) have it, so that thresholds
 * go over; planes are of the activations as they are. Those of one depth are in memory at a time. With too few datasets,
 * transfer.parquet says so and the other tables have no rows.
 */
export async function makeTransfer(folder: string, request: TransferRequest): Promise<void> {
  const {facts, depth, focusDepth} = request;
  const tested: cells.TransferRow[] = [];
  const cosines: cells.CosineRow[] = [];
  const shown: Directions = {difference: [], logistic: []};
  if (facts.length < fewestFacts) tested.push(cells.absentRow(tooFew(facts)));
  for (let at = 1; at <= depth && facts.length >= fewestFacts; at++) {
    const samples = await samplesAt(request, at);
    for (const probe of at === focusDepth ? cells.probeNames : cells.probeNames.slice(0, 1)) {
      const trained = await train(samples, probe, at, {
        ...request,
        draws: at === focusDepth ? draws.focus : draws.other
      });
      tested.push(...trained.tested);
      cosines.push(...cells.cosineRows(trained.found, at, probe));
      if (at === focusDepth) shown[probe] = trained.found;
    }
  }
  await writeParquet(transferFile(folder, "transfer"), cells.transferColumns(tested));
  await writeParquet(transferFile(folder, "controls"), cells.controlColumns(await controlRows(request)));
  await writeParquet(transferFile(folder, "cosines"), cells.cosineColumns(cosines));
  await writePlanes(folder, request, shown);
}

/** The same in networks with shuffled weights, by difference of means, at the depths where controls are looked at. */
async function controlRows(request: TransferRequest): Promise<cells.ControlRow[]> {
  const rows: cells.ControlRow[] = [];
  if (request.facts.length < fewestFacts) return rows;
  for (const {seed, activations} of request.controls)
    for (const depth of checkedDepths(request)) {
      const samples = await samplesAt({...request, activations}, depth);
      const plain = samples.map(({name, sample}) => ({name, sample}));
      const {tested} = await train(plain, "difference", depth, {...request, draws: draws.control});
      rows.push(...tested.map((row) => cells.controlRow(row, seed)));
    }
  return rows;
}

type Directions = Record<cells.ProbeName, cells.Found[]>;

function tooFew({length}: readonly Dataset[]): string {
  const found = length === 0 ? "none" : "one";
  return `it takes two datasets of true and false statements to see what goes over from one to the other, and there is ${found}`;
}

/** The statements of every dataset at a depth, under subjects that are numbered together. */
async function samplesAt(
  {facts, tokens, activations, hiddenSize}: TransferRequest,
  depth: number
): Promise<Named[]> {
  const subjects = subjectNumbers(facts);
  const samples: Named[] = [];
  for (const [i, {name, labels}] of facts.entries()) {
    const truths = Float64Array.from(labels, (label) => truthOf(label) ?? NaN);
    const sample = {
      x: await activations.at(tokens[i], depth),
      rows: labels.length,
      columns: hiddenSize,
      labels: truths,
      subjects: subjects[i]
    };
    samples.push({name, sample, permuted: permutedTruths(truths, facts[i], subjects[i])});
  }
  return samples;
}

/** Truths dealt out anew, within pairs or subjects first, as `measures/` does it: the same ones at every depth. */
function permutedTruths(truths: Float64Array, {columns}: Dataset, subjects: Int32Array): Int32Array[] {
  const groups = Object.hasOwn(columns, "pair") ? labelsOf(columns.pair).codes : subjects;
  const labels = {codes: Int32Array.from(truths), names: ["false", "true"]};
  const drawn = permutations(labels, groups, {count: permuted, of: "classes"});
  return "absent" in drawn ? [] : [...drawn.value];
}

/** A probe for each training at a depth, and how it does on each dataset. */
async function train(
  samples: readonly Named[],
  probe: cells.ProbeName,
  depth: number,
  {facts, product, onStep, draws}: TransferRequest & {draws: number}
): Promise<{found: cells.Found[]; tested: cells.TransferRow[]}> {
  const ways: Record<cells.ProbeName, Train<LinearProbe>> = {
    difference: meanDifference(),
    logistic: logisticProbe({strengths, product})
  };
  const tests = samples.map(withoutOwnMean);
  const trainings = trainingsOf(facts).map((training) => ({...training, datasets: pick(tests, training)}));
  const options = {train: ways[probe], draws, onTraining: onStep};
  const transfer = await transferMatrix(trainings, tests, options);
  return {
    found: transfer.probes.flatMap(({training, probe: one}) =>
      one.present ? [{training, probe: one.value}] : []
    ),
    tested: transfer.cells.map((cell) => cells.cellRow(cell, depth, probe))
  };
}

/** Every statement in every training's plane, and every direction. */
async function writePlanes(folder: string, request: TransferRequest, shown: Directions): Promise<void> {
  const {facts, focusDepth, product, onStep} = request;
  const dots = createParquet(transferFile(folder, "planes"));
  const enough = facts.length >= fewestFacts;
  const samples = enough ? await samplesAt(request, focusDepth) : [];
  const arrows = [];
  for (const training of enough ? trainingsOf(facts) : []) {
    const plane = await planeOf(
      pick(samples, training).map(({sample}) => sample),
      product
    );
    const rows = samples.flatMap(({name, sample}) => planeRows(training.name, plane, name, sample));
    await dots.write(planeColumns(rows));
    arrows.push(
      ...arrowRows(training.name, plane, shown.difference, "difference"),
      ...arrowRows(training.name, plane, shown.logistic, "logistic")
    );
    onStep();
  }
  if (!enough) await dots.write(planeColumns([]));
  await dots.finish();
  await writeParquet(transferFile(folder, "arrows"), arrowColumns(arrows));
}

function pick(samples: readonly Named[], {datasets}: Training): Named[] {
  return samples.filter(({name}) => datasets.some((dataset) => dataset.name === name));
}
