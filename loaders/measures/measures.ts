/** How far labels are apart at each depth, beside what controls and permuted labels give. */
import type {Dataset} from "../dataset.ts";
import {labelsOf, type Labels} from "../analysis/separation/labels.ts";
import {derived, type Absence, type Measure} from "../analysis/separation/measure.ts";
import {familywise, nullOf, pValue, type Null} from "../analysis/separation/nulls.ts";
import {permutations} from "../analysis/separation/permutations.ts";
import {quantile} from "../analysis/separation/quantile.ts";
import type {Matrix64, Product} from "../matrix.ts";
import type {Column} from "../parquet.ts";
import {groupsOf} from "./groups.ts";
import {mostStatements} from "./limits.ts";
import type {Network} from "./networks.ts";
import {statisticsOf, type NamedStatistic} from "./statistics.ts";

/** Up to so many statements, labels are permuted a thousand times. */
const fewStatements = 500;

/** A row of the table; src/data/rows.ts says what is in it. */
export interface MeasureRow {
  depth: number;
  network: string;
  measure: string;
  value: number;
  chance: number;
  nullHigh: number;
  p: number;
  pAll: number;
  absent: Absence | "";
}

interface Measured {
  depth: number;
  measured: Measure<Null>;
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
  const few = dataset.statements.length <= fewStatements;
  const permuted = drawn(labels, groups.exchanged, few ? 1000 : 200);
  const nulls = new Map(statistics.map(({measure}) => [measure, [] as Measured[]]));
  for (const {depth, points} of trained.depths) {
    for (const {measure, of, slow} of statistics) {
      const some = derived(permuted, (all) => (slow ? all.slice(0, few ? 200 : 0) : all));
      nulls.get(measure)?.push({depth, measured: await nullOrValue(of(points), labels, some)});
    }
    onDepth();
  }
  const rows = [...nulls].flatMap(([measure, depths]) => trainedRows(trained.name, measure, depths));
  for (const {name, depths} of controls)
    for (const {depth, points} of depths)
      rows.push(...(await controlRows(name, depth, points, statistics, labels)));
  return rows;
}

/** The rows of a dataset that is too large to be measured. */
export function unmeasuredRows(depths: number): MeasureRow[] {
  const absent: Absence = `more than ${mostStatements} statements`;
  return Array.from({length: depths}, (_, i) => rowOf("trained", "", i + 1, {absent}));
}

/** Permuted labels, drawn once for all depths. */
function drawn(labels: Labels, groups: Int32Array, count: number): Measure<Int32Array[]> {
  return derived(permutations(labels, groups, {count}), (all) => [...all]);
}

/** Where labels can't be exchanged, what they are is measured all the same. */
function nullOrValue(
  statistic: ReturnType<NamedStatistic["of"]>,
  labels: Labels,
  permuted: Measure<Int32Array[]>
): Promise<Measure<Null>> {
  return nullOf(statistic, labels, "absent" in permuted ? {value: []} : permuted);
}

function trainedRows(network: string, measure: string, depths: readonly Measured[]): MeasureRow[] {
  const all = familywise(depths.map(({measured}) => measured));
  return depths.map(({depth, measured}, i) => {
    if ("absent" in measured || measured.value.permuted.length === 0)
      return rowOf(
        network,
        measure,
        depth,
        derived(measured, ({observed}) => ({value: observed}))
      );
    const {observed, permuted} = measured.value;
    const pAll = "absent" in all ? NaN : (all.value.adjusted[i] ?? NaN);
    const chance = permuted.reduce((sum, value) => sum + value, 0) / permuted.length;
    const found = {
      value: observed,
      chance,
      nullHigh: quantile(permuted, 0.95),
      p: pValue(measured.value),
      pAll
    };
    return rowOf(network, measure, depth, {value: found});
  });
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
    rows.push(
      rowOf(
        network,
        measure,
        depth,
        derived(measured, ({observed}) => ({value: observed}))
      )
    );
  }
  return rows;
}

/** What is measured and compared with nothing. */
export function valueOnly(measured: Measure): Measure<Partial<MeasureRow>> {
  return derived(measured, (value) => ({value}));
}

/** A row of the table; NaN for what is not known. */
export function rowOf(
  network: string,
  measure: string,
  depth: number,
  found: Measure<Partial<MeasureRow>>
): MeasureRow {
  const none = {value: NaN, chance: NaN, nullHigh: NaN, p: NaN, pAll: NaN};
  const known = "absent" in found ? {absent: found.absent} : {absent: "" as const, ...found.value};
  return {depth, network, measure, ...none, ...known};
}

/** The table's columns. */
export function measureColumns(rows: readonly MeasureRow[]): Column[] {
  const texts = (name: "network" | "measure" | "absent"): Column => ({
    name,
    type: "STRING",
    data: rows.map((row) => row[name])
  });
  const numbers = (name: "value" | "chance" | "nullHigh" | "p" | "pAll"): Column => ({
    name,
    type: "FLOAT",
    data: Float32Array.from(rows, (row) => row[name])
  });
  return [
    {name: "depth", type: "INT32", data: Int32Array.from(rows, ({depth}) => depth)},
    texts("network"),
    texts("measure"),
    ...(["value", "chance", "nullHigh", "p", "pAll"] as const).map(numbers),
    texts("absent")
  ];
}
