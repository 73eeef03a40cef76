/** Where everything of a projection stands, in pixels: one scale for both directions, labels beside their groups. */
import * as d3 from "npm:d3";
import type {Encoding} from "./encoding.js";
import {frameAt} from "./picture.js";
import type {Frame, Picture} from "./picture.js";

export interface Size {
  width: number;
  height: number;
  /** Dots alone, without compass and scale bar and the room for them. */
  bare?: boolean;
}

export interface Label {
  /** The entry of the encoding whose name it is. */
  entry: number;
  x: number;
  y: number;
  /** Which of the places around its group was taken; passed on to the next depth, so that it does not hop about. */
  place: number;
}

export interface Layout extends Size {
  frame: Frame;
  /** Dots in pixels, `[dots]`. */
  x: number[];
  y: number[];
  /** Dots' radius in pixels. */
  r: number;
  /** Of three components: how much larger each dot is for being nearer, `[dots]`, 1 in the middle. */
  near?: number[];
  /** Pixels to one unit of the frame. */
  scale: number;
  labels: Label[];
  /** As the picture. */
  standardised: boolean;
}

/** Room below the dots for the compass and the scale bar. */
export const furnitureHeight = 50;

/** The dots' radius in a picture of a given width with so many dots. */
export const radius = (width: number, dots: number): number => {
  const base = width < 480 ? 4.2 : width < 640 ? 5 : 5.6;
  return dots > 600 ? Math.max(2, base * Math.sqrt(600 / dots)) : base;
};

/**
 * Fits a depth's dots into the picture and finds places for labels; without an encoding there are none. Each depth is
 * fitted by itself: in one fit for all, a few dots far out at one depth would shrink the others, the widest to half.
 */
export function arrange(
  picture: Picture,
  depth: number,
  size: Size,
  encoding?: Encoding,
  before: Label[] = []
): Layout {
  const frame = frameAt(picture, depth);
  const r = radius(size.width, picture.rows.length);
  const inset = {x: encoding && size.width > 480 ? 52 : 26, y: 22};
  const foot = size.bare ? 0 : furnitureHeight;
  const room = {width: size.width - 2 * inset.x, height: size.height - foot - 2 * inset.y};
  const [x0, x1] = extent(frame.x);
  const [y0, y1] = extent(frame.y);
  const scale = Math.max(1, Math.min(room.width / (x1 - x0), room.height / (y1 - y0)));
  const x = frame.x.map((v) => size.width / 2 + (v - (x0 + x1) / 2) * scale);
  const y = frame.y.map((v) => inset.y + room.height / 2 - (v - (y0 + y1) / 2) * scale);
  const dots = {x, y, r, width: size.width, height: size.height - foot};
  const labels = encoding ? placeLabels(dots, encoding, before) : [];
  return {...size, frame, x, y, r, scale, labels, standardised: picture.standardised ?? false};
}

/** From the least to the greatest, never empty: statements that all share a place are a dot in the middle. */
function extent(values: number[]): [number, number] {
  const [low = 0, high = 0] = d3.extent(values);
  return high - low > 1e-9 ? [low, high] : [low - 1, high + 1];
}

interface Dots extends Size {
  x: number[];
  y: number[];
  r: number;
}

interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}

const places = 24;

/** Twelve directions in two rings are tried for each group's name; it goes where it covers fewest dots and names. */
function placeLabels(dots: Dots, {entries, of, kind}: Encoding, before: Label[]): Label[] {
  if (entries.length > 12 || kind === "yes-no") return [];
  const members = d3.group(d3.range(of.length), (i) => of[i]);
  const strips = stripsOf(dots);
  const taken: Box[] = [];
  return entries.flatMap(({text, fill}, entry) => {
    const group = members.get(entry);
    if (!group || fill === "other") return [];
    const core = coreOf(dots, group);
    const last = before.find((label) => label.entry === entry)?.place;
    const tries = d3.range(places).map((place) => ({place, ...boxAt(dots, core, place, text)}));
    const best = d3.least(
      tries,
      (box) =>
        cost(dots, strips, core, taken, box) + (box.place < 12 ? 0 : 0.7) - (box.place === last ? 1.6 : 0)
    );
    if (!best) return [];
    taken.push(best);
    return [{entry, x: best.x, y: best.y, place: best.place}];
  });
}

interface Core {
  x: number;
  y: number;
  spread: number;
  members: number[];
}

/** The nearer half of a group about its densest dot: a median would name the empty middle of a group in two halves. */
function coreOf(dots: Dots, group: number[]): Core {
  const some = group.filter((_, n) => n % Math.ceil(group.length / 40) === 0);
  const third = Math.floor(some.length / 3);
  const distance = (i: number, j: number) => Math.hypot(dots.x[i] - dots.x[j], dots.y[i] - dots.y[j]);
  const heart = d3.least(some, (i) => d3.sort(some.map((j) => distance(i, j)))[third]) ?? group[0];
  const members = d3.sort(some, (i) => distance(i, heart)).slice(0, Math.ceil(some.length / 2));
  const spread = Math.min(90, d3.max(members, (i) => distance(i, heart)) ?? 0);
  return {x: dots.x[heart], y: dots.y[heart], spread, members};
}

function boxAt({width, height, r}: Dots, core: Core, place: number, text: string): Box {
  const [w, h] = [text.length * 4.1 + 4, 9];
  const angle = ((place % 12) / 12) * 2 * Math.PI;
  const distance = (place < 12 ? 0.75 : 1.35) * core.spread + r + 4;
  const within = (v: number, half: number, end: number) => Math.max(half + 2, Math.min(end - half - 2, v));
  return {
    x: within(core.x + Math.cos(angle) * (distance + w * 0.85), w, width),
    y: within(core.y + Math.sin(angle) * (distance + h), h, height),
    w,
    h
  };
}

/** Pixels from one strip to the next. */
const stripHeight = 16;

/** Dots by strips across the picture, from the top: who asks for those under a name need not look at all. */
function stripsOf({y, height}: Dots): number[][] {
  const strips: number[][] = d3.range(Math.ceil(height / stripHeight) + 1).map(() => []);
  y.forEach((v, i) => strips[stripAt(v, strips)].push(i));
  return strips;
}

/** The strip that a height is in; above all of them the first, below the last. */
const stripAt = (y: number, strips: readonly number[][]): number =>
  Math.max(0, Math.min(strips.length - 1, Math.floor(y / stripHeight)));

function cost({x, y, r}: Dots, strips: readonly number[][], core: Core, taken: Box[], box: Box): number {
  const gap = (i: number) =>
    Math.max(0, Math.abs(x[i] - box.x) - box.w) + Math.max(0, Math.abs(y[i] - box.y) - box.h);
  const near = d3.min(core.members, gap) ?? 0;
  const [first, last] = [stripAt(box.y - box.h - r, strips), stripAt(box.y + box.h + r, strips)];
  let covered = 0;
  for (const strip of strips.slice(first, last + 1))
    for (const i of strip)
      if (Math.abs(x[i] - box.x) < box.w + r && Math.abs(y[i] - box.y) < box.h + r) covered++;
  const crossed = taken.filter(
    (b) => Math.abs(b.x - box.x) < b.w + box.w && Math.abs(b.y - box.y) < b.h + box.h
  );
  return Math.hypot(box.x - core.x, box.y - core.y) / 40 + near / 6 + 2.2 * covered + 12 * crossed.length;
}
