/**
 * Every reader of strangers' files against mutants of good ones: each ends in a result or in a Problem of one line, soon,
 * and in little memory. `npm run fuzz` tries 10 000 mutants of each file; FUZZ=N and SEED=N change that.
 */
import {fork} from "node:child_process";
import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect, it} from "vitest";
import type {Report} from "./child.ts";
import {targets} from "./targets.ts";

const count = Number(process.env.FUZZ ?? 200);
const seed = Number(process.env.SEED ?? 7);
/** No mutant may take longer. */
const mostSeconds = 5;
/** No reader may take more than this and twice the file, which is under a megabyte for all of these. */
const mostMebibytes = 200;

it.each(Object.keys(targets))("%s", {timeout: 60_000 + 100 * count}, async (name) => {
  const folder = await mkdtemp(join(tmpdir(), "fuzz-"));
  try {
    const {read, refused, slowest, mebibytes} = await fuzz(name, folder);
    console.log(
      `${name}: ${read} read, ${refused} refused; slowest ${Math.round(slowest)} ms, ${Math.round(mebibytes)} MiB`
    );
    expect(refused).toBeGreaterThan(0);
    expect(read + refused).toBe(count);
    expect(mebibytes).toBeLessThan(mostMebibytes);
  } finally {
    await rm(folder, {recursive: true});
  }
});

function fuzz(name: string, folder: string): Promise<Extract<Report, {kind: "done"}>> {
  const child = fork("tests/fuzz/child.ts", [name, String(count), String(seed), folder], {
    execArgv: ["--import=tsx"]
  });
  let mutant = "the good file";
  return new Promise((resolve, reject) => {
    const fail = (what: string) => {
      child.kill("SIGKILL");
      reject(new Error(`${name}, seed ${seed}, ${mutant}: ${what}`));
    };
    const late = () => fail(`more than ${mostSeconds} seconds`);
    let watch = setTimeout(late, 10_000 * mostSeconds); // it has all code to load first
    child.on("message", (report: Report) => {
      if (report.kind === "done") resolve(report);
      else mutant = `mutant ${report.mutant}`;
      if (report.kind === "failed") fail(report.what);
      clearTimeout(watch);
      if (report.kind === "started") watch = setTimeout(late, 1000 * mostSeconds);
    });
    child.on("exit", (code) => {
      clearTimeout(watch);
      reject(new Error(`${name}, seed ${seed}, ${mutant}: the process ended with ${code}`));
    });
  });
}
