/** How far labels are apart at each depth, beside what controls and permuted labels give. */
import type {Dataset} from "../dataset.ts";
import {labelsOf, type Labels} from "../analysis/separation/labels.ts";
import {absent, present, type Measured} from "../analysis/probes/measured.ts";
import {derived, type Measure} from "../analysis/separation/measure.ts";
import {familywise, nullOf, pValue, type Null} from "../analysis/separation/nulls.ts";
import {permutations} from "../analysis/separation/permutations.ts";
import {quantile} from "../analysis/separation/quantile.ts";
import type {Matrix64, Product} from "../matrix.ts";
import type {Column} from "../parquet.ts";
import {groupsOf} from "./groups.ts";
import {countsOf, fewStatements, mostStatements} from "./limits.ts";
import type {Network} from "./networks.ts";
import type {Read} from "./probes.ts";
import {statisticsOf, type NamedStatistic} from "./statistics.ts";

/** A row of the table; src/data/rows.ts says what is in it. */
export interface MeasureRow {
  depth: number;
  network: string;
  measure: string;
  value: number;
  low: number;
  high: number;
  chance: number;
  nullHigh: number;
  p: number;
  pAll: number;
  absent: string;
  unpermuted: string;
}

/** Names of columns of numbers. */
const numbers = ["value", "low", "high", "chance", "nullHigh", "p", "pAll"] as const;

interface AtDepth {
  depth: number;
  found: Measured<Read>;
  /** Why labels were not permuted at any depth, if so. */
  unpermuted: string;
}

/**
 * Measures a dataset's labels in the coordinates of networks. The first one's are measured with permuted labels too: the
 * same permutations at every depth, so that a p-value can answer for all depths at once.
 *
 * @param onDepth told after each depth of the first network
 */
export async function measureRows(
  dataset: Dataset,
  [trained, ...controls]: readonly Network[],
  {product, onDepth}: {product: Product; onDepth: () => void}
): Promise<MeasureRow[]> {
  const labels = labelsOf(dataset.labels);
  const groups = groupsOf(dataset, labels);
  const statistics = statisticsOf(labels, groups, product);
  const counts = countsOf(dataset.statements, labels);
  const permuted = {
    classes: drawn(labels, groups.exchanged, {count: counts.permutations, of: "classes"}),
    numbers: drawn(labels, groups.exchanged, {count: counts.permutations})
  };
  const byMeasure = new Map<string, AtDepth[]>();
  for (const {depth, points, readings} of trained.depths) {
    for (const {measure, of, labelsAre, tried} of statistics) {
      const some = firstOf(permuted[labelsAre], counts[tried]);
      const found = readOf(await nullOrValue(of(points), labels, some));
      add(byMeasure, measure, {depth, found, unpermuted: "absent" in some ? some.absent : ""});
    }
    for (const {measure, found} of readings) add(byMeasure, measure, {depth, found, unpermuted: ""});
    onDepth();
  }
  const rows = [...byMeasure].flatMap(([measure, depths]) => trainedRows(trained.name, measure, depths));
  for (const {name, depths} of controls)
    for (const {depth, points, readings} of depths) {
      rows.push(...(await controlRows(name, depth, points, statistics, labels)));
      rows.push(...readings.map(({measure, found}) => valueRow(name, measure, depth, found)));
    }
  return rows;
}

function add(byMeasure: Map<string, AtDepth[]>, measure: string, found: AtDepth): void {
  const list = byMeasure.get(measure);
  if (list) list.push(found);
  else byMeasure.set(measure, [found]);
}

/** The rows of a dataset that is too large to be measured. */
export function unmeasuredRows(depths: number): MeasureRow[] {
  const none = absent(`more than ${mostStatements} statements`);
  return Array.from({length: depths}, (_, i) => rowOf("trained", "", i + 1, none));
}

/** Permuted labels, drawn once for all depths. */
function drawn(...request: Parameters<typeof permutations>): Measure<Int32Array[]> {
  return derived(permutations(...request), (all) => [...all]);
}

