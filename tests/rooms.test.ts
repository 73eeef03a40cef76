import {readdirSync} from "node:fs";
import {join, relative, sep} from "node:path";
import {ESLint} from "eslint";
import {describe, expect, test} from "vitest";
import {doors, stations} from "../eslint.rooms.js";

const root = join(import.meta.dirname, "..");
const paths = "import-x/no-restricted-paths";
const packages = "no-restricted-imports";
const syntax = "no-restricted-syntax";
const node = "import-x/no-nodejs-modules";
const roomRules = [paths, packages, syntax, node];

// Rooms need no types: without them the linter answers in milliseconds.
const eslint = new ESLint({
  cwd: root,
  overrideConfig: {languageOptions: {parserOptions: {projectService: false}}},
  ruleFilter: ({ruleId}) => roomRules.includes(ruleId)
});

/** The rules that `code` breaks when it stands in `file`, each once. */
async function broken(file: string, code: string): Promise<(string | null)[]> {
  const results = await eslint.lintText(code, {filePath: join(root, file)});
  return [...new Set(results.flatMap(({messages}) => messages.map(({ruleId}) => ruleId)))];
}

const loaderFiles = readdirSync(join(root, "loaders"), {recursive: true, withFileTypes: true})
  .filter((entry) => entry.isFile())
  .map((entry) => relative(join(root, "loaders"), join(entry.parentPath, entry.name)).replaceAll(sep, "/"));

const standsIn = (file: string, place: string): boolean => file === place || file.startsWith(`${place}/`);

describe("stations", () => {
  test.each(loaderFiles)("loaders/%s stands at exactly one station", (file) => {
    expect(stations.flat().filter((place) => standsIn(file, place))).toHaveLength(1);
  });

  test.each(stations.flat())("loaders/%s, which the list names, exists", (place) => {
    expect(loaderFiles.some((file) => standsIn(file, place))).toBe(true);
  });
});

describe("imports that are refused", () => {
  test.each([
    ["loaders/dataset.ts", 'import "./model.ts";', paths],
    ["loaders/model.ts", 'import "./llama/runner.ts";', paths],
    ["loaders/model.ts", 'export const later = import("./activations/activations.ts");', paths],
    ["loaders/site.ts", 'import "../scripts/draw.ts";', paths],
    ["loaders/site.ts", 'import type {RunReport} from "../src/data/rows.ts";', paths],
    ["src/components/tip.ts", 'import {Problem} from "../../loaders/problem.js";', paths],
    ["src/components/tip.ts", 'import {Problem} from "../../loaders/problem.ts";', paths],
    ["src/components/tip.ts", 'import {draw} from "../../scripts/draw.js";', paths],
    ["src/components/tip.ts", 'import "../data/run.json.js";', paths],
    ["datasets/generate/cities.ts", 'import {run} from "../../scripts/datasets.ts";', paths],
    ["datasets/generate/cities.ts", 'import {findDataset} from "../../loaders/dataset.ts";', paths],
    ["loaders/llama/runner.ts", 'import type {Dataset} from "../dataset.ts";', paths],
    ["loaders/llama/runner.ts", 'import {openModel} from "../model.ts";', paths],
    ["loaders/llama/runner.ts", 'import {openGguf} from "../checkpoint/gguf/gguf.ts";', paths],
    ["loaders/llama/runner.ts", 'import {readMetadata} from "../checkpoint/gguf/metadata.ts";', paths],
    ["loaders/llama/runner.ts", 'import {readParams} from "../checkpoint/meta/params.ts";', paths],
    ["loaders/llama/runner.ts", 'import {unpickleTensors} from "../checkpoint/torch/pickle.ts";', paths],
    ["loaders/llama/runner.ts", 'import {openCheckpoint} from "../checkpoint/open.ts";', paths],
    ["loaders/analysis/pca.ts", 'import {openModel} from "../model.ts";', paths],
    ["loaders/analysis/pca.ts", 'import type {Dataset} from "../dataset.ts";', paths],
    ["loaders/checkpoint/gguf/tensors.ts", 'import {Params} from "../meta/params.ts";', paths],
    ["loaders/checkpoint/gguf/gguf.ts", 'import {call} from "../torch/pickle-values.ts";', paths],
    ["loaders/checkpoint/meta/params.ts", 'import {Cursor} from "../gguf/cursor.ts";', paths],
    ["loaders/checkpoint/meta/meta.ts", 'import {readArchive} from "../torch/archive.ts";', paths],
    ["loaders/checkpoint/meta/meta.ts", 'import {readSafetensors} from "../safetensors.ts";', paths],
    ["loaders/checkpoint/torch/pickle.ts", 'import {openGguf} from "../gguf/gguf.ts";', paths],
    ["loaders/checkpoint/safetensors.ts", 'import {readArchive} from "./torch/archive.ts";', paths],
    ["loaders/checkpoint/tensors.ts", 'import {openMeta} from "./meta/meta.ts";', paths],
    ["loaders/tokenizer/bpe.ts", 'import {readModel} from "./sentencepiece-model.ts";', paths],
    ["loaders/tokenizer/sentencepiece.ts", 'import {byteLevelBpe} from "./bpe.ts";', paths],
    ["loaders/tokenizer/tokenizer-json-words.ts", 'import "./charsmap.ts";', paths],
    ["loaders/tokenizer/merge.ts", 'import "./words.ts";', paths],
    ["loaders/llama/runner.ts", 'import {createSession} from "../onnx/session.ts";', syntax],
    ["loaders/llama/runner.ts", 'import {type Session} from "../onnx/session.ts";', syntax],
    ["loaders/llama/runner.ts", 'export {createSession} from "../onnx/session.ts";', syntax],
    ["loaders/llama/runner.ts", 'export const session = import("../onnx/session.ts");', syntax],
    ["loaders/llama/runner.ts", 'import {createProduct} from "../onnx/products.ts";', syntax],
    ["loaders/llama/runner.ts", 'export const onnx = import("onnxruntime-node");', syntax],
    ["loaders/llama/trie.ts", 'import {readFile} from "node:fs/promises";', node]
  ])("%s: %s", async (file, code, rule) => {
    expect(await broken(file, code)).toEqual([rule]);
  });
});

