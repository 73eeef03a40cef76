import {rm} from "node:fs/promises";
import {afterEach, describe, expect, it} from "vitest";
import {projections} from "../../loaders/checkpoint/config.ts";
import {openCheckpoint} from "../../loaders/checkpoint/open.ts";
import {f32, u16} from "./bytes.ts";
import {openFilesIn, problemOf, temporaryFolder} from "./files.ts";
import {pickle, tensor, zipBytes} from "./pth-bytes.ts";

const folder = temporaryFolder();

/** As LLaMA 2 70B in miniature: 8 shards, each with 2 heads of queries and one of keys and values. */
const shards = 8;
const params = {
  ...{dim: 24, head_dim: 2, n_heads: 16, n_kv_heads: 8, n_layers: 1, norm_eps: 1e-5, vocab_size: -1},
  rope_theta: 1e6
};

/** A matrix of numbers that say where they are: 100 × row + column. */
const matrix = (rows: number, columns: number) =>
  Array.from({length: rows}, (_, row) => Array.from({length: columns}, (_, column) => 100 * row + column));

const rowsOf = (whole: number[][], shard: number) => {
  const count = whole.length / shards;
  return whole.slice(shard * count, (shard + 1) * count);
};

const columnsOf = (whole: number[][], shard: number) => {
  const count = whole[0].length / shards;
  return whole.map((row) => row.slice(shard * count, (shard + 1) * count));
};

const whole = {
  embeddings: matrix(16, 24),
  query: matrix(32, 24),
  key: matrix(16, 24),
  value: matrix(16, 24),
  attentionOutput: matrix(24, 32),
  gate: matrix(40, 24),
  up: matrix(40, 24),
  down: matrix(24, 40)
};
const norm = [matrix(1, 24)[0]];

type Embeddings = "rows" | "columns";

/** One shard's matrices by their names. */
function shardOf(shard: number, embeddings: Embeddings): Map<string, number[][]> {
  const cut = embeddings === "rows" ? rowsOf : columnsOf;
  return new Map([
    ["tok_embeddings.weight", cut(whole.embeddings, shard)],
    ["layers.0.attention.wq.weight", rowsOf(whole.query, shard)],
    ["layers.0.attention.wk.weight", rowsOf(whole.key, shard)],
    ["layers.0.attention.wv.weight", rowsOf(whole.value, shard)],
    ["layers.0.attention.wo.weight", columnsOf(whole.attentionOutput, shard)],
    ["layers.0.feed_forward.w1.weight", rowsOf(whole.gate, shard)],
    ["layers.0.feed_forward.w2.weight", columnsOf(whole.down, shard)],
    ["layers.0.feed_forward.w3.weight", rowsOf(whole.up, shard)],
    ["layers.0.attention_norm.weight", norm],
    ["layers.0.ffn_norm.weight", norm]
  ]);
}

interface Changes {
  embeddings?: Embeddings;
  /** What is changed in shard 5. */
  change?: (tensors: Map<string, number[][]>) => void;
  type?: "BFloat16Storage" | "IntStorage";
  /** Changes a byte in the entry of wk. */
  damage?: boolean;
}

async function write({embeddings = "columns", change, type, damage}: Changes = {}): Promise<string> {
  await folder.write("params.json", JSON.stringify(params));
  for (let i = 0; i < shards; i++) {
    const tensors = shardOf(i, embeddings);
    if (i === 5) change?.(tensors);
    const bytes = archive(tensors, i === 5 ? type : undefined);
    if (i === 5 && damage) bytes[Buffer.from(bytes).indexOf(f32(...(tensors.get(wk) ?? []).flat()))] ^= 1;
    await folder.write(`consolidated.0${i}.pth`, bytes);
  }
  return `${folder.path}/consolidated.03.pth`;
}

const wk = "layers.0.attention.wk.weight";

