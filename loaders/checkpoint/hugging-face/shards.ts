import {basename, dirname, join} from "node:path";
import {exists} from "../../files.ts";
import {Problem} from "../../problem.ts";
import {isName, shown} from "../file.ts";
import {membersOf, readJsonObject, shownJson} from "../json.ts";
import {openTensorFile, type TensorFile} from "../tensor-file.ts";
import type {StoredTensor} from "../tensors.ts";

/** The index of LLaMA 3.1 405B, of 191 files, takes 0.1 MB. */
const mostBytes = 4 << 20;
/** Each that is needed is held open. */
const mostFiles = 512;

/** Tensors' names → the file that each lies in, of the index's own folder. */
export type Index = ReadonlyMap<string, string>;

/**
 * Reads `model.safetensors.index.json` or `pytorch_model.bin.index.json`.
 *
 * @throws Problem if it is none, or names files elsewhere
 */
export async function readIndex(path: string): Promise<Index> {
  const members = await readJsonObject(path, mostBytes);
  if (!members.has("weight_map"))
    throw new Problem(
      `${path}: weight_map expected, none found; name the weights, their index or their folder`
    );
  const index = new Map<string, string>();
  for (const [name, file] of membersOf(members.get("weight_map"), `${path}: weight_map`)) {
    if (!isName(name)) throw new Problem(`${path}: a tensor's name in ASCII expected, ${shown(name)} found`);
    if (!(typeof file === "string" && isPlainName(file) && file !== basename(path)))
      throw new Problem(
        `${path}: tensor ${name}: a file's name without folders expected, ${shownJson(file)} found`
      );
    index.set(name, file);
  }
  const files = new Set(index.values()).size;
  if (files > mostFiles) throw new Problem(`${path}: ${mostFiles} files at most expected, ${files} found`);
  return index;
}

function isPlainName(text: string): boolean {
  return isName(text) && !/[/\\:]/.test(text) && text !== "." && text !== "..";
}

/** The files of an index, each opened when the first tensor in it is needed: others may be absent. */
export class Shards {
  readonly #path: string;
  readonly #index: Index;
  readonly #check: (file: TensorFile) => void;
  readonly #opened = new Map<string, Promise<TensorFile>>();

  /** @param check is given each file that is opened, and throws what is wrong with it */
  constructor(path: string, index: Index, check: (file: TensorFile) => void) {
    this.#path = path;
    this.#index = index;
    this.#check = check;
  }

  /** @throws Problem that names the tensor, and the file that should hold it */
  async find(name: string): Promise<StoredTensor> {
    const file = this.#index.get(name);
    if (file === undefined)
      throw new Problem(
        `${this.#path}: tensor ${name} is missing; use a checkpoint that holds all that is to be run`
      );
    const path = join(dirname(this.#path), file);
    const tensor = (await this.#open(path, name)).tensors.get(name);
    if (tensor) return tensor;
    const advice = "the files don't belong together: fetch them again";
    throw new Problem(
      `${path}: tensor ${name} expected, as ${basename(this.#path)} says, none found; ${advice}`
    );
  }

  async close(): Promise<void> {
    for (const result of await Promise.allSettled(this.#opened.values()))
      if (result.status === "fulfilled") await result.value.close();
  }

  #open(path: string, needed: string): Promise<TensorFile> {
    let file = this.#opened.get(path);
    if (!file) this.#opened.set(path, (file = this.#openNew(path, needed)));
    return file;
  }

  async #openNew(path: string, needed: string): Promise<TensorFile> {
    if (!(await exists(path)))
      throw new Problem(`${path}: no such file, and tensor ${needed} should be in it; put it there`);
    const file = await openTensorFile(path);
    try {
      this.#check(file);
      return file;
    } catch (error) {
      await file.close();
      throw error;
    }
  }
}
