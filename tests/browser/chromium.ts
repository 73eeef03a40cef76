import {existsSync} from "node:fs";
import chromium from "@sparticuz/chromium";
import {chromium as playwright, type Browser} from "playwright-core";

const installed = [
  "/usr/bin/chromium",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
];

/**
 * Starts a real Chromium without a window: CHROMIUM names one; on Linux x64 the npm package carries one; elsewhere an
 * installed Chrome is looked for.
 */
export async function launch(): Promise<Browser> {
  const carried = process.platform === "linux" && process.arch === "x64";
  const executablePath =
    process.env.CHROMIUM ??
    (carried ? await chromium.executablePath() : installed.find((path) => existsSync(path)));
  if (executablePath === undefined)
    throw new Error("no Chromium was found: name one in the environment variable CHROMIUM");
  // In a single process, as the package wants it for small machines, closing one page ends the browser.
  const args = carried ? chromium.args.filter((arg) => arg !== "--single-process") : [];
  return playwright.launch({executablePath, args, headless: true});
}
