import js from "@eslint/js";
import {importX} from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";

/** The stations of the data's way, in order: a file imports only from its own station and earlier ones. */
const stations = [
  ["problem.ts", "progress.ts", "files.ts", "matrix.ts", "experiment.ts"],
  ["dataset.ts"],
  ["tokenizer"],
  ["weights.ts", "fetch.ts", "checkpoint"],
  ["model.ts"],
  ["onnx"],
  ["llama"],
  ["activations.ts"],
  ["analysis"],
  ["parquet.ts", "table-file.ts", "tables.ts", "site.ts", "report.ts"]
];

const from = (names) => names.map((name) => `./loaders/${name}`);

const laterStations = stations.map((station, i) => ({
  target: from(station),
  from: from(stations.slice(i + 1).flat()),
  message: "a file imports only from earlier stations of the data's way"
}));

const rooms = [
  {
    target: "./loaders",
    from: ["./src", "./scripts", "./datasets", "./tests"],
    message: "loaders/ knows no other room"
  },
  {target: "./src/components", from: "./loaders", message: "components know rows, not loaders"},
  {target: "./datasets", from: ["./loaders", "./src"], message: "datasets know no model"},
  {target: ["./loaders/analysis"], from: ["./loaders/llama", "./loaders/tokenizer", "./loaders/checkpoint"]},
  {
    target: "./loaders/checkpoint/gguf.ts",
    from: "./loaders/checkpoint/pth.ts",
    message: "readers don't know each other"
  },
  {
    target: "./loaders/checkpoint/pth.ts",
    from: "./loaders/checkpoint/gguf.ts",
    message: "readers don't know each other"
  },
  {target: "./loaders/tokenizer/bpe.ts", from: "./loaders/tokenizer/sentencepiece.ts"},
  {target: "./loaders/tokenizer/sentencepiece.ts", from: "./loaders/tokenizer/bpe.ts"}
];

/** Each dependency has one door: package → the files that may import it. */
const doors = {
  "onnxruntime-node": ["loaders/onnx/session.ts"],
  "ml-pca": ["loaders/analysis/pca.ts", "src/components/slice-pca.ts"],
  "hyparquet-writer": ["loaders/parquet.ts"],
  "csv-parse/sync": ["loaders/dataset.ts"],
  "cli-progress": ["loaders/progress.ts"],
  "fastest-levenshtein": ["loaders/problem.ts"],
  yauzl: ["loaders/checkpoint/zip.ts"],
  esbuild: ["scripts/vendor.ts", "scripts/bundle.ts"],
  jsdom: ["scripts/draw.ts"]
};

const packages = Object.keys(doors);
const restricted = (allowed) => ({
  "no-restricted-imports": [
    "error",
    {
      paths: packages
        .filter((name) => !allowed.includes(name))
        .map((name) => ({name, message: `its door is ${doors[name].join(" and ")}`}))
    }
  ]
});

/** The rooms that the browser runs too. */
const nodeFree = [
  "loaders/tokenizer/**",
  "loaders/llama/**",
  "loaders/analysis/**",
  "loaders/onnx/graph.ts",
  "loaders/onnx/onnx.ts",
  "loaders/onnx/value.ts",
  "loaders/onnx/shapes.ts"
];

export default tseslint.config(
  {
    ignores: [
      "node_modules",
      "dist",
      "dist.unfinished",
      "out",
      ".cache",
      "src/.observablehq",
      "src/fonts",
      "weights"
    ]
  },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: {allowDefaultProject: ["eslint.config.js", "scripts/bundled-loader.mjs"]},
        tsconfigRootDir: import.meta.dirname
      }
    },
    plugins: {"import-x": importX},
    rules: {
      "import-x/no-restricted-paths": [
        "error",
        {zones: [...laterStations.filter(({from}) => from.length > 0), ...rooms]}
      ],
      "@typescript-eslint/restrict-template-expressions": ["error", {allowNumber: true, allowBoolean: true}],
      "@typescript-eslint/no-unnecessary-condition": ["error", {allowConstantLoopConditions: true}],
      "@typescript-eslint/no-confusing-void-expression": ["error", {ignoreArrowShorthand: true}],
      eqeqeq: "error",
      "max-lines": ["error", 250]
    }
  },
  {
    files: ["loaders/**", "scripts/**", "src/**"],
    rules: {"max-lines-per-function": ["error", {max: 45, skipBlankLines: true, skipComments: true}]}
  },
  {rules: restricted([])},
  ...packages.flatMap((name) =>
    doors[name].map((file) => ({
      files: [file],
      rules: restricted(packages.filter((p) => doors[p].includes(file)))
    }))
  ),
  {
    files: nodeFree,
    rules: {"no-restricted-globals": ["error", "process", "Buffer"], "import-x/no-nodejs-modules": "error"}
  },
  {files: ["src/data/**/*.*.ts"], rules: {"max-lines": ["error", 20]}},
  {files: ["eslint.config.js", "scripts/bundled-loader.mjs"], ...tseslint.configs.disableTypeChecked}
);