describe("imports that are welcome", () => {
  test.each([
    ["loaders/model.ts", 'import {openCheckpoint} from "./checkpoint/open.ts";'],
    ["loaders/checkpoint/open.ts", 'import "./gguf/gguf.ts"; import "./meta/meta.ts";'],
    [
      "loaders/checkpoint/gguf/gguf.ts",
      'import "./cursor.ts"; import "../tensors.ts"; import "../../problem.ts";'
    ],
    ["loaders/checkpoint/torch/archive.ts", 'import "./pickle.ts"; import "../zip.ts";'],
    ["loaders/checkpoint/meta/meta.ts", 'import "../tensor-file.ts";'],
    ["loaders/llama/runner.ts", 'import type {CreateSession} from "../onnx/session.ts"; import "./trie.ts";'],
    ["loaders/llama/runner.ts", 'import {gemm} from "../onnx/graph.ts"; import "../checkpoint/config.ts";'],
    ["loaders/analysis/pca.ts", 'import "./random.ts"; import "../matrix.ts"; import "../problem.ts";'],
    ["loaders/dataset.ts", 'import {readFile} from "node:fs/promises";'],
    ["src/components/tip.ts", 'import {el} from "./dom.js"; import "npm:d3";'],
    ["src/components/tip.ts", 'import type {RunReport} from "../data/rows.js";'],
    ["src/data/run.json.ts", 'import {siteReport} from "../../loaders/report.ts";'],
    ["scripts/draw.ts", 'import "../src/components/tip.js";'],
    ["scripts/datasets.ts", 'import "../datasets/generate/all.ts"; import "../loaders/problem.ts";']
  ])("%s: %s", async (file, code) => {
    expect(await broken(file, code)).toEqual([]);
  });
});

describe("doors", () => {
  const notADoor = "loaders/files.ts";

  test.each(Object.keys(doors))("%s is imported nowhere but at its door, under any name", async (name) => {
    for (const specifier of [name, `npm:${name}`, `npm:${name}@1`, `${name}/inside.js`]) {
      const code = {
        [packages]: `import "${specifier}"; export * from "${specifier}";`,
        [syntax]: `export const late = import("${specifier}");`
      };
      for (const [rule, line] of Object.entries(code)) {
        expect(await broken(notADoor, line), line).toEqual([rule]);
        for (const door of doors[name] ?? [])
          expect(await broken(door, line), `${door}: ${line}`).toEqual([]);
      }
    }
  });

  test("npm:ml-pca is refused in a component, whose own door is another file", async () => {
    expect(await broken("src/components/tip.ts", 'import {PCA} from "npm:ml-pca";')).toEqual([packages]);
  });

  test("a package whose name begins like that of another is not taken for it", async () => {
    expect(await broken(notADoor, 'import "esbuild-wasm";')).toEqual([]);
  });
});
