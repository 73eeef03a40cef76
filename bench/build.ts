/** What builds of the site take: cold, warm, after one edited statement, and with datasets as large as the paper's. */
import {spawn} from "node:child_process";
import {cp, mkdir, readFile, rm, symlink, writeFile} from "node:fs/promises";
import {join, resolve} from "node:path";
import {sizeOf} from "../loaders/cache.ts";
import {cacheFolder} from "../loaders/files.ts";
import {openModel} from "../loaders/model.ts";
import {experiment} from "../loaders/experiment.ts";
import {Problem} from "../loaders/problem.ts";
import {gigabytes, requireSpace} from "./disk.ts";
import {benchFolder} from "./made-up.ts";
import {markdownTable} from "./markdown.ts";
import {writePaperFolder} from "./paper-folder.ts";
import {memoryOfTree} from "./process.ts";
import {significant} from "./statistics.ts";

/** One build. */
export interface BuildResult {
  datasets: string;
  build: "cold" | "warm" | "one statement edited";
  seconds: number;
  /** Of all its processes together at their most, in bytes; null where the system doesn't say. */
  memory: number | null;
  /** Of what is kept afterwards, in bytes. */
  cache: number;
}

const copied = [
  "src",
  "loaders",
  "scripts",
  "datasets",
  "package.json",
  "tsconfig.json",
  "observablehq.config.ts"
];

/** Builds a copy of the project several times. */
export async function measureBuilds(): Promise<{text: string; results: BuildResult[]}> {
  await (await openModel(experiment.model)).checkpoint.close(); // fetches it
  const results: BuildResult[] = [];
  await inCopy(async (folder) => {
    for (const build of ["cold", "warm", "one statement edited"] as const) {
      if (build === "one statement edited") await editStatement(join(folder, "datasets/maths.csv"));
      results.push(await measure(folder, "the project's", build));
    }
  });
  await inCopy(async (folder) => {
    await writePaperFolder(join(folder, "datasets"));
    for (const build of ["cold", "warm"] as const)
      results.push(await measure(folder, "and the paper's", build));
  });
  const rows = results.map(cellsOf);
  const header = ["datasets", "build", "seconds", "memory", "cache"];
  return {text: markdownTable(header, rows), results};
}

async function inCopy(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = resolve(benchFolder, "site");
  await rm(folder, {recursive: true, force: true});
  await requireSpace(benchFolder, 6e9, "a build with the paper's datasets");
  await mkdir(folder);
  try {
    const filter = (path: string) => !path.includes(".observablehq");
    for (const path of copied) await cp(path, join(folder, path), {recursive: true, filter});
    for (const path of ["node_modules", "weights"]) await symlink(resolve(path), join(folder, path));
    await work(folder);
  } finally {
    await rm(folder, {recursive: true, force: true});
  }
}

async function editStatement(file: string): Promise<void> {
  const text = await readFile(file, "utf8");
  await writeFile(file, text.replace("What is", "How much is"));
}

async function measure(folder: string, datasets: string, build: BuildResult["build"]): Promise<BuildResult> {
  process.stderr.write(`building with ${datasets} datasets, ${build}\n`);
  const start = performance.now();
  const child = spawn(process.execPath, ["--import=tsx", "scripts/build.ts"], {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"]
  });
  let memory: number | null = null;
  const watching = setInterval(() => {
    void memoryOfTree(child.pid ?? 0).then(
      (now) => (memory = now === null ? memory : Math.max(memory ?? 0, now))
    );
  }, 200);
  const code = await new Promise((settle) => child.on("close", settle));
  clearInterval(watching);
  if (code !== 0) throw new Problem(`the build in ${folder} failed with code ${String(code)}`);
  const seconds = (performance.now() - start) / 1000;
  const result = {datasets, build, seconds, memory, cache: await sizeOf(join(folder, cacheFolder))};
  process.stderr.write(`${cellsOf(result).join(" · ")}\n`);
  return result;
}

/** A row of the table. */
function cellsOf({datasets, build, seconds, memory, cache}: BuildResult): string[] {
  return [
    ...[datasets, build, significant(seconds)],
    ...[memory === null ? "–" : gigabytes(memory), gigabytes(cache)]
  ];
}