/** A file of torch.save; `type` is that of wk. */
function archive(tensors: Map<string, number[][]>, type?: Changes["type"]): Uint8Array {
  const entries = [...tensors].map(([name, rows], i): [string, Uint8Array, Uint8Array] => {
    const shape = name.includes("norm") ? [rows[0].length] : [rows.length, rows[0].length];
    const half = name === wk && type === "BFloat16Storage";
    const values = rows.flat();
    const spec = {key: String(i), shape, ...(name === wk && type && {type})};
    return [name, tensor(spec), half ? Buffer.concat(values.map(u16)) : f32(...values)];
  });
  const described = Object.fromEntries(entries.map(([name, bytes]) => [name, bytes]));
  const storages = entries.map(([, , bytes], i): [string, Uint8Array] => [`archive/data/${i}`, bytes]);
  return zipBytes([["archive/data.pkl", pickle(described)], ...storages]);
}

afterEach(() => {
  expect(openFilesIn(folder.path)).toEqual([]);
});

describe("eight shards", () => {
  it.each<Embeddings>(["rows", "columns"])("are one model, with embeddings cut by %s", async (embeddings) => {
    const checkpoint = await openCheckpoint(await write({embeddings}));
    expect(checkpoint.config).toMatchObject({
      ...{hiddenSize: 24, intermediateSize: 40, numAttentionHeads: 16, numKeyValueHeads: 8},
      ...{headDim: 2, vocabSize: 16}
    });
    expect(await checkpoint.files(1)).toHaveLength(shards + 1);
    const {attentionNorm, feedForwardNorm, ...block} = await checkpoint.block(0);
    for (const part of projections) {
      expect(block[part].shape, part).toEqual([whole[part].length, whole[part][0].length]);
      expect([...block[part].data], part).toEqual(whole[part].flat());
    }
    expect([...attentionNorm.data, ...feedForwardNorm.data]).toEqual([...norm[0], ...norm[0]]);
    expect([...(await checkpoint.embeddings([15, 0, 2]))]).toEqual(
      [15, 0, 2].flatMap((id) => whole.embeddings[id])
    );
    await checkpoint.close();
  });

  it("are all needed: the first one missing is named", async () => {
    const path = await write();
    await rm(`${folder.path}/consolidated.06.pth`);
    await rm(`${folder.path}/consolidated.07.pth`);
    expect(await problemOf(path)).toMatch(
      /consolidated\.06\.pth: 8 shards expected, 6 found; put all of them/
    );
    await rm(`${folder.path}/consolidated.00.pth`);
    expect(await problemOf(path)).toMatch(/consolidated\.00\.pth: expected beside the other shards, nothing/);
  });

  it.each<[string, Changes, RegExp]>([
    [
      "without a tensor in one of them",
      {change: (tensors) => tensors.delete("layers.0.ffn_norm.weight")},
      /consolidated\.05\.pth: tensor layers\.0\.ffn_norm\.weight is missing, which another shard has/
    ],
    [
      "with a tensor more in one of them",
      {change: (tensors) => tensors.set("layers.0.attention.wq.bias", norm)},
      /consolidated\.00\.pth: tensor layers\.0\.attention\.wq\.bias is missing, which another shard has/
    ],
    [
      "with longer rows in one of them",
      {change: (tensors) => tensors.set("layers.0.feed_forward.w2.weight", matrix(24, 6))},
      /05\.pth: tensor layers\.0\.feed_forward\.w2\.weight: 24×5 F32 expected, as in .*00\.pth, 24×6 F32 found/
    ],
    [
      "with longer norms in one of them",
      {change: (tensors) => tensors.set("layers.0.ffn_norm.weight", matrix(1, 25))},
      /05\.pth: tensor layers\.0\.ffn_norm\.weight: 24 F32 expected, as in .*00\.pth, 25 F32 found/
    ],
    [
      "with bfloat16 in one of them",
      {type: "BFloat16Storage"},
      /05\.pth: tensor layers\.0\.attention\.wk\.weight: 2×24 F32 expected, as in .*, 2×24 BF16 found/
    ],
    [
      "with integers in one of them",
      {type: "IntStorage"},
      /05\.pth: tensor layers\.0\.attention\.wk\.weight: float32, .* expected, torch\.IntStorage found/
    ],
    [
      "with a damaged entry in one of them",
      {damage: true},
      /05\.pth: entry archive\/data\/2: checksum .* damaged/
    ]
  ])("are a problem %s", async (_, changes, message) => {
    expect(await problemOf(await write(changes))).toMatch(message);
  });
});
