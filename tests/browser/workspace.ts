import {spawn, type ChildProcess} from "node:child_process";
import {cp, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";

/** A copy of the project with two small datasets and a model of three blocks, to be edited and built by tests. */
export interface Workspace {
  folder: string;
  /** Starts a command of node_modules/.bin or Node itself in the copy. */
  start(command: string, args: string[], env?: NodeJS.ProcessEnv): ChildProcess;
  /** `npm run build`. */
  build(env?: NodeJS.ProcessEnv): Promise<Finished>;
  read(file: string): Promise<string>;
  write(file: string, text: string): Promise<void>;
  /** Replaces a file's text; `change` must change it. */
  edit(file: string, change: (text: string) => string): Promise<void>;
  remove(): Promise<void>;
}

/** What a command printed and the code it ended with. */
export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

const copied = [
  "src/404.md",
  "src/components",
  "src/data",
  "src/datasets",
  "src/depth.md",
  "src/index.md",
  "src/model.md",
  "src/slices.md",
  "src/style.css",
  "loaders",
  "scripts",
  "weights/models.json",
  "package.json",
  "tsconfig.json",
  "observablehq.config.ts"
];

/** Copies the project into a temporary folder; `name` shows in it whose it is. */
export async function makeWorkspace(name: string): Promise<Workspace> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), `${name}-`)));
  const model = resolve("tests/fixtures/tiny-llama");
  for (const path of copied) await cp(path, join(folder, path), {recursive: true});
  await symlink(resolve("node_modules"), join(folder, "node_modules"));
  await mkdir(join(folder, "datasets"));
  await writeFile(join(folder, "datasets/maths.csv"), await someMaths());
  await writeFile(join(folder, "datasets/months.csv"), await firstRows("datasets/months.csv", 24));
  const start = (command: string, args: string[], env: NodeJS.ProcessEnv = {}) =>
    spawn(command, args, {
      cwd: folder,
      env: {...process.env, OBSERVABLE_TELEMETRY_DISABLE: "true", MODEL: model, ...env}
    });
  const read = (file: string) => readFile(join(folder, file), "utf8");
  const write = (file: string, text: string) => writeFile(join(folder, file), text);
  return {
    folder,
    start,
    read,
    write,
    build: (env) => finished(start("node", ["--import=tsx", "scripts/build.ts"], env)),
    async edit(file, change) {
      const before = await read(file);
      const after = change(before);
      if (after === before) throw new Error(`${file}: the edit changes nothing`);
      await write(file, after);
    },
    remove: () => rm(folder, {recursive: true, force: true, maxRetries: 5})
  };
}

/** Thirty rows: ten of each order of plus and minus, which the essay compares, and ten others. */
async function someMaths(): Promise<string> {
  const [header, ...rows] = (await readFile("datasets/maths.csv", "utf8")).trimEnd().split("\n");
  const kind = (row: string) => /,(\+-|-\+),/.exec(row)?.[1] ?? "other";
  const chosen = ["+-", "-+", "other"].flatMap((wanted) =>
    rows.filter((row) => kind(row) === wanted).slice(0, 10)
  );
  return `${[header, ...chosen].join("\n")}\n`;
}

async function firstRows(file: string, rows: number): Promise<string> {
  const lines = (await readFile(file, "utf8")).split("\n");
  return `${lines.slice(0, rows + 1).join("\n")}\n`;
}

function finished(child: ChildProcess): Promise<Finished> {
  let [stdout, stderr] = ["", ""];
  child.stdout?.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((settle) => child.on("close", (code) => settle({code, stdout, stderr})));
}
