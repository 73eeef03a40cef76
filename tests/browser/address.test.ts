import type {Server} from "node:http";
import type {Browser, Page} from "playwright-core";
import {afterAll, afterEach, beforeAll, describe, expect, it} from "vitest";
import {launch} from "./chromium.ts";
import {dots, serveSite, visit, type Visit} from "./site.ts";

let browser: Browser;
let server: Server;
let url: string;
const opened: Visit[] = [];

beforeAll(async () => {
  ({server, url} = await serveSite("dist"));
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
  server.close();
});

afterEach(async () => {
  for (const {complaints, page} of opened.splice(0)) {
    expect(complaints).toEqual([]);
    await page.close();
  }
});

async function open(address: string): Promise<Page> {
  const visited = await visit(browser, address, "#explorer circle");
  opened.push(visited);
  return visited.page;
}

const openDataset = (file: string) => open(`${url}/datasets/${file}`);

/** What a reader sees of the controls, and the dots with their places and colours. */
async function seen(page: Page) {
  await page.waitForSelector("#explorer:not([aria-busy])");
  await page.waitForTimeout(100);
  return {
    depth: await page.inputValue("#explorer .rail input"),
    column: await page.inputValue("#explorer [data-colour-by]"),
    query: await page.inputValue("#explorer input[type=search]"),
    off: await page.$$eval("#explorer .legend [aria-pressed=false]", (all) => all.map((b) => b.textContent)),
    version: await page.$$eval(".variants [aria-pressed=true]", (all) => all.map((b) => b.textContent)),
    dots: [...(await dots(page, "#explorer"))].map(([row, [, , fill]]) => `${row} ${fill}`).sort(),
    layout: await page.$$eval("#explorer circle[data-row]", (all) => all.map((c) => c.getAttribute("cx")))
  };
}

const note = (page: Page) => page.textContent(".address-note");

describe("the address of a dataset's page", () => {
  it("shows the same again in another window", async () => {
    const page = await openDataset("isa.html");
    const first = await seen(page);
    expect(new URL(page.url()).search).toBe("");
    await page.focus("#explorer .rail input");
    await page.keyboard.press("ArrowDown");
    await page.selectOption("#explorer [data-colour-by]", {index: 1});
    await page.click("#explorer .legend button:first-child");
    await page.fill("#explorer input[type=search]", "Is a");
    await page.click('.variants button[data-value="without"]');
    await page.waitForURL(/variant=/);
    const changed = await seen(page);
    expect(Object.entries(changed).filter(([k, v]) => v === first[k as keyof typeof first])).toEqual([]);
    const again = await open(page.url());
    expect(await seen(again)).toEqual(changed);
    expect(await note(again)).toBe("");
  });

  it("goes back and forward through what was chosen, a run of keys as one step", async () => {
    const page = await openDataset("maths.html");
    const states = [await seen(page)];
    await page.selectOption("#explorer [data-colour-by]", "result");
    states.push(await seen(page));
    await page.click("#explorer .legend button:first-child");
    states.push(await seen(page));
    await page.focus("#explorer .rail input");
    for (let i = 0; i < 3; i++) await page.keyboard.press("ArrowDown");
    await page.waitForTimeout(300);
    states.push(await seen(page));
    expect(new Set(states.map((state) => JSON.stringify(state))).size).toBe(4);
    for (const state of [2, 1, 0].map((i) => states[i])) {
      await page.goBack();
      expect(await seen(page)).toEqual(state);
    }
    expect(new URL(page.url()).search).toBe("");
    for (const state of states.slice(1)) {
      await page.goForward();
      expect(await seen(page)).toEqual(state);
    }
  });

  it("falls back where it is wrong, and says so until something is chosen", async () => {
    const whole = await seen(await openDataset("maths.html"));
    const page = await openDataset("maths.html?depth=99&colour=%3Cb%3Ex&hide=nothing&variant=cities");
    expect(await seen(page)).toEqual(whole);
    expect(await note(page)).toContain("depth=99, colour=<b>x, hide=nothing");
    expect(await page.$$(".address-note b")).toEqual([]);
    await page.focus("#explorer .rail input");
    await page.keyboard.press("ArrowDown");
    expect(await note(page)).toBe("");
  });
});
