import {describe, expect, it} from "vitest";
import {
  bothText,
  cosineText,
  flipElsewhereText,
  flipText,
  listed,
  rangeText,
  sharedText,
  shuffledText,
  switchText,
  unswitchedText
} from "../../src/components/truth-words.ts";
import {cosine, small, transferFrom, type Cell} from "./transfers.ts";

const pair = ["cities", "neg_cities"] as const;

/** Cities, isa and the denial of cities at four depths; what cities say of the others is told. */
function made(own: number[], elsewhere: number, denied: number, both = 0.9): ReturnType<typeof transferFrom> {
  const at = (value: number) => [0.5, 0.5, value, value];
  const cells: Cell[] = [
    {training: "cities", test: "cities", auc: own},
    {training: "cities", test: "isa", auc: at(elsewhere)},
    {training: "cities", test: "neg_cities", auc: at(denied), shared: 10},
    {training: "isa", test: "cities", auc: at(elsewhere)},
    {training: "isa", test: "isa", auc: own},
    {training: "isa", test: "neg_cities", auc: at(denied)},
    {training: "neg_cities", test: "cities", auc: at(denied), shared: 10},
    {training: "neg_cities", test: "isa", auc: at(denied)},
    {training: "neg_cities", test: "neg_cities", auc: own}
  ];
  const together = ["cities", "isa", "neg_cities"].map((test): Cell => ({
    training: "cities + neg_cities",
    test,
    auc: [NaN, NaN, NaN, both],
    probe: "logistic",
    shared: test === "isa" ? 0 : 10
  }));
  return transferFrom([...cells, ...together], cosine("cities", "neg_cities", [0, 0, 0.4, 0.4]));
}

const late = [0.5, 0.5, 0.9, 0.9];

describe("what is said of truth", () => {
  it("names the depth of the step that most lines take, with the numbers on either side", () => {
    expect(switchText(small)).toBe(
      "2 of 2 lines take their largest step at depth 3. The AUC is 0.52 before it and 0.95 after."
    );
    expect(unswitchedText(small)).toBe("");
  });

  it("says how far shuffled networks come, and where no less far than the model", () => {
    expect(shuffledText(small, 4)).toBe(
      "In 1 of the 2 datasets networks with the same weights shuffled stay below the model, at 0.50 at the most (depth 4). In cities they come to 0.97, no less than the model’s 0.95: what is read there need not come from training."
    );
    expect(shuffledText(small, 1)).toBe("");
  });

  it("says so where nothing steps up", () => {
    const flat = made([0.5, 0.52, 0.53, 0.54], 0.5, 0.5);
    expect(switchText(flat)).toContain("None of the 2 lines");
    expect(unswitchedText(flat)).toBe("");
  });

  it("names the lines that stay flat, or step elsewhere", () => {
    const mixed = transferFrom([
      {training: "a", test: "a", auc: late},
      {training: "b", test: "b", auc: late},
      {training: "c", test: "c", auc: [0.5, 0.8, 0.8, 0.8]},
      {training: "d", test: "d", auc: [0.5, 0.5, 0.52, 0.53]}
    ]);
    expect(switchText(mixed)).toContain("2 of 4 lines take their largest step at depth 3");
    expect(unswitchedText(mixed)).toBe(
      "c takes its largest step at depth 2. Not in all: d ends at 0.53, without a clear step anywhere."
    );
  });

  it.each([
    [0.9, "mostly not about that topic"],
    [0.6, "a little"],
    [0.5, "a direction of its own"]
  ])("says whether directions are shared: %f", (elsewhere, words) => {
    const {numbers, verdict} = sharedText(made(late, elsewhere, 0.1), 4);
    expect(verdict).toContain(words);
    expect(numbers).toContain(elsewhere.toFixed(2));
  });

  it("has nothing to say of sharing between datasets on the same subjects", () => {
    const same = transferFrom([
      {training: "a", test: "b", auc: [0.9], shared: 3},
      {training: "b", test: "a", auc: [0.9], shared: 3}
    ]);
    expect(sharedText(same, 1).verdict).toBe("So nothing can be said of sharing.");
  });

  it.each([
    [0.1, "backwards", "flip as well"],
    [0.5, "next to nothing", "say little"],
    [0.9, "in spite of the “not”", "they hold"]
  ])("says what a denial does: %f", (denied, own, elsewhere) => {
    const transfer = made(late, 0.9, denied);
    expect(flipText(transfer, pair, 4)).toContain(own);
    expect(flipElsewhereText(transfer, 4)).toContain(elsewhere);
  });

  it("takes a cosine for nothing where it was there before there was anything to read", () => {
    expect(cosineText(small, pair, 4)).toMatch(
      /is −0\.50\. Alone that would prove nothing: at depth 2, .* −0\.90/
    );
    expect(cosineText(made(late, 0.9, 0.9), pair, 4)).toBe("The cosine between the two directions is 0.40.");
    expect(cosineText(small, ["cities", "isa"], 4)).toBe("");
  });

  it("says whether one direction serves both", () => {
    expect(bothText(made(late, 0.9, 0.1), pair, 4)).toContain(
      "a direction that serves both is in the vector, and it is not the one"
    );
    expect(bothText(made(late, 0.9, 0.9), pair, 4)).toMatch(/is in the vector\.$/);
    expect(bothText(made(late, 0.9, 0.1, 0.5), pair, 4)).toContain("no one direction was found");
    expect(bothText(made(late, 0.9, 0.1, NaN), pair, 4)).toBe("");
  });

  it("never says NaN or undefined", () => {
    for (const transfer of [small, made(late, 0.5, NaN), made([NaN, NaN, NaN, NaN], NaN, NaN, NaN)]) {
      const said = [
        switchText(transfer),
        unswitchedText(transfer),
        ...Object.values(sharedText(transfer, 4)),
        flipText(transfer, pair, 4),
        flipElsewhereText(transfer, 4),
        cosineText(transfer, pair, 4),
        bothText(transfer, pair, 4)
      ];
      expect(said.join(" ")).not.toMatch(/NaN|undefined|Infinity/);
    }
  });
});

it("lists names and ranges as one says them", () => {
  expect([[], ["a"], ["a", "b"], ["a", "b", "c"]].map(listed)).toEqual(["", "a", "a and b", "a, b and c"]);
  expect([rangeText([0.4, 0.71]), rangeText([0.4, 0.401])]).toEqual(["0.40 to 0.71", "0.40"]);
});
