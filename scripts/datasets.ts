/** Writes every dataset of the project again, bit for bit: `npm run datasets`. */
import {join} from "node:path";
import {toCsv} from "../datasets/generate/csv.ts";
import {generators} from "../datasets/generate/all.ts";
import {writeFileWhole} from "../loaders/files.ts";
import {run} from "../loaders/problem.ts";

await run(async () => {
  for (const [name, generate] of Object.entries(generators)) {
    const rows = generate();
    const file = join("datasets", `${name}.csv`);
    await writeFileWhole(file, toCsv(rows));
    process.stderr.write(`${file}: ${rows.length} statements\n`);
  }
});
