/** A small site for tests to make: a working directory with the project's code, datasets and a small model. */
import {execFile} from "node:child_process";
import {createWriteStream} from "node:fs";
import {cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";
import {pipeline} from "node:stream/promises";
import {promisify} from "node:util";
import {vi} from "vitest";
import {siteArchive} from "../../loaders/site.ts";

const project = resolve(".");
const stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true);

/** Three rows, and a column whose name the tables have for another. */
export const maths = `statement,label,tokens
What is 1+2-3?,+-,own
What is 3-2+1?,-+,own
What is 4+4+4?,++,own
`;

/** Makes a site of these CSVs, by name, and goes there. */
export async function enterSite(datasets: Record<string, string>): Promise<void> {
  process.chdir(await mkdtemp(join(tmpdir(), "site-")));
  await symlink(join(project, "loaders"), "loaders");
  await cp(join(project, "package.json"), "package.json");
  await mkdir("weights");
  await cp(join(project, "weights/models.json"), "weights/models.json");
  await mkdir("datasets");
  for (const [name, csv] of Object.entries(datasets)) await writeFile(`datasets/${name}.csv`, csv);
  vi.stubEnv("MODEL", join(project, "tests/fixtures/tiny-llama"));
  forget();
}

/** Goes back to the project. */
export function leaveSite(): void {
  vi.unstubAllEnvs();
  process.chdir(project);
}

/** Forgets what was said so far. */
export const forget = () => stderr.mockClear();

const lines = () => stderr.mock.calls.map(([text]) => String(text));

/** What was said on stderr; most of the experiment's variants are of datasets that are not here, of which each time is warned. */
export const said = () => lines().filter((text) => !text.startsWith("warning: "));
export const warnings = () => lines().filter((text) => text.startsWith("warning: "));

const begun = () => said().filter((text) => /^running .*: 0 of/.test(text));
/** What it said of runs of the model itself; of its controls. */
export const runs = () => begun().filter((text) => !text.includes("shuffled"));
export const controls = () => begun().filter((text) => text.includes("shuffled"));
export const analyses = () =>
  said().filter((text) => /^(finding components of|measuring) .*: 0 of/.test(text));

/** The folders of tables that are kept. */
export const tables = () => readdir(".cache/tables");

/** Unpacks an archive, a dataset's unless told otherwise, with the system's tar. */
export async function unpack(name: string, archive = siteArchive(name)): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "archive-"));
  await pipeline(await archive, createWriteStream(join(folder, "all.tar")));
  await promisify(execFile)("tar", ["xf", "all.tar"], {cwd: folder});
  await rm(join(folder, "all.tar"));
  return folder;
}
