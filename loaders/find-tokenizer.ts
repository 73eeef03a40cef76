import {readFile, stat} from "node:fs/promises";
import {basename, dirname, join} from "node:path";
import {booleanIn, readJsonObject} from "./checkpoint/json.ts";
import type {OpenCheckpoint} from "./checkpoint/open.ts";
import {exists} from "./files.ts";
import {Problem} from "./problem.ts";
import {ggufTokenizer} from "./tokenizer/gguf.ts";
import {tokenizerJson} from "./tokenizer/tokenizer-json.ts";
import {tokenizerModel} from "./tokenizer/tokenizer-model.ts";
import type {Tokenizer} from "./tokenizer/tokenizer.ts";

/** A checkpoint's tokenizer, before it is needed. */
export interface FoundTokenizer {
  /** Prepares the vocabulary, which takes longer than to open a file. */
  make: () => Tokenizer;
  /** The token that the files say to begin every text with. */
  bosId?: number;
  /** The files that it is read from, besides the checkpoint's own. */
  files: string[];
}

/**
 * Where a tokenizer may be, from a checkpoint's folder, the first choice first. Meta's lies beside the weights or, for
 * all sizes of a family, in the folder above; transformers prefers tokenizer.json to what it was made from.
 */
const places: Record<OpenCheckpoint["format"], readonly string[]> = {
  Meta: ["tokenizer.model", "../tokenizer.model", "tokenizer.json"],
  "Hugging Face": ["tokenizer.json", "tokenizer.model"],
  GGUF: ["tokenizer.json", "tokenizer.model"]
};

/** More than any reader of tokenizers takes. */
const mostBytes = 2 ** 25;

/**
 * The tokenizer that belongs to a checkpoint: inside of it (GGUF), or in a file beside it.
 *
 * @throws Problem if there is none, or one of a kind that is not known
 */
export async function findTokenizer(checkpoint: OpenCheckpoint): Promise<FoundTokenizer> {
  const {tokenizer: embedded, path, bosId} = checkpoint;
  if (embedded) return {make: () => ggufTokenizer(embedded, path), bosId, files: []};
  const file = await findFile(checkpoint);
  const bytes = await readWhole(file);
  const read = basename(file) === "tokenizer.json" ? tokenizerJson : tokenizerModel;
  const tokenizer = read(bytes, file);
  const config = join(dirname(file), "tokenizer_config.json");
  const files = (await exists(config)) ? [file, config] : [file];
  const addsBos = files.length > 1 ? await addsBosToken(config) : undefined;
  return {make: () => tokenizer, bosId: chooseBos(addsBos, tokenizer.bosId, bosId), files};
}

/**
 * What tokenizer_config.json says goes before what the tokenizer's own file says; only where both leave it open, the
 * token that config.json names is taken.
 */
function chooseBos(
  addsBos: boolean | undefined,
  ofTokenizer: number | null | undefined,
  ofModel: number | undefined
): number | undefined {
  if (addsBos === false || (addsBos === undefined && ofTokenizer === null)) return undefined;
  return ofTokenizer ?? ofModel;
}

async function findFile({path, format}: OpenCheckpoint): Promise<string> {
  const folder = dirname(path);
  for (const place of places[format]) {
    const file = join(folder, place);
    if (await exists(file)) return file;
  }
  const [first, ...others] = places[format];
  throw new Problem(
    `${folder}: there is no ${first} beside the weights, nor ${others.join(" or ")}; put it there`
  );
}

async function readWhole(file: string): Promise<Uint8Array> {
  const status = await stat(file);
  // a pipe would be waited for
  if (!status.isFile()) throw new Problem(`${file}: a file expected, something else found`);
  if (status.size > mostBytes)
    throw new Problem(`${file}: ${mostBytes} bytes at most expected, ${status.size} found`);
  return readFile(file);
}

/** Whether a token is put before every text, if the file says. */
async function addsBosToken(path: string): Promise<boolean | undefined> {
  const members = await readJsonObject(path, mostBytes);
  return members.has("add_bos_token") ? booleanIn(members, "add_bos_token", path) : undefined;
}
