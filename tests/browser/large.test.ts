import {cp} from "node:fs/promises";
import type {Server} from "node:http";
import {join} from "node:path";
import type {Browser, Page} from "playwright-core";
import {afterAll, afterEach, beforeAll, describe, expect, it} from "vitest";
import {parseDataset} from "../../loaders/dataset.ts";
import {paperLike} from "../site/paper-like.ts";
import {difference, savedDots, savedPicture, seen, told} from "./canvas.ts";
import {launch} from "./chromium.ts";
import {serveSite, visit, type Visit} from "./site.ts";
import {makeWorkspace, type Workspace} from "./workspace.ts";

const name = "counterfact_true_false";
const csv = paperLike(0.6).get(`${name}.csv`) ?? "";
const {statements, labels} = parseDataset(name, `${name}.csv`, Buffer.from(csv));
const ready = "#explorer canvas";
/** The share of pixels in which the canvas may differ from the picture as an SVG: edges of dots upon each other. */
const tolerance = 0.01;
const depths = 3;

let workspace: Workspace;
let browser: Browser;
let server: Server;
let url: string;
let opened: Visit | undefined;

beforeAll(async () => {
  workspace = await makeWorkspace("large");
  await cp("tests/fixtures/tiny-llama", join(workspace.folder, "weights/tiny"), {recursive: true});
  await workspace.write(
    "weights/models.json",
    JSON.stringify({tiny: {file: "tiny", depth: depths, focusDepth: 2}})
  );
  await workspace.write(`datasets/${name}.csv`, csv);
  const {code, stderr} = await workspace.build({MODEL: "tiny"});
  if (code !== 0) throw new Error(stderr);
  ({server, url} = await serveSite(join(workspace.folder, "dist")));
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
  server.close();
  await workspace.remove();
});

afterEach(async () => {
  expect(opened?.complaints).toEqual([]);
  await opened?.page.close();
  opened = undefined;
});

/** Opens the page on a screen with two pixels a pixel, where an SVG of Plot has no offset of half a pixel. */
async function open(
  options: Parameters<typeof visit>[3] = {}
): Promise<{page: Page; weight: () => Promise<number>}> {
  opened = await visit(browser, `${url}/datasets/${name}.html`, ready, {deviceScaleFactor: 2, ...options});
  return opened;
}

/** Where the field's corner is. */
async function corner(page: Page): Promise<{x: number; y: number; width: number; height: number}> {
  const box = await page.locator("#explorer .field").boundingBox();
  if (!box) throw new Error("there is no picture");
  return box;
}

