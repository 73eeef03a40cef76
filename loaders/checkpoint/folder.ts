/** What a folder holds, and which of it is the checkpoint. */
import {readdir, stat} from "node:fs/promises";
import {basename, dirname, join} from "node:path";
import {Problem} from "../problem.ts";
import {CheckpointFile, shown} from "./file.ts";
import {readIndex} from "./hugging-face/shards.ts";
import {kindAt, refusal, type Kind} from "./magic.ts";
import {layoutOf, type Layout} from "./names.ts";
import {openTensorFile} from "./tensor-file.ts";

const mostFiles = 1000;

/** The index in a file's folder that lists it, if there is one. */
export async function indexThatLists(path: string): Promise<string | undefined> {
  const folder = dirname(path);
  for (const name of (await readdir(folder)).filter(isIndex).sort()) {
    const index = await readIndex(join(folder, name));
    if ([...index.values()].includes(basename(path))) return join(folder, name);
  }
  return undefined;
}

const isIndex = (name: string) => /\.(safetensors|bin)\.index\.json$/.test(name);

/** A file that may be a checkpoint's only or first one; an index counts as what it lists. */
interface Candidate {
  name: string;
  kind?: Kind;
  layout?: Layout;
}

/**
 * The file to open of a folder. Hugging Face's layout goes before Meta's, and GGUF comes last; safetensors go before
 * pytorch_model.bin, and one file before several, as in transformers.
 *
 * @throws Problem if there is none, or more than one to choose from
 */
export async function chooseIn(folder: string): Promise<string> {
  const kinds = await kindsIn(folder);
  const lists = await listsIn(folder, kinds);
  const listed = new Set([...lists.values()].flat());
  const candidates = [...lists]
    .filter(([, files]) => files.some((file) => kinds.has(file)))
    .map(([name]) => listing(name));
  for (const name of firstParts([...kinds.keys()].filter((other) => !listed.has(other))))
    candidates.push(await lookAt(folder, name, kinds.get(name)));
  const choose = (is: Partial<Candidate>, ...preferred: string[]) =>
    only(folder, candidates.filter(matches(is)), preferred);
  const chosen =
    choose(
      {kind: "safetensors", layout: "Hugging Face"},
      "model.safetensors",
      "model.safetensors.index.json"
    ) ??
    choose({kind: "torch", layout: "Hugging Face"}, "pytorch_model.bin", "pytorch_model.bin.index.json") ??
    choose({layout: "Meta"}, "consolidated.00.pth", "consolidated.safetensors") ??
    choose({kind: "gguf"}) ??
    // none: opening these says what is wrong about them
    [...lists.keys()].at(0) ??
    candidates.find(({kind}) => kind === "safetensors" || kind === "torch")?.name;
  if (chosen === undefined) throw await nothingIn(folder, [...kinds.keys()]);
  return join(folder, chosen);
}

/** The plain files of a folder, by name, and what each is. */
async function kindsIn(folder: string): Promise<Map<string, Kind | undefined>> {
  const kinds = new Map<string, Kind | undefined>();
  for (const name of (await readdir(folder)).sort()) {
    const path = join(folder, name);
    const status = await stat(path).catch(() => null); // null of a link to nothing
    if (!status?.isFile()) continue;
    if (kinds.size === mostFiles)
      throw new Problem(
        `${folder}: ${mostFiles} files at most expected, more found; name the checkpoint's file`
      );
    kinds.set(name, await kindAt(path));
  }
  return kinds;
}

/** The files that each index of a folder lists. */
async function listsIn(
  folder: string,
  kinds: ReadonlyMap<string, Kind | undefined>
): Promise<Map<string, string[]>> {
  const lists = new Map<string, string[]>();
  for (const [name, kind] of kinds)
    if (kind === "json" && isIndex(name))
      lists.set(name, [...new Set((await readIndex(join(folder, name))).values())]);
  return lists;
}

/** Without the later files of Meta's shards and of split GGUF. */
function firstParts(names: readonly string[]): string[] {
  const sets = new Map<string, string>();
  for (const name of names) {
    const set = name
      .replace(/^consolidated\.\d\d\.pth$/, "consolidated.pth")
      .replace(/-\d{5}(-of-\d{5}\.gguf)$/, "$1");
    if (!sets.has(set)) sets.set(set, name);
  }
  return [...sets.values()];
}

const listing = (name: string): Candidate => ({
  name,
  kind: name.includes("safetensors") ? "safetensors" : "torch",
  layout: "Hugging Face"
});

/** Whose names a file's tensors have; of a file that can't be read, its own name says whose it should be. */
async function lookAt(folder: string, name: string, kind: Kind | undefined): Promise<Candidate> {
  if (kind !== "safetensors" && kind !== "torch") return {name, kind};
  try {
    const file = await openTensorFile(join(folder, name));
    await file.close();
    return {name, kind, layout: layoutOf(file.tensors.keys())};
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return {name, kind, layout: conventions.find(([called]) => called.test(name))?.[1]};
  }
}

const conventions: [called: RegExp, layout: Layout][] = [
  [/^(model\.safetensors|pytorch_model\.bin)$/, "Hugging Face"],
  [/^consolidated\./, "Meta"]
];

function matches(is: Partial<Candidate>): (candidate: Candidate) => boolean {
  return ({kind, layout}) => kind === (is.kind ?? kind) && layout === (is.layout ?? layout);
}

function only(folder: string, candidates: Candidate[], preferred: readonly string[]): string | undefined {
  const names = candidates.map(({name}) => name);
  const first = preferred.find((name) => names.includes(name));
  if (first !== undefined || names.length <= 1) return first ?? names.at(0);
  const some = `${names.slice(0, 5).map(shown).join(", ")}${names.length > 5 ? ", …" : ""}`;
  throw new Problem(`${folder}: one checkpoint expected, ${names.length} found; name the file: ${some}`);
}

/** What to say of a folder without a checkpoint; where something is called like one, what that is. */
async function nothingIn(folder: string, names: readonly string[]): Promise<Problem> {
  const called = names.find((name) => /\.(safetensors|bin|pth|pt|gguf)$/.test(name));
  if (called === undefined)
    return new Problem(
      `${folder}: no checkpoint found; put one there: safetensors or pytorch_model.bin with config.json, ` +
        "consolidated.00.pth with params.json, or GGUF"
    );
  const file = await CheckpointFile.open(join(folder, called));
  try {
    return await refusal(file);
  } finally {
    await file.close();
  }
}
