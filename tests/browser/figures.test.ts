import {readFile} from "node:fs/promises";
import type {Server} from "node:http";
import type {Browser, Page} from "playwright-core";
import {afterAll, afterEach, beforeAll, describe, expect, it} from "vitest";
import {readDataset} from "../../loaders/dataset.ts";
import {launch} from "./chromium.ts";
import {dots, serveSite, visit, type Visit} from "./site.ts";

let browser: Browser;
let server: Server;
let url: string;
let opened: Visit | undefined;
const {statements, labels, columns} = await readDataset("datasets/maths.csv");
const rowsWhere = (test: (row: number) => boolean) => statements.map((_, row) => row).filter(test);

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

async function open(path: string, ready: string): Promise<Page> {
  opened = await visit(browser, `${url}/${path}`, ready);
  return opened.page;
}

const rowsOf = async (page: Page, figure: string) =>
  [...(await dots(page, figure)).keys()].sort((a, b) => a - b);

/** How many dots are somewhere else than before. */
function moved(before: Awaited<ReturnType<typeof dots>>, after: Awaited<ReturnType<typeof dots>>): number {
  return [...after].filter(([row, [x, y]]) => {
    const [x0, y0] = before.get(row) ?? [x, y];
    return Math.hypot(x - x0, y - y0) > 1;
  }).length;
}

/** Gives a rail the focus; a figure that follows the text moves when that scrolls it into view. */
async function settle(page: Page, figure: string): Promise<void> {
  await page.focus(`${figure} input[type=range]`);
  await page.waitForTimeout(300);
}

/** Moves a rail's native input as a keyboard does and waits for the dots. */
async function press(page: Page, figure: string, key: string, times: number): Promise<void> {
  await settle(page, figure);
  for (let i = 0; i < times; i++) await page.keyboard.press(key);
  await page.waitForTimeout(100);
}

describe("the essay's figures", () => {
  it("have a dot for every statement they are about", async () => {
    const page = await open("index.html", "#figure-nine-pairs circle");
    expect(await rowsOf(page, "#figure-nine-pairs")).toEqual(rowsWhere(() => true));
    expect(await rowsOf(page, "#figure-plus-minus")).toEqual(
      rowsWhere((row) => ["+-", "-+"].includes(labels[row]))
    );
    expect(await rowsOf(page, "#figure-hero")).toEqual(rowsWhere(() => true));
  });

  it.each(["#figure-hero", "#figure-plus-minus", "#figure-nine-pairs"])(
    "%s moves its dots with the depth",
    async (figure) => {
      const page = await open("index.html", `${figure} circle`);
      await settle(page, figure);
      await press(page, figure, "End", 1);
      const before = await dots(page, figure);
      const depth = Number(await page.inputValue(`${figure} input[type=range]`));
      await press(page, figure, "ArrowDown", 5);
      expect(Number(await page.inputValue(`${figure} input[type=range]`))).toBe(depth - 5);
      const after = await dots(page, figure);
      expect([...after.keys()]).toEqual([...before.keys()]);
      expect(moved(before, after)).toBeGreaterThan(before.size / 2);
      expect(await page.getAttribute(`${figure} input[type=range]`, "aria-valuetext")).toContain(
        `depth ${depth - 5}`
      );
    }
  );

  it("stop at the first block and at the last that was run", async () => {
    const page = await open("index.html", "#figure-nine-pairs circle");
    await press(page, "#figure-nine-pairs", "Home", 1);
    expect(await page.inputValue("#figure-nine-pairs input[type=range]")).toBe("1");
    await press(page, "#figure-nine-pairs", "End", 1);
    const run = JSON.parse(await (await fetch(await runJson(page))).text()) as {depth: number};
    expect(await page.inputValue("#figure-nine-pairs input[type=range]")).toBe(String(run.depth));
  });

  it("follow the words in the text", async () => {
    const page = await open("index.html", "#figure-hero circle");
    await press(page, "#figure-hero", "Home", 1);
    const button = page.locator("button.go").first();
    const depth = /\d+/.exec((await button.textContent()) ?? "")?.[0];
    await button.click();
    await page.waitForTimeout(100);
    expect(await page.inputValue("#figure-hero input[type=range]")).toBe(depth);
  });

  it("take away and bring back the dots of a legend's entry", async () => {
    const page = await open("index.html", "#figure-nine-pairs circle");
    const entry = `#figure-nine-pairs [data-legend-entry="+-"]`;
    await page.click(entry);
    expect(await page.getAttribute(entry, "aria-pressed")).toBe("false");
    expect(await rowsOf(page, "#figure-nine-pairs")).toEqual(rowsWhere((row) => labels[row] !== "+-"));
    await page.click(entry);
    expect(await rowsOf(page, "#figure-nine-pairs")).toEqual(rowsWhere(() => true));
  });

  it("colour by another column", async () => {
    const page = await open("index.html", "#figure-nine-pairs circle");
    const before = await dots(page, "#figure-nine-pairs");
    await page.selectOption("#figure-nine-pairs [data-colour-by]", "result");
    const after = await dots(page, "#figure-nine-pairs");
    const fills = new Map([...after].map(([row, [, , fill]]) => [columns.result[row], fill]));
    expect(new Set(fills.values()).size).toBe(2);
    for (const [row, [, , fill]] of after) expect(fill).toBe(fills.get(columns.result[row]));
    expect(new Set([...before.values()].map(([, , fill]) => fill)).size).toBe(3);
  });

  it("tell the statement of the dot that is pointed at", async () => {
    const page = await open("index.html", "#figure-nine-pairs circle");
    const row = 17;
    await page.locator(`#figure-nine-pairs circle[data-row="${row}"]`).scrollIntoViewIfNeeded();
    const [x, y] = (await dots(page, "#figure-nine-pairs")).get(row) ?? [0, 0];
    await page.mouse.move(x + 3, y + 3);
    const tip = page.locator("#figure-nine-pairs [role=tooltip]");
    await tip.waitFor({state: "visible"});
    const pointed = Number(await page.getAttribute("#figure-nine-pairs circle[data-pointed]", "data-row"));
    const said = ((await tip.textContent()) ?? "").replace(/·/g, "").replace(/\s/g, "");
    expect(said).toContain(statements[pointed].replace(/\s/g, ""));
    await page.mouse.move(5, 5);
    await tip.waitFor({state: "hidden"});
  });

  it("keep as many components as are asked for", async () => {
    const page = await open("index.html", "#figure-variance svg");
    const input = "#figure-variance input[type=range]";
    const before = await page.getAttribute(input, "aria-valuetext");
    await press(page, "#figure-variance", "ArrowRight", 3);
    expect(await page.inputValue(input)).toBe("5");
    expect(await page.getAttribute(input, "aria-valuetext")).not.toBe(before);
  });
});