describe(`the page of ${statements.length} statements`, () => {
  it("loads less than a megabyte before it is asked for more", async () => {
    const {weight} = await open();
    const megabytes = (await weight()) / 1e6;
    console.log(`${megabytes.toFixed(2)} MB, compressed`);
    expect(megabytes).toBeLessThan(1);
  });

  it("has a dot for every row, and the statements that can be seen in its table", async () => {
    const {page} = await open();
    expect(await told(page, "dots")).toBe(statements.length);
    const saved = await savedPicture(page);
    expect(savedDots(saved).size).toBe(statements.length);
    expect(await difference(page, saved)).toBeLessThan(tolerance);
    const first = page.locator('#explorer [data-table-row="0"] td:nth-child(2)');
    await expect.poll(() => first.textContent()).toBe(statements[0]);
    await page.$eval("#explorer .scroller", (scroller) => (scroller.scrollTop = scroller.scrollHeight));
    const last = page.locator(`#explorer [data-table-row="${statements.length - 1}"] td:nth-child(2)`);
    await expect.poll(() => last.textContent()).toBe(statements.at(-1));
  });

  it("reads another depth when the slider goes there, and that depth only", async () => {
    const {page, weight} = await open();
    const first = await savedPicture(page);
    const before = savedDots(first);
    const weightBefore = await weight();
    await page.focus("#explorer input[type=range]");
    await page.keyboard.press("ArrowUp");
    await expect.poll(() => difference(page, first)).toBeGreaterThan(5 * tolerance);
    const second = await savedPicture(page);
    const moved = [...savedDots(second)].filter(
      ([row, [x]]) => Math.abs(x - (before.get(row)?.[0] ?? x)) > 1
    );
    expect(moved.length).toBeGreaterThan(statements.length / 2);
    expect(await difference(page, second)).toBeLessThan(tolerance);
    expect((await weight()) - weightBefore).toBeLessThan(9 * statements.length);
    await page.focus("#explorer input[type=range]");
    await page.keyboard.press("ArrowDown");
    await expect.poll(() => difference(page, first)).toBeLessThan(tolerance);
    expect(savedDots(await savedPicture(page))).toEqual(before);
  });

  it("tells the statement of the dot that is pointed at", async () => {
    const {page} = await open();
    const places = savedDots(await savedPicture(page));
    const [x, y] = places.get(1234) ?? [0, 0];
    await page.evaluate(() => scrollTo(0, 0));
    const {x: left, y: top} = await corner(page);
    await page.mouse.move(left + x, top + y);
    const circle = page.locator("#explorer circle[data-pointed]");
    const pointed = Number(await circle.getAttribute("data-row"));
    const [px, py] = places.get(pointed) ?? [0, 0];
    expect(Math.hypot(px - x, py - y)).toBeLessThan(0.5);
    expect([await circle.getAttribute("cx"), await circle.getAttribute("cy")].map(Number)).toEqual([px, py]);
    const tip = page.locator("#explorer [role=tooltip]");
    const plain = (text: string | null) => (text ?? "").replace(/[·\s]/g, "");
    await expect.poll(async () => plain(await tip.textContent())).toContain(plain(statements[pointed]));
    expect(await tip.textContent()).toContain(`${labels[pointed]} · row ${pointed}`);
  });

  it("goes from dot to dot with the arrow keys", async () => {
    const {page} = await open();
    const places = savedDots(await savedPicture(page));
    await page.focus("#explorer .field");
    const pointed = async () => Number(await page.getAttribute("#explorer circle[data-pointed]", "data-row"));
    await page.keyboard.press("ArrowRight");
    const first = await pointed();
    await page.keyboard.press("ArrowRight");
    const second = await pointed();
    expect(places.get(second)?.[0]).toBeGreaterThan(places.get(first)?.[0] ?? Infinity);
    expect(await page.$$("#explorer circle[data-pointed]")).toHaveLength(1);
    expect(await page.getAttribute("#explorer .field", "aria-label")).toContain(
      `${statements.length} statements as dots at depth 2; arrow keys go from dot to dot`
    );
    await page.keyboard.press("Escape");
    expect(await page.$$("#explorer circle[data-pointed]")).toHaveLength(0);
  });

  it("finds statements by their words", async () => {
    const {page} = await open();
    await page.fill("#explorer input[type=search]", "in Egypt.");
    const found = statements.flatMap((text, row) => (text.includes("in Egypt.") ? [row] : []));
    expect(found.length).toBeGreaterThan(0);
    await expect.poll(() => told(page, "dots")).toBe(found.length);
    const saved = await savedPicture(page);
    expect([...savedDots(saved).keys()].sort((a, b) => a - b)).toEqual(found);
    expect(await difference(page, saved)).toBeLessThan(tolerance);
  });

  it("sets the dots in a rectangle apart", async () => {
    const {page} = await open();
    const places = savedDots(await savedPicture(page));
    await page.evaluate(() => scrollTo(0, 0));
    const {x, y, width, height} = await corner(page);
    const before = await seen(page);
    await page.mouse.move(x + 2, y + 2);
    await page.mouse.down();
    await page.mouse.move(x + width / 2, y + height - 2, {steps: 5});
    await page.mouse.up();
    const inside = [...places.values()].filter(([px]) => px <= width / 2).length;
    await expect.poll(() => told(page, "selected")).toBe(inside);
    expect(inside).toBeGreaterThan(1000);
    expect(inside).toBeLessThan(statements.length - 1000);
    await page.mouse.move(2, 2);
    await expect.poll(async () => (await seen(page)).right / before.right).toBeLessThan(0.25);
    const {left, right} = await seen(page);
    expect(left / before.left).toBeGreaterThan(0.97);
    expect(right / before.right).toBeGreaterThan(0.15);
  });

  it("follows the reader's colours, and is light on paper", async () => {
    const {page} = await open({colorScheme: "dark"});
    const {paper: dark} = await seen(page);
    expect(Math.max(...dark)).toBeLessThan(60);
    await page.emulateMedia({colorScheme: "light"});
    await expect.poll(async () => Math.min(...(await seen(page)).paper)).toBeGreaterThan(240);
    expect(await difference(page, await savedPicture(page))).toBeLessThan(tolerance);
    await page.emulateMedia({colorScheme: "dark"});
    await expect.poll(async () => (await seen(page)).paper).toEqual(dark);
    const widths = async () => {
      const pdf = (await page.pdf({format: "A3"})).toString("latin1");
      return [...pdf.matchAll(/\/Subtype \/Image\s+\/Width (\d+)/g)].map(([, width]) => Number(width));
    };
    const {width} = await corner(page);
    expect(await widths()).toContain(3 * width);
    await expect.poll(() => page.$eval(ready, (canvas) => canvas.getAttribute("width"))).toBe(`${2 * width}`);
    expect((await seen(page)).paper).toEqual(dark);
    await page.emulateMedia({media: "print"});
    await expect.poll(async () => Math.min(...(await seen(page)).paper)).toBeGreaterThan(240);
  });

  it("takes no more elements than a picture of a few dots, and moves them without a jump", async () => {
    const {page} = await open({reducedMotion: "no-preference"});
    expect(await page.$$("#explorer .field canvas")).toHaveLength(1);
    expect((await page.$$("#explorer .field *")).length).toBeLessThan(60);
    await page.focus("#explorer input[type=range]");
    await page.keyboard.press("ArrowUp"); // read once, so that the way back is only drawn
    const [lower, upper] = [2, 3].map(String);
    await expect.poll(() => page.getAttribute("#explorer .field", "aria-label")).toContain(`depth ${upper};`);
    await page.waitForTimeout(600);
    const end = await seen(page);
    const pictures = page.evaluate(async (milliseconds) => {
      const canvas = document.querySelector<HTMLCanvasElement>("#explorer .field canvas");
      const small = new OffscreenCanvas(96, 60).getContext("2d", {willReadFrequently: true});
      const seen = new Set<string>();
      const start = performance.now();
      while (canvas && performance.now() < start + milliseconds) {
        await new Promise(requestAnimationFrame);
        small?.drawImage(canvas, 0, 0, 96, 60);
        seen.add(small?.getImageData(0, 0, 96, 60).data.join() ?? "");
      }
      return seen.size;
    }, 1500);
    await page.keyboard.press("ArrowDown");
    expect(await pictures).toBeGreaterThan(2); // where it was, where it is, and on its way
    expect(await page.getAttribute("#explorer .field", "aria-label")).toContain(`depth ${lower};`);
    expect(await seen(page)).not.toEqual(end);
    expect((await page.$$("#explorer .field *")).length).toBeLessThan(60);
  });
});
