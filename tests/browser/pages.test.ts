import {existsSync} from "node:fs";
import type {Server} from "node:http";
import type {Browser} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import type {Dataset} from "../../loaders/dataset.ts";
import {launch} from "./chromium.ts";
import {axeSource, dots, readDatasets, serveSite, visit} from "./site.ts";

let browser: Browser;
let server: Server;
let url: string;
const datasets: Map<string, Dataset> = await readDatasets();

beforeAll(async () => {
  if (!existsSync("dist/index.html")) throw new Error("dist/ holds no site: run npm run build before");
  ({server, url} = await serveSite("dist"));
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
  server.close();
});

const pages = [
  {path: "index.html", ready: "#figure-nine-pairs circle"},
  {path: "depth.html", ready: "#figure-depths circle"},
  {path: "truth.html", ready: "#figure-not circle"},
  {path: "slices.html", ready: ".slice-room circle"},
  {path: "model.html", ready: ".blocks"},
  ...[...datasets.keys()].map((name) => ({path: `datasets/${name}.html`, ready: "#explorer circle"}))
];

describe.each(pages)("$path", ({path, ready}) => {
  it("opens without a complaint and within a megabyte", async () => {
    const {page, complaints, readyAfter, weight} = await visit(browser, `${url}/${path}`, ready);
    const megabytes = (await weight()) / 1e6;
    console.log(
      `${path}: ${megabytes.toFixed(2)} MB, compressed; first plot after ${readyAfter.toFixed(0)} ms`
    );
    expect(complaints).toEqual([]);
    expect(megabytes).toBeLessThan(1);
    expect(await page.$$(".observablehq--error")).toEqual([]);
    await page.close();
  });

  it("has links that lead somewhere", async () => {
    const {page} = await visit(browser, `${url}/${path}`, ready);
    const links = await page.$$eval("a[href]", (anchors) =>
      anchors.map((anchor) => (anchor as HTMLAnchorElement).href)
    );
    const inside = [
      ...new Set(links.filter((link) => link.startsWith(url)).map((link) => link.replace(/#.*/, "")))
    ];
    const statuses = await Promise.all(
      inside.map(async (link) => ({link, status: (await fetch(link)).status}))
    );
    expect(statuses.filter(({status}) => status !== 200)).toEqual([]);
    expect(inside.length).toBeGreaterThan(2);
    await page.close();
  });

  it.each(["light", "dark"] as const)("has no serious barrier in %s", async (colorScheme) => {
    const {page} = await visit(browser, `${url}/${path}`, ready, {colorScheme});
    await page.evaluate(await axeSource());
    const violations = await page.evaluate(async () => {
      const {axe} = globalThis as unknown as {
        axe: {run: () => Promise<{violations: {id: string; impact: string; nodes: {html: string}[]}[]}>};
      };
      return (await axe.run()).violations.map(({id, impact, nodes}) => ({
        id,
        impact,
        first: nodes[0].html.slice(0, 200)
      }));
    });
    expect(violations.filter(({impact}) => impact === "serious" || impact === "critical")).toEqual([]);
    await page.close();
  });

  it("fits a phone without scrolling sideways", async () => {
    const {page, complaints} = await visit(browser, `${url}/${path}`, ready, {
      viewport: {width: 390, height: 844}
    });
    const {scrollWidth, clientWidth} = await page.evaluate(() => {
      const {scrollWidth, clientWidth} = document.documentElement;
      return {scrollWidth, clientWidth};
    });
    expect(scrollWidth).toBeLessThanOrEqual(clientWidth);
    expect(complaints).toEqual([]);
    await page.close();
  });
});

describe("a dataset's page", () => {
  it.each([...datasets])("of %s has a dot for every row", async (name, {statements}) => {
    const {page} = await visit(browser, `${url}/datasets/${name}.html`, "#explorer circle");
    const rows = [...(await dots(page, "#explorer")).keys()].sort((a, b) => a - b);
    expect(rows).toEqual(statements.map((_, row) => row));
    await page.close();
  });
});