/** So many of them; of many statements, some measures have none. */
function firstOf(permuted: Measure<Int32Array[]>, count: number): Measure<Int32Array[]> {
  if (count === 0) return {absent: `more than ${fewStatements} statements`};
  return derived(permuted, (all) => all.slice(0, count));
}

/** Where labels can't be exchanged, what they are is measured all the same. */
function nullOrValue(
  statistic: ReturnType<NamedStatistic["of"]>,
  labels: Labels,
  permuted: Measure<Int32Array[]>
): Promise<Measure<Null>> {
  return nullOf(statistic, labels, "absent" in permuted ? {value: []} : permuted);
}

/** Of the components, intervals are not asked for. */
function readOf(measured: Measure<Null>): Measured<Read> {
  if ("absent" in measured) return absent(measured.absent);
  const {observed, permuted} = measured.value;
  return present({value: observed, low: NaN, high: NaN, permuted});
}

/** The depths at which labels were permuted are answered for together. */
function trainedRows(network: string, measure: string, depths: readonly AtDepth[]): MeasureRow[] {
  const all = familywise(depths.map(({found}) => nullIn(found)));
  return depths.map(({depth, found, unpermuted}, i) => {
    const own = nullIn(found);
    if (!found.present || "absent" in own)
      return {...valueRow(network, measure, depth, found), unpermuted: found.present ? unpermuted : ""};
    const {value, low, high, permuted} = found.value;
    const pAll = "absent" in all ? NaN : (all.value.adjusted[i] ?? NaN);
    const chance = permuted.reduce((sum, one) => sum + one, 0) / permuted.length;
    const nullHigh = quantile(permuted, 0.95);
    return rowOf(
      network,
      measure,
      depth,
      present({value, low, high, chance, nullHigh, p: pValue(own.value), pAll})
    );
  });
}

/** What permuted labels gave, if there were any. */
function nullIn(found: Measured<Read>): Measure<Null> {
  if (!found.present || found.value.permuted.length === 0) return {absent: "nothing was measured"};
  return {value: {observed: found.value.value, permuted: found.value.permuted}};
}

async function controlRows(
  network: string,
  depth: number,
  points: Matrix64,
  statistics: readonly NamedStatistic[],
  labels: Labels
): Promise<MeasureRow[]> {
  const rows: MeasureRow[] = [];
  for (const {measure, of} of statistics) {
    const measured = await nullOf(of(points), labels, {value: []});
    rows.push(valueRow(network, measure, depth, readOf(measured)));
  }
  return rows;
}

/** What is measured and compared with nothing. */
export function valueOnly(measured: Measure): Measured<Partial<MeasureRow>> {
  return "absent" in measured ? absent(measured.absent) : present({value: measured.value});
}

function valueRow(network: string, measure: string, depth: number, found: Measured<Read>): MeasureRow {
  if (!found.present) return rowOf(network, measure, depth, found);
  const {value, low, high} = found.value;
  return rowOf(network, measure, depth, present({value, low, high}));
}

/** A row of the table; NaN for what is not known. */
export function rowOf(
  network: string,
  measure: string,
  depth: number,
  found: Measured<Partial<MeasureRow>>
): MeasureRow {
  const none = {
    value: NaN,
    low: NaN,
    high: NaN,
    chance: NaN,
    nullHigh: NaN,
    p: NaN,
    pAll: NaN,
    unpermuted: ""
  };
  const known = found.present ? {absent: "", ...found.value} : {absent: found.why};
  return {depth, network, measure, ...none, ...known};
}

/** The table's columns. */
export function measureColumns(rows: readonly MeasureRow[]): Column[] {
  const texts = (name: "network" | "measure" | "absent" | "unpermuted"): Column => ({
    name,
    type: "STRING",
    data: rows.map((row) => row[name])
  });
  return [
    {name: "depth", type: "INT32", data: Int32Array.from(rows, ({depth}) => depth)},
    texts("network"),
    texts("measure"),
    ...numbers.map((name): Column => ({
      name,
      type: "FLOAT",
      data: Float32Array.from(rows, (row) => row[name])
    })),
    texts("absent"),
    texts("unpermuted")
  ];
}
