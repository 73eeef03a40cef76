import {readFile, rm} from "node:fs/promises";
import type {Server} from "node:http";
import {join} from "node:path";
import type {Browser, Page} from "playwright-core";
import {afterAll, afterEach, beforeAll, describe, expect, it} from "vitest";
import {launch} from "./chromium.ts";
import {dots, serveSite, visit, type Visit} from "./site.ts";
import {makeWorkspace} from "./workspace.ts";

let browser: Browser;
let server: Server;
let url: string;
let opened: Visit | undefined;

beforeAll(async () => {
  ({server, url} = await serveSite("dist"));
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
  server.close();
});

afterEach(async () => {
  expect(opened?.complaints ?? []).toEqual([]);
  await opened?.page.close();
  opened = undefined;
});

async function open(): Promise<Page> {
  opened = await visit(browser, `${url}/index.html`, "#figure-hero circle");
  return opened.page;
}

/** Scrolls to a place and waits for what is drawn there. */
async function see(page: Page, figure: string): Promise<void> {
  await page.evaluate(() => {
    document.documentElement.style.scrollBehavior = "auto";
  });
  for (let y = 0; (await page.$(figure)) === null && y < 40_000; y += 500) {
    await page.evaluate((top) => scrollTo(0, top), y);
    await page.waitForTimeout(60);
  }
  await page.waitForSelector(`${figure} :is(circle, rect)`);
  await page.locator(figure).scrollIntoViewIfNeeded();
}

describe("the stream", () => {
  it("fills blocks as far as the keys say, and tells the vector of that depth", async () => {
    const page = await open();
    await see(page, "#figure-stream");
    const filled = () =>
      page.$$eval("#figure-stream [data-token='0'][fill]:not([fill=none])", (cells) => cells.length);
    const before = await filled();
    const words = await page.textContent("#figure-stream .panel-words");
    await page.focus("#figure-stream input[type=range]");
    await page.keyboard.press("ArrowLeft");
    expect(await filled()).toBe(before - 1);
    expect(await page.textContent("#figure-stream .panel-words")).not.toBe(words);
    expect(await page.getAttribute("#figure-stream input", "aria-valuetext")).toMatch(
      new RegExp(`^depth ${before - 1} of \\d+; the vector’s length is `)
    );
  });

  it("goes to the depth at which the grid is pressed", async () => {
    const page = await open();
    await see(page, "#figure-stream");
    await page.click("#figure-stream rect[data-depth='3'][data-token='1']");
    expect(await page.inputValue("#figure-stream input[type=range]")).toBe("3");
  });
});

describe("a network and its shuffled twin", () => {
  it("have the same statements, and move together", async () => {
    const page = await open();
    await see(page, "#figure-months");
    const sides = async () => {
      const fields = await page.$$eval("#figure-months .field", (all) =>
        all.map((field) =>
          [...field.querySelectorAll("circle[data-row]")].map((dot) => dot.getAttribute("data-row")).sort()
        )
      );
      return fields;
    };
    const [trained, shuffled] = await sides();
    expect(trained.length).toBeGreaterThan(20);
    expect(shuffled).toEqual(trained);
    const words = () =>
      page.$$eval("#figure-months .twin .panel-words", (all) => all.map((p) => p.textContent));
    const before = await words();
    await page.focus("#figure-months input[type=range]");
    for (let i = 0; i < 5; i++) await page.keyboard.press("ArrowRight");
    const after = await words();
    expect(after).not.toEqual(before);
    expect(after[0]).toMatch(/^trained \d+ of 12 months/);
    expect(after[1]).toMatch(/^shuffled weights \d+ of 12 months/);
  });

  it("save a picture as a PNG twice its size", async () => {
    const page = await open();
    await see(page, "#figure-matched");
    const width = await page.$eval("#figure-matched svg.projection", (svg) => svg.clientWidth);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.click("#figure-matched [data-download=png]")
    ]);
    expect(download.suggestedFilename()).toBe("maths_matched.png");
    const bytes = await readFile(await download.path());
    expect(bytes.subarray(1, 4).toString()).toBe("PNG");
    expect(bytes.readUInt32BE(16)).toBe(2 * width);
  });
});

it("moves the nine pairs as the text beside them goes by", async () => {
  const page = await open();
  const rail = "#figure-nine-pairs input[type=range]";
  const parts = page.locator(".step");
  for (const i of [0, 2]) {
    await parts.nth(i).evaluate((step) => step.scrollIntoView({block: "center", behavior: "instant"}));
    await expect.poll(() => page.inputValue(rail)).toBe(await parts.nth(i).getAttribute("data-depth"));
  }
});

it("numbers its figures in their order, and each says what would have been wrong", async () => {
  const page = await open();
  await see(page, "#figure-not");
  const captions = await page.$$eval("figcaption", (all) => all.map((caption) => caption.textContent));
  const numbered = captions.filter((text) => text.startsWith("Figure"));
  expect(numbered.map((text) => Number(/^Figure (\d+)/.exec(text)?.[1]))).toEqual(
    Array.from({length: 10}, (_, i) => i + 1)
  );
  expect(numbered.filter((text) => !text.includes("Wrong would have been"))).toEqual([]);
});

describe("a site without sums", () => {
  it("builds, says so, and draws the rest", async () => {
    const workspace = await makeWorkspace("sumless");
    try {
      await rm(join(workspace.folder, "datasets/maths.csv"));
      const {code, stderr} = await workspace.build();
      expect(stderr).not.toMatch(/error/i);
      expect(code).toBe(0);
      const site = await serveSite(join(workspace.folder, "dist"));
      const {page, complaints} = await visit(browser, `${site.url}/index.html`, ".missing");
      await see(page, "#figure-months");
      expect((await dots(page, "#figure-months")).size).toBe(24);
      expect(await page.textContent("main")).toContain("this site has no dataset maths");
      expect(await page.$$(".observablehq--error")).toEqual([]);
      expect(complaints).toEqual([]);
      await page.close();
      site.server.close();
    } finally {
      await workspace.remove();
    }
  });
});
