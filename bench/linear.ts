/** Whether time goes up with distinct tokens, and with blocks, as a straight line. */
import {mkdir, writeFile} from "node:fs/promises";
import {join} from "node:path";
import type {EngineResult} from "./engine.ts";
import {measureEngine, withTemporaryFolder} from "./measure.ts";
import type {Options} from "./options.ts";
import {manySums} from "./statements.ts";
import {openSubjects, type Subject} from "./subjects.ts";
import {fitLine, significant, type Line} from "./statistics.ts";

/** Seconds over something that there is more and more of. */
export interface Series {
  model: string;
  /** What x counts. */
  unit: "distinct tokens" | "blocks";
  /** What stays the same. */
  fixed: string;
  points: [x: number, seconds: number][];
  line: Line;
}

/** Blocks of a real model that many statements go through, and statements for every number of blocks. */
const [fewBlocks, fewStatements] = [4, 2000];

/** Measures each checkpoint, writes a plot of each series into `folder` and says what the lines are. */
export async function measureLinearity(
  options: Options,
  folder: string
): Promise<{text: string; results: Series[]}> {
  const results: Series[] = [];
  for (const subject of await openSubjects(options))
    results.push(await overTokens(subject, options), await overBlocks(subject, options));
  const {seriesPlot} = await import("./series-plot.ts");
  await mkdir(folder, {recursive: true});
  for (const series of results) {
    const name = `${series.model} ${series.unit}`.replace(/[^\w.]+/g, "-");
    await writeFile(join(folder, `${name}.svg`), `${seriesPlot(series)}\n`);
  }
  return {text: results.map(lineText).join("\n"), results};
}

/** Up to `statements` of them, twice as many every time. */
function overTokens(subject: Subject, {statements: most, repeats}: Options): Promise<Series> {
  const depth = Math.min(fewBlocks, subject.depth);
  const counts = Array.from({length: 6}, (_, i) => Math.max(1, Math.round(most / 2 ** (5 - i))));
  const cases = counts.map((count) => ({count, depth}));
  return series(subject, cases, repeats, ({tokens}) => tokens, {
    unit: "distinct tokens",
    fixed: `${depth} blocks`
  });
}

/** Up to all that are run, in up to six steps. */
function overBlocks(subject: Subject, {statements: most, repeats}: Options): Promise<Series> {
  const count = Math.min(fewStatements, most);
  const steps = Math.min(6, subject.depth);
  const depths = Array.from({length: steps}, (_, i) => Math.round((subject.depth * (i + 1)) / steps));
  const cases = depths.map((depth) => ({count, depth}));
  return series(subject, cases, repeats, ({depth}) => depth, {unit: "blocks", fixed: `${count} statements`});
}

async function series(
  subject: Subject,
  cases: {count: number; depth: number}[],
  repeats: number,
  x: (of: {tokens: number; depth: number}) => number,
  {unit, fixed}: Pick<Series, "unit" | "fixed">
): Promise<Series> {
  const points: Series["points"] = [];
  for (const {count, depth} of cases)
    for (let repeat = 0; repeat < repeats; repeat++) {
      const {tokens, seconds} = await measureSums(subject, count, depth);
      points.push([x({tokens, depth}), seconds]);
      process.stderr.write(
        `${subject.name}: ${tokens} distinct tokens, ${depth} blocks: ${significant(seconds)} s\n`
      );
    }
  return {model: subject.name, unit, fixed, points, line: fitLine(points)};
}

function measureSums(subject: Subject, count: number, depth: number): Promise<EngineResult> {
  return withTemporaryFolder(async (folder) => {
    const statements = join(folder, "statements.json");
    await writeFile(statements, JSON.stringify(subject.tokens(manySums(count))));
    return measureEngine({checkpoint: subject.checkpoint, statements, depth});
  });
}

function lineText({model, unit, fixed, line}: Series): string {
  const {slope, intercept, deviation} = line;
  const each =
    unit === "blocks"
      ? `${significant(slope)} s a block`
      : `${significant(1e6 * slope)} s a million distinct tokens`;
  return `${model}, ${fixed}: ${each} and ${significant(intercept)} s besides; a point is at most ${significant(100 * deviation)} % off the line`;
}
