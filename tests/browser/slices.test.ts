import {readdirSync} from "node:fs";
import {readFile} from "node:fs/promises";
import type {Server} from "node:http";
import {csvParse} from "d3";
import {parquetReadObjects} from "hyparquet";
import type {Browser, Page} from "playwright-core";
import {afterAll, afterEach, beforeAll, expect, it} from "vitest";
import {principalComponents} from "../../loaders/analysis/pca.ts";
import {readDataset} from "../../loaders/dataset.ts";
import type {ActivationRow} from "../../src/data/rows.ts";
import {naiveProduct} from "../analysis/linear-algebra.ts";
import {launch} from "./chromium.ts";
import {serveSite, visit, type Visit} from "./site.ts";

let browser: Browser;
let server: Server;
let url: string;
let opened: Visit | undefined;
const {columns, labels, statements} = await readDataset("datasets/maths.csv");
const whole = statements.map((_, row) => row).filter((row) => ["+-", "-+"].includes(labels[row]));
const cut = whole.filter((row) => columns.first_negative[row] === "no");

beforeAll(async () => {
  ({server, url} = await serveSite("dist"));
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
  server.close();
});

afterEach(async () => {
  expect(opened?.complaints).toEqual([]);
  await opened?.page.close();
  opened = undefined;
});

async function open(): Promise<Page> {
  opened = await visit(browser, `${url}/slices.html`, ".slice-room circle");
  return opened.page;
}

const pair = ".slice-room .pair";

/** What a button of the first slice saves. */
async function saved(page: Page, kind: "csv" | "svg"): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.click(`.slice-room [data-download=${kind}]`)
  ]);
  return readFile(await download.path(), "utf8");
}

it("draws the slice with components of its own beside the whole", async () => {
  const page = await open();
  const counts = await page
    .locator(pair)
    .first()
    .locator("svg.projection")
    .evaluateAll((plots) => plots.map((plot) => plot.querySelectorAll("circle[data-row]").length));
  expect(counts).toEqual([whole.length, cut.length]);
});

it("finds in the browser the components that the build finds of the same rows", async () => {
  const page = await open();
  const rows = csvParse(await saved(page, "csv"));
  expect(rows.map(({row}) => Number(row))).toEqual(cut);
  const vectors = await vectorsOf("maths");
  const own = cut.map((row) => vectors[row].activation);
  const {scores} = await principalComponents(
    Float32Array.from(own.flatMap((vector) => [...vector])),
    cut.length,
    own[0].length,
    {components: 10, product: naiveProduct}
  );
  const differences = rows.flatMap((row, i) =>
    Array.from({length: 10}, (_, k) => Math.abs(Number(row[`pc${k + 1}`]) - scores[i * 10 + k]))
  );
  const largest = Math.max(...differences);
  console.log(`largest difference from the build's scores: ${largest.toExponential(1)}`);
  expect(largest).toBeLessThan(1e-6);
});

it("saves the picture with all that it shows", async () => {
  const page = await open();
  const svg = await saved(page, "svg");
  expect(svg).toMatch(/^<svg[^>]*xmlns/);
  expect(svg.match(/data-row=/g)).toHaveLength(cut.length);
});

it("shows the statement in one picture that is pointed at in the other", async () => {
  const page = await open();
  const right = page.locator(`${pair} > :last-child .field`).first();
  await right.focus();
  await page.keyboard.press("ArrowRight");
  const rowIn = async (place: string) => {
    const card = page.locator(`${pair} > :${place} .dotcard`).first();
    return /row (\d+)$/.exec((await card.textContent()) ?? "")?.[1];
  };
  await expect.poll(() => rowIn("last-child").then(Number)).toSatisfy((row: number) => cut.includes(row));
  expect(await rowIn("first-child")).toBe(await rowIn("last-child"));
});

it("draws ten more, each when it is scrolled to", async () => {
  const page = await open();
  const rooms = page.locator(".room[aria-busy]");
  const waiting = await rooms.count();
  expect(waiting).toBeGreaterThan(7);
  for (let i = 0; i < waiting; i++)
    await rooms
      .first()
      .scrollIntoViewIfNeeded()
      .then(() => settled(page, waiting - i - 1));
  expect(await page.$$(".observablehq--error, .missing")).toEqual([]);
  expect(await page.$$("main h3 ~ .observablehq:has(circle)")).toHaveLength(10);
});

/** Until no more rooms than these wait. */
async function settled(page: Page, most: number): Promise<void> {
  await expect.poll(() => page.locator(".room[aria-busy]").count()).toBeLessThanOrEqual(most);
}

/** The vectors that the site publishes of a dataset. */
async function vectorsOf(name: string): Promise<ActivationRow[]> {
  const folder = `dist/_file/data/${name}`;
  const file = readdirSync(folder).find((entry) => entry.startsWith("activations."));
  const bytes = await readFile(`${folder}/${file}`);
  return (await parquetReadObjects({file: Uint8Array.from(bytes).buffer})) as ActivationRow[];
}
