/** Statements in a plane that other statements span, as a picture of one depth, and directions in it as arrows. */
import {parquetReadObjects} from "npm:hyparquet";
import type {ArrowRow, PlaneRow, ProbeName, StatementRow} from "../data/rows.js";
import {openInPieces} from "./dataset.js";
import {pieces} from "./picture.js";
import type {Frame, Picture} from "./picture.js";
import type {Transfer} from "./transfer.js";

/** Reads a training's plane, all tests in it. */
export type ReadPlane = (training: string) => Promise<PlaneRow[]>;

/** Of planes.parquet only the planes that are asked for are read, each once. */
export function readPlanes(href: string, {trainings}: Transfer): ReadPlane {
  const table = openInPieces(href);
  const known = new Map<string, Promise<PlaneRow[]>>();
  const read = async (training: string) => {
    const {file, metadata} = await table;
    const rows = Number(metadata.num_rows) / trainings.length;
    const rowStart = trainings.indexOf(training) * rows;
    // What our own loader wrote, as rows.ts says: that is what the cast rests on.
    return (await parquetReadObjects({file, metadata, rowStart, rowEnd: rowStart + rows})) as PlaneRow[];
  };
  return (training) => {
    const plane = known.get(training) ?? read(training);
    known.set(training, plane);
    return plane;
  };
}

/** A dataset's dots in a plane, and what is known of its statements. */
export interface Cloud {
  name: string;
  dots: readonly PlaneRow[];
  statements: readonly StatementRow[];
}

/** Several datasets in one plane, each column with the values of all; in the column `dataset` stands whose a dot is. */
export function planePicture(name: string, clouds: readonly Cloud[], depth: number): Picture {
  const dots = clouds.flatMap((cloud) => cloud.dots);
  const statements = clouds.flatMap((cloud) => cloud.statements);
  const labels = statements.map(({label}) => truthText(label));
  return {
    name,
    rows: dots.map(({row}) => row),
    statements: statements.map(({statement}) => statement),
    tokens: statements.map(({tokens}) => pieces(tokens)),
    columns: {label: labels, dataset: clouds.flatMap((cloud) => cloud.dots.map(() => cloud.name))},
    frames: [frameOf(dots, depth)]
  };
}

/** Both ways of writing a label as one. */
const truthText = (label: string) => ({1: "true", 0: "false"})[label] ?? label;

/** In units of the dots' root mean square distance from their middle. */
function frameOf(dots: readonly PlaneRow[], depth: number): Frame {
  const [x0, y0] = middle(dots);
  const square = dots.reduce((sum, {pc1, pc2}) => sum + (pc1 - x0) ** 2 + (pc2 - y0) ** 2, 0);
  const unit = Math.sqrt(square / Math.max(1, dots.length));
  const scaled = (value: number) => value / (unit || 1);
  return {
    depth,
    x: dots.map(({pc1}) => scaled(pc1)),
    y: dots.map(({pc2}) => scaled(pc2)),
    arms: [
      [1, 0],
      [0, 1]
    ],
    unit,
    share: [0, 0]
  };
}

function middle(dots: readonly PlaneRow[]): [x: number, y: number] {
  const mean = (of: (dot: PlaneRow) => number) =>
    dots.reduce((sum, dot) => sum + of(dot), 0) / Math.max(1, dots.length);
  return [mean(({pc1}) => pc1), mean(({pc2}) => pc2)];
}

/** A direction in a picture, in units of its frame. */
export interface Arrow {
  name: string;
  from: [x: number, y: number];
  to: [x: number, y: number];
}

/**
 * An arrow through the middle of a cloud, from false towards true. A direction that lies in the plane is drawn over twice
 * the frame's unit; one that sticks out of it, shorter.
 */
export function arrowThrough(cloud: Cloud, {x, y}: ArrowRow, {unit}: Frame, name: string): Arrow {
  const [mx, my] = middle(cloud.dots).map((value) => value / (unit || 1));
  return {name, from: [mx - x, my - y], to: [mx + x, my + y]};
}

/** What of a training's direction lies in a plane; undefined where it has none. */
export function arrowOf(
  {arrows}: Transfer,
  plane: string,
  training: string,
  probe: ProbeName
): ArrowRow | undefined {
  return arrows.find((row) => row.plane === plane && row.training === training && row.probe === probe);
}
