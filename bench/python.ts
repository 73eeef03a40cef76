/** A Python environment of its own for the peers. */
import {createHash} from "node:crypto";
import {readFile, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {exists} from "../loaders/files.ts";
import {Problem} from "../loaders/problem.ts";
import {requireSpace} from "./disk.ts";
import {benchFolder} from "./made-up.ts";
import {outputOf} from "./measure.ts";

const requirements = join(import.meta.dirname, "requirements.txt");

/**
 * The environment's Python, with everything in requirements.txt installed; made anew when that file changes.
 *
 * @throws Problem if there is no Python 3, or pip can't install them
 */
export async function peersPython(): Promise<string> {
  const folder = join(benchFolder, "venv");
  const python = join(folder, "bin", "python");
  const stamp = join(folder, "requirements.sha256");
  const wanted = createHash("sha256")
    .update(await readFile(requirements))
    .digest("hex");
  if ((await readFile(stamp, "utf8").catch(() => "")) === wanted && (await exists(python))) return python;
  await requireSpace(benchFolder, 3e9, "the peers' Python environment");
  process.stderr.write(`making a Python environment in ${folder}\n`);
  await outputOf("python3", ["-m", "venv", "--clear", folder]);
  await refuseCuda(python);
  await outputOf(python, ["-m", "pip", "install", "-qq", "--requirement", requirements]);
  await writeFile(stamp, wanted);
  return python;
}

/** What pip would install; PyTorch's ordinary build for Linux brings gigabytes that a bench of the processor never uses. */
async function refuseCuda(python: string): Promise<void> {
  const dryRun = ["install", "-qq", "--dry-run", "--report", "-", "--requirement", requirements];
  const report = JSON.parse(await outputOf(python, ["-m", "pip", ...dryRun])) as {
    install: {metadata: {name: string}}[];
  };
  const cuda = report.install.filter(({metadata}) => /^(nvidia|cuda)-/.test(metadata.name));
  if (cuda.length === 0) return;
  throw new Problem(
    `pip would install PyTorch for CUDA, with ${cuda.length} packages; set PIP_EXTRA_INDEX_URL or PIP_FIND_LINKS to PyTorch's builds for the CPU`
  );
}
