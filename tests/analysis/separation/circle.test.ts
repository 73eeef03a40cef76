import {describe, expect, it} from "vitest";
import {calendarOf} from "../../../loaders/analysis/separation/calendar.ts";
import {
  calendarNeighbours,
  calendarNeighboursStatistic
} from "../../../loaders/analysis/separation/circle.ts";
import {
  calendarCorrelation,
  calendarCorrelationStatistic,
  circularCorrelation
} from "../../../loaders/analysis/separation/circular-correlation.ts";
import {labelsOf, type Labels} from "../../../loaders/analysis/separation/labels.ts";
import {seededRandom} from "../../../loaders/analysis/random.ts";
import {each, matrix, onePlace, reference, valueOf} from "./reference.ts";

const months = "January February March April May June July August September October November December".split(
  " "
);
/** Each month twice, in no order. */
const random = seededRandom(1);
const mixed = [...months, ...months].map((name) => ({name, at: random()})).sort((a, b) => a.at - b.at);
const labels = labelsOf(mixed.map(({name}) => name));
const cycle = valueOf(calendarOf(labels.names));

/** The statements on an ellipse, each label at an angle. */
function ellipse({codes, names}: Labels, angle: (month: number) => number) {
  return matrix(
    Array.from(codes, (code) => {
      const at = angle(months.indexOf(names[code]));
      return [3 + 5 * Math.cos(at), 2 * Math.sin(at) - 1];
    })
  );
}

const turn = Math.PI / 6;

describe("a calendar", () => {
  it("has twelve months and seven days, in full or by three letters", () => {
    expect(calendarOf(["May", "january", " DEC "])).toEqual({
      value: {positions: Int32Array.of(4, 0, 11), period: 12}
    });
    expect(calendarOf(["Sunday", "Mon"])).toEqual({value: {positions: Int32Array.of(6, 0), period: 7}});
  });

  it.each([[["May", "Monday"]], [["true", "false"]], [["Jan", "January"]], [["Janua"]], [[""]]])(
    "is not made of %j",
    (names) => expect(calendarOf(names)).toEqual({absent: "labels are neither months nor days"})
  );
});

describe("neighbours in the calendar", () => {
  it.each([
    ["in order", (month: number) => month * turn + 0.3],
    ["backwards", (month: number) => 1 - month * turn]
  ])("are all neighbours around a circle that is %s", (_, angle) => {
    expect(calendarNeighbours(ellipse(labels, angle), labels, cycle)).toEqual({
      value: {neighbours: 12, of: 12}
    });
  });

  it("are fewer where two months have changed places", () => {
    const points = ellipse(labels, (month) => ([3, 4].includes(month) ? 7 - month : month) * turn);
    expect(calendarNeighbours(points, labels, cycle)).toEqual({value: {neighbours: 10, of: 12}});
  });

  it("are the next that are there, where months are missing", () => {
    const some = labelsOf(["Jan", "Mar", "Jun", "Nov", "Jan"]);
    const points = matrix([
      [1, 0],
      [0, 1],
      [-1, 0],
      [0, -1],
      [1, 0]
    ]);
    expect(calendarNeighbours(points, some, valueOf(calendarOf(some.names)))).toEqual({
      value: {neighbours: 4, of: 4}
    });
  });

  it("are counted for other orders of the labels", async () => {
    const points = ellipse(labels, (month) => month * turn);
    const statistic = valueOf(calendarNeighboursStatistic(points, labels, cycle));
    const ofMonth = Int32Array.from(months, (name) => labels.names.indexOf(name));
    const next = labels.codes.map((code) => ofMonth[(months.indexOf(labels.names[code]) + 1) % 12]);
    const everyFifth = labels.codes.map((code) => ofMonth[(months.indexOf(labels.names[code]) * 5) % 12]);
    expect([...(await statistic([labels.codes, next, everyFifth]))]).toEqual([12, 12, 0]);
  });
});

describe("a circular correlation", () => {
  it.each(Object.entries(reference.circular))(
    "is that of its definition, of %s",
    (_, {alpha, beta, correlation}) => {
      const found = circularCorrelation(Float64Array.from(alpha), Float64Array.from(beta));
      expect(Math.abs(found - correlation)).toBeLessThan(1e-12);
    }
  );

  it("is 1 for angles that turn together, −1 in opposite senses, whatever their zeros", () => {
    const alpha = Float64Array.of(0.1, 0.7, 2, 3, 4.5, 6);
    expect(
      circularCorrelation(
        alpha,
        alpha.map((angle) => angle + 2)
      )
    ).toBeCloseTo(1, 12);
    expect(
      circularCorrelation(
        alpha,
        alpha.map((angle) => 9 - angle)
      )
    ).toBeCloseTo(-1, 12);
    expect(
      circularCorrelation(
        alpha,
        alpha.map((angle) => angle + 4 * Math.PI)
      )
    ).toBeCloseTo(1, 12);
  });

  it("is 0 where an angle doesn't vary", () => {
    const [varied, constant] = [Float64Array.of(1, 2, 3, 6), new Float64Array(4).fill(1)];
    expect(circularCorrelation(varied, constant)).toBe(0);
    expect(circularCorrelation(constant, varied)).toBe(0);
    expect(circularCorrelation(constant, constant)).toBe(0);
  });

  it("of a plane and the calendar has no sign", async () => {
    const circle = (sense: number) =>
      matrix(
        Array.from(labels.codes, (code) => {
          const angle = sense * months.indexOf(labels.names[code]) * turn + 1;
          return [Math.cos(angle), Math.sin(angle)];
        })
      );
    for (const sense of [1, -1]) {
      expect(valueOf(calendarCorrelation(circle(sense), labels, cycle))).toBeCloseTo(1, 12);
      const statistic = valueOf(calendarCorrelationStatistic(circle(sense), labels, cycle));
      const [same, shuffled] = await statistic([labels.codes, labels.codes.toSorted()]);
      expect(same).toBeCloseTo(1, 12);
      expect(shuffled).toBeLessThan(0.5);
    }
  });
});

it.each([
  ["one label only", "aaaa", onePlace(4)],
  [
    "fewer than 4 labels",
    "abca",
    matrix([
      [1, 0],
      [0, 1],
      [-1, 0],
      [0, 0]
    ])
  ],
  [
    "every statement has a label of its own",
    "abcd",
    matrix([
      [1, 0],
      [0, 1],
      [-1, 0],
      [0, 0]
    ])
  ],
  ["all statements in one place", "abcda", onePlace(5)]
])("there is no circle: %s", (absent, letters, points) => {
  const some = each(letters);
  const inOrder = {positions: Int32Array.from(some.names.keys()), period: 12};
  expect(calendarNeighbours(points, some, inOrder)).toEqual({absent});
  expect(calendarCorrelation(points, some, inOrder)).toEqual({absent});
});
