/** What principal components of large tables take. */
import {principalComponents} from "../loaders/analysis/pca.ts";
import {seededRandom} from "../loaders/analysis/random.ts";
import {createProduct} from "../loaders/onnx/products.ts";
import {markdownTable} from "./markdown.ts";
import {spreadOf, spreadText} from "./statistics.ts";

/** Tables of one size, one a depth. */
interface ComponentsResult {
  rows: number;
  columns: number;
  depths: number;
  seconds: number[];
}

const sizes = [
  {rows: 250, columns: 576, depths: 20},
  {rows: 1500, columns: 576, depths: 20},
  {rows: 250, columns: 4096, depths: 1},
  {rows: 1500, columns: 4096, depths: 1},
  {rows: 5000, columns: 4096, depths: 1}
];

/** Finds 64 components of made-up tables of each size, `repeats` times. */
export async function measureComponents(
  repeats: number
): Promise<{text: string; results: ComponentsResult[]}> {
  const product = await createProduct();
  const results: ComponentsResult[] = [];
  for (const {rows, columns, depths} of sizes) {
    const table = tableOf(rows, columns);
    const seconds: number[] = [];
    for (let repeat = 0; repeat < repeats; repeat++) {
      const start = performance.now();
      for (let depth = 0; depth < depths; depth++) await principalComponents(table, rows, columns, {product});
      seconds.push((performance.now() - start) / 1000);
    }
    results.push({rows, columns, depths, seconds});
  }
  const text = markdownTable(
    ["rows", "columns", "tables", "seconds"],
    results.map(({rows, columns, depths, seconds}) => [
      ...[rows, columns, depths].map(String),
      spreadText(spreadOf(seconds))
    ])
  );
  return {text, results};
}

const directions = 200;

/** A table whose variances fall as activations' do: like 1/i² over 200 directions, and noise in all others. */
function tableOf(rows: number, columns: number): Float32Array {
  const random = seededRandom(rows + columns);
  const vectors = Float32Array.from({length: directions * columns}, random);
  const table = Float32Array.from({length: rows * columns}, () => 0.01 * random());
  for (let row = 0; row < rows; row++)
    for (let i = 0; i < directions; i++) {
      const along = random() / (i + 1);
      for (let j = 0; j < columns; j++) table[row * columns + j] += along * vectors[i * columns + j];
    }
  return table;
}
