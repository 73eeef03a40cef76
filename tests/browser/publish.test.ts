import {createServer, type Server} from "node:http";
import type {AddressInfo} from "node:net";
import type {Browser} from "playwright-core";
import sirv from "sirv";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {launch} from "./chromium.ts";
import {visit} from "./site.ts";

let browser: Browser;
let server: Server;
let url: string;

/** As GitHub Pages serves a project: below a folder, with 404.html for what is not there. */
beforeAll(async () => {
  const serve = sirv("dist");
  server = createServer((request, response) => {
    if (!request.url?.startsWith("/project/")) {
      response.writeHead(404).end();
      return;
    }
    request.url = request.url.slice("/project".length);
    serve(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/project`;
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
  server.close();
});

const pages = [
  {path: "", ready: "#figure-hero circle"},
  {path: "depth.html", ready: "#figure-depths circle"},
  {path: "truth.html", ready: "#figure-not circle"},
  {path: "slices.html", ready: ".slice-room circle"},
  {path: "model.html", ready: ".blocks"},
  {path: "datasets/months.html", ready: "#explorer circle"}
];

describe.each(pages)("/project/$path", ({path, ready}) => {
  it("works below a folder, and asks for nothing outside of it", async () => {
    const {page, complaints} = await visit(browser, `${url}/${path}`, ready);
    const requests = await page.evaluate(() =>
      performance.getEntriesByType("resource").map(({name}) => name)
    );
    expect(requests.filter((name) => name.startsWith("http") && !name.startsWith(url))).toEqual([]);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("says in its head what it is", async () => {
    const {page} = await visit(browser, `${url}/${path}`, ready);
    const content = (selector: string) => page.getAttribute(selector, "content");
    const description = await content('meta[name="description"]');
    expect(description?.length).toBeGreaterThan(30);
    expect(await content('meta[property="og:description"]')).toBe(description);
    expect(await content('meta[property="og:title"]')).toMatch(/\w/);
    await page.close();
  });

  it("can be entered by keyboard past the navigation", async () => {
    const {page} = await visit(browser, `${url}/${path}`, ready);
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to the text");
    const left = await page.evaluate(() => document.activeElement?.getBoundingClientRect().left);
    expect(left).toBeGreaterThanOrEqual(0);
    await page.keyboard.press("Enter");
    expect(new URL(page.url()).hash).toBe("#observablehq-main");
    await page.close();
  });
});

it("has a page for addresses that are not there", async () => {
  const page = await browser.newPage();
  await page.goto(`${url}/404.html`);
  expect(await page.textContent("h1")).toBe("Not here");
  await page.close();
});
