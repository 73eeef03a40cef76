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

/** LLaMA 3's tokenizer.json has 17 MB. */
const mostBytes = 64 << 20;

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
  const isNone = files.length > 1 && (await saysNone(config));
  return {make: () => tokenizer, bosId: isNone ? undefined : (tokenizer.bosId ?? bosId), files};
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
  const {size} = await stat(file);
  if (size > mostBytes) throw new Problem(`${file}: ${mostBytes} bytes at most expected, ${size} found`);
  return readFile(file);
}

/** Whether tokenizer_config.json says that no token is put before a text. */
async function saysNone(path: string): Promise<boolean> {
  const members = await readJsonObject(path, mostBytes);
  return members.has("add_bos_token") && !booleanIn(members, "add_bos_token", path);
}
