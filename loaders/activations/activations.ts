import {createHash} from "node:crypto";
import {join} from "node:path";
import {cacheFolder, exclusively} from "../files.ts";
import type {Model} from "../model.ts";
import {numericsVersion} from "../versions.ts";
import {readPacks, readRows, type Place, type Run} from "./packs.ts";
import {runIntoPack, usualLimits} from "./run.ts";

export type {Run} from "./packs.ts";

/** The last token's residual stream of statements, kept under the hash of everything it came from. */
export interface Activations {
  /** Runs the model over those statements (token ids, BOS first) that are not kept yet, in one pass over the weights. */
  complete(statements: readonly number[][]): Promise<void>;
  /** The residual stream after `depth` blocks, `[statements, hiddenSize]`; they must be complete. */
  at(statements: readonly number[][], depth: number): Promise<Float32Array>;
  /** The runs that these statements came from. */
  runs(statements: readonly number[][]): Run[];
  /** The folders that hold what is kept of these statements; those that are not complete have none. */
  folders(statements: readonly number[][]): string[];
}

/** Opens what is kept for a model; statements that were run less deep than `model.depth` count as missing. */
export async function openActivations(model: Model, limits = usualLimits): Promise<Activations> {
  const folder = join(cacheFolder, "activations", hashOf(`${numericsVersion} ${model.key}`));
  let kept = await readPacks(folder, model.depth);
  return {
    async complete(statements) {
      if (missing(kept, statements).length === 0) return;
      await exclusively("model", async () => {
        kept = await readPacks(folder, model.depth); // another process may just have run them
        const rest = missing(kept, statements);
        const keys = rest.map(keyOf);
        const target = join(folder, hashOf(`${model.depth} ${keys.join()}`));
        if (rest.length > 0) await runIntoPack(target, model, rest, keys, limits);
      });
      kept = await readPacks(folder, model.depth);
    },
    at: (statements, depth) =>
      readRows(
        statements.map((tokens) => find(kept, tokens)),
        depth,
        model.checkpoint.config.hiddenSize
      ),
    runs: (statements) => [...new Set(statements.map((tokens) => find(kept, tokens).pack.run))],
    folders: (statements) => [
      ...new Set(statements.flatMap((tokens) => kept.get(keyOf(tokens))?.folder ?? []))
    ]
  };
}

function missing(kept: ReadonlyMap<string, Place>, statements: readonly number[][]): number[][] {
  const byKey = new Map(statements.map((tokens) => [keyOf(tokens), tokens]));
  return [...byKey].filter(([key]) => !kept.has(key)).map(([, tokens]) => tokens);
}

function find(kept: ReadonlyMap<string, Place>, tokens: number[]): Place {
  const place = kept.get(keyOf(tokens));
  if (!place) throw new Error(`no activations for the tokens ${tokens.join()}`);
  return place;
}

function keyOf(tokens: number[]): string {
  return hashOf(tokens.join());
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}
