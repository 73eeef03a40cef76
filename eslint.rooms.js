/** The stations of the data's way, in order: a file imports only from its own station and earlier ones. */
export const stations = [
  [
    "problem.ts",
    "json.ts",
    "progress.ts",
    "files.ts",
    "cache.ts",
    "matrix.ts",
    "experiment.ts",
    "versions.ts"
  ],
  ["dataset.ts", "variants.ts"],
  ["tokenizer"],
  ["known-models.ts", "weights.ts", "fetch.ts", "checkpoint"],
  ["find-tokenizer.ts", "model.ts"],
  ["onnx"],
  ["llama"],
  ["activations", "log-probabilities.ts"],
  ["analysis"],
  [
    "parquet.ts",
    "table-file.ts",
    "table-folder.ts",
    "measures",
    "table-columns.ts",
    "tables.ts",
    "tar.ts",
    "transfer",
    "controls.ts",
    "jobs.ts",
    "thread.ts",
    "threads.ts",
    "analyse.ts",
    "site-model.ts",
    "site-datasets.ts",
    "missing.ts",
    "stream.ts",
    "site.ts",
    "report.ts"
  ]
];

const loaders = (names) => names.map((name) => `./loaders/${name}`);

const laterStations = stations.slice(0, -1).map((station, i) => ({
  target: loaders(station),
  from: loaders(stations.slice(i + 1).flat()),
  message: "a file imports only from earlier stations of the data's way"
}));

const rooms = [
  {
    target: "./loaders",
    from: ["./src", "./scripts", "./bench", "./datasets", "./tests"],
    message: "loaders/ knows no other room"
  },
  {
    target: "./src/components",
    from: ["./loaders", "./scripts", "./datasets", "./tests"],
    message: "components know rows, not loaders"
  },
  {
    target: "./src/components",
    from: "./src/data",
    except: ["./rows.ts"],
    message: "components know rows, not loaders"
  },
  {
    target: "./datasets",
    from: ["./loaders", "./src", "./scripts", "./tests"],
    message: "datasets know no model"
  },
  {
    target: "./loaders/llama",
    from: "./loaders",
    except: ["./llama", "./onnx", "./checkpoint/checkpoint.ts", "./checkpoint/config.ts", "./problem.ts"],
    message: "llama/ knows configurations and tensors, not file formats or statements"
  },
  {
    target: "./loaders/analysis",
    from: "./loaders",
    except: ["./analysis", "./matrix.ts", "./problem.ts"],
    message: "analysis/ knows matrices, not models"
  }
];

const inCheckpoint = (names) => loaders(names.map((name) => `checkpoint/${name}`));

/** Files of tensors, whatever they are for; each is known to what opens it alone. */
const gguf = inCheckpoint(["gguf"]);
const torch = inCheckpoint(["torch"]);
const safetensors = inCheckpoint(["safetensors.ts"]);
/** Who names tensors how, whatever files they lie in. */
const meta = inCheckpoint(["meta"]);
const huggingFace = inCheckpoint(["hugging-face"]);
const shared = inCheckpoint([
  "dtype",
  ...["checkpoint", "config", "file", "json", "magic", "memory", "names", "rope", "tensors", "zip"].map(
    (name) => `${name}.ts`
  )
]);
const inTokenizer = (names) => loaders(names.split(" ").map((name) => `tokenizer/${name}.ts`));
/** Words first, then their parts: GPT-2's way, in whichever file it comes. */
const bpe = inTokenizer(
  "bpe bpe-model words published-words letters regex remembered tiktoken added-tokens fields normal-forms " +
    "tokenizer-json tokenizer-json-added tokenizer-json-bos tokenizer-json-model tokenizer-json-normalizer " +
    "tokenizer-json-pattern tokenizer-json-words"
);
/** The whole text at once. */
const sentencePiece = inTokenizer("sentencepiece sentencepiece-model sentencepiece-normalizer charsmap");
const tokenizersShare = inTokenizer("tokenizer characters prefixes merge");

const readersAreStrangers = "readers don't know each other";
const readers = [
  {target: gguf, from: [...torch, ...safetensors, ...meta, ...huggingFace], message: readersAreStrangers},
  {target: torch, from: [...gguf, ...safetensors, ...meta, ...huggingFace], message: readersAreStrangers},
  {target: safetensors, from: [...gguf, ...torch, ...meta, ...huggingFace], message: readersAreStrangers},
  {target: meta, from: [...gguf, ...torch, ...safetensors, ...huggingFace], message: readersAreStrangers},
  {target: huggingFace, from: [...gguf, ...torch, ...safetensors, ...meta], message: readersAreStrangers},
  {
    target: shared,
    from: [...gguf, ...torch, ...safetensors, ...meta, ...huggingFace],
    message: "what readers share knows none of them"
  },
  {target: bpe, from: sentencePiece, message: "tokenizers don't know each other"},
  {target: sentencePiece, from: bpe, message: "tokenizers don't know each other"},
  {
    target: tokenizersShare,
    from: [...bpe, ...sentencePiece],
    message: "what tokenizers share knows none of them"
  }
];

/** What may not be imported from where, as import-x/no-restricted-paths has it. */
export const zones = [...laterStations, ...rooms, ...readers];

/** Each dependency has one door: package → the files that may import it. */
export const doors = {
  "onnxruntime-node": ["loaders/onnx/session.ts"],
  "ml-pca": ["loaders/analysis/pca.ts", "src/components/slice-pca.ts"],
  "hyparquet-writer": ["loaders/parquet.ts"],
  "csv-parse": ["loaders/dataset.ts"],
  "cli-progress": ["loaders/progress.ts"],
  "fastest-levenshtein": ["loaders/problem.ts"],
  yauzl: ["loaders/checkpoint/zip.ts"],
  esbuild: ["scripts/vendor.ts", "scripts/bundle.ts"],
  jsdom: ["scripts/draw.ts", "bench/series-plot.ts"]
};

/** The rooms that the browser runs too. */
export const nodeFree = [
  "loaders/tokenizer/**",
  "loaders/llama/**",
  "loaders/analysis/**",
  "loaders/onnx/graph.ts",
  "loaders/onnx/onnx.ts",
  "loaders/onnx/value.ts",
  "loaders/onnx/shapes.ts"
];
