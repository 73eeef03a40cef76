import type {Server} from "node:http";
import type {Browser, Page} from "playwright-core";
import {afterAll, afterEach, beforeAll, describe, expect, it} from "vitest";
import {launch} from "./chromium.ts";
import {serveSite, visit, type Visit} from "./site.ts";

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
  expect(opened?.complaints).toEqual([]);
  await opened?.page.close();
  opened = undefined;
});

async function open(path: string, width: number): Promise<Page> {
  opened = await visit(browser, `${url}/${path}`, ".variance circle", {viewport: {width, height: 900}});
  return opened.page;
}

const texts = (page: Page, selector: string) => page.textContent(`.variance-view ${selector}`);
const box = (page: Page) =>
  page.$eval(".variance-view", (view) => {
    const {height, width} = view.getBoundingClientRect();
    return [Math.round(height), Math.round(width)];
  });

describe.each([1280, 390])("the variance of a dataset's components, %i pixels wide", (width) => {
  it("is held against permuted columns and other subjects, each number in words", async () => {
    const page = await open("datasets/maths.html", width);
    expect(await texts(page, "svg.variance")).toContain("columns permuted, 95 %");
    expect(await texts(page, ".numbers")).toMatch(/^component 2: .*with other subjects .*columns permuted/);
    expect(await texts(page, ".check")).toMatch(/components? .*permuted.*\. .*plane .*°\.$/);
    await page.focus(".variance-view input");
    await page.keyboard.press("ArrowRight");
    expect(await texts(page, ".numbers")).toMatch(/^component 3: /);
    expect(await page.getAttribute(".variance-view input", "aria-valuetext")).toContain("component 3: ");
  });

  it("takes as much room at a depth where nothing was held against it", async () => {
    const page = await open("datasets/maths.html", width);
    const before = await box(page);
    await page.focus("#explorer input[type=range]");
    await page.keyboard.press("ArrowLeft");
    await page.waitForTimeout(100);
    expect(await texts(page, "svg.variance")).not.toContain("permuted");
    expect(await texts(page, ".check")).toMatch(/^Held against .* at depths 1, /);
    expect(await box(page)).toEqual(before);
  });

  it("names a component when it is pointed at", async () => {
    const page = await open("datasets/maths.html", width);
    const last = page.locator(".variance-view svg.variance svg").nth(1).locator("circle").last();
    await last.scrollIntoViewIfNeeded();
    await last.click();
    expect(await texts(page, ".numbers")).toMatch(/^component 10: /);
  });
});
