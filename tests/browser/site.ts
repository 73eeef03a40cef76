import {readdirSync} from "node:fs";
import {readFile} from "node:fs/promises";
import {createServer, type Server} from "node:http";
import type {AddressInfo} from "node:net";
import {basename} from "node:path";
import {gzipSync} from "node:zlib";
import type {Browser, Page} from "playwright-core";
import sirv from "sirv";
import {readDataset, type Dataset} from "../../loaders/dataset.ts";

/** The built site on this machine. */
export async function serveSite(folder: string): Promise<{url: string; server: Server}> {
  const server = createServer(sirv(folder));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server};
}

/** The CSVs that the site was built from, by name. */
export async function readDatasets(): Promise<Map<string, Dataset>> {
  const files = readdirSync("datasets").filter((file) => file.endsWith(".csv"));
  return new Map(
    await Promise.all(
      files.map(async (file): Promise<[string, Dataset]> => [
        basename(file, ".csv"),
        await readDataset(`datasets/${file}`)
      ])
    )
  );
}

/** A page that was opened, and everything it did that it should not. */
export interface Visit {
  page: Page;
  /** Console errors and warnings, exceptions, failed requests, requests to other hosts. */
  complaints: string[];
  /** Milliseconds from the start of the navigation to the figure that was waited for. */
  readyAfter: number;
  /** Bytes that came over the network so far, as a host that compresses would send them. */
  weight: () => Promise<number>;
}

/** Opens a page and waits until its last figure is there. */
export async function visit(
  browser: Browser,
  url: string,
  ready: string,
  options: Parameters<Browser["newPage"]>[0] = {}
): Promise<Visit> {
  const page = await browser.newPage({
    viewport: {width: 1440, height: 900},
    reducedMotion: "reduce",
    ...options
  });
  const complaints: string[] = [];
  const sizes: Promise<number>[] = [];
  const {host} = new URL(url);
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`exception: ${error.message}`));
  page.on("requestfailed", (request) => complaints.push(`failed: ${request.url()}`));
  page.on("request", (request) => {
    const target = new URL(request.url());
    if (target.protocol !== "data:" && target.protocol !== "blob:" && target.host !== host)
      complaints.push(`other host: ${request.url()}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) complaints.push(`status ${response.status()}: ${response.url()}`);
    if (response.url().startsWith("http")) sizes.push(response.body().then(compressedSize, () => 0));
  });
  await page.goto(url);
  await page.waitForSelector(ready);
  const readyAfter = await page.evaluate(() => performance.now());
  await page.waitForLoadState("networkidle");
  const weight = async () => (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  return {page, complaints, readyAfter, weight};
}

function compressedSize(body: Buffer): number {
  return Math.min(body.length, gzipSync(body).length);
}

/** Where an element's visible dots are, by row: `[x, y, fill]` each. */
export async function dots(
  page: Page,
  figure: string
): Promise<Map<number, [x: number, y: number, fill: string]>> {
  const entries = await page.$$eval(`${figure} circle[data-row]:not([data-off])`, (circles) =>
    circles.map((circle): [number, [number, number, string]] => {
      const {x, y} = circle.getBoundingClientRect();
      return [Number(circle.getAttribute("data-row")), [x, y, getComputedStyle(circle).fill]];
    })
  );
  return new Map(entries);
}

/** The source of axe, to be run inside a page. */
export function axeSource(): Promise<string> {
  return readFile("node_modules/axe-core/axe.min.js", "utf8");
}