describe("a dataset's page", () => {
  const ready = "#explorer circle";

  it("finds statements by their words, in table and picture", async () => {
    const page = await open("datasets/maths.html", ready);
    await page.fill("#explorer input[type=search]", "+1?");
    await page.waitForTimeout(300);
    const expected = rowsWhere((row) => statements[row].includes("+1?"));
    expect(expected.length).toBeGreaterThan(0);
    expect(await rowsOf(page, "#explorer")).toEqual(expected);
    const listed = await page.$$eval("#explorer [data-table-row]", (rows) =>
      rows.map((row) => Number(row.getAttribute("data-table-row")))
    );
    expect(listed).toEqual(expected);
  });

  it("marks the dot of a row of the table, and the row of a dot", async () => {
    const page = await open("datasets/maths.html", ready);
    await page.hover('#explorer [data-table-row="3"]');
    expect(await page.getAttribute("#explorer circle[data-pointed]", "data-row")).toBe("3");
    await page.evaluate(() => scrollTo(0, 0));
    const [x, y] = (await dots(page, "#explorer")).get(10) ?? [0, 0];
    await page.mouse.move(x + 3, y + 3);
    const row = await page.getAttribute("#explorer circle[data-pointed]", "data-row");
    expect(await page.getAttribute("#explorer [aria-current]", "data-table-row")).toBe(row);
  });

  it("offers the CSV as it is, parquet files, and the picture", async () => {
    const page = await open("datasets/maths.html", ready);
    const links = await page.$$eval("#explorer a[download]", (anchors) =>
      anchors.map((anchor) => (anchor as HTMLAnchorElement).href)
    );
    const bodies = await Promise.all(
      links.map(async (link) => Buffer.from(await (await fetch(link)).arrayBuffer()))
    );
    const csv = await readFile("datasets/maths.csv");
    expect(bodies.filter((body) => body.equals(csv)).length).toBe(1);
    expect(
      bodies.filter(
        (body) => body.subarray(0, 4).toString() === "PAR1" && body.subarray(-4).toString() === "PAR1"
      ).length
    ).toBe(3);
    const [download] = await Promise.all([page.waitForEvent("download"), page.click("[data-download=svg]")]);
    const svg = await readFile(await download.path(), "utf8");
    expect(svg).toMatch(/^<svg[^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    expect(svg.match(/<circle[^>]*data-row/g)?.length).toBe(statements.length);
    expect(svg).not.toContain("var(--");
  });

  it("leads to the other datasets", async () => {
    const page = await open("datasets/maths.html", ready);
    await Promise.all([page.waitForURL(/months/), page.selectOption("select[data-dataset]", "months")]);
    await page.waitForSelector(ready);
    expect((await dots(page, "#explorer")).size).toBeGreaterThan(50);
  });
});

/** The address of run.json, which has a hash in its name. */
async function runJson(page: Page): Promise<string> {
  const entries = await page.evaluate(() => performance.getEntriesByType("resource").map(({name}) => name));
  const found = entries.find((name) => /run\.[0-9a-f]+\.json/.test(name));
  if (found === undefined) throw new Error("the page did not load run.json");
  return found;
}
