import {fileWriter, ParquetWriter} from "hyparquet-writer";

/** A column of a parquet file. FLOAT and INT32, as 64-bit integers would reach the browser as BigInt. */
export type Column =
  | {name: string; type: "INT32"; data: Int32Array}
  | {name: string; type: "FLOAT"; data: Float32Array}
  | {name: string; type: "STRING"; data: string[]}
  | {name: string; type: "LIST<FLOAT>"; data: Float32Array[]};

type SchemaElement = ConstructorParameters<typeof ParquetWriter>[0]["schema"][number];

/**
 * Writes a parquet file, one row group after another, so that only one of them need be in memory.
 *
 * @param groups the same columns in each; at least one group
 */
export async function writeParquet(
  path: string,
  groups: Iterable<Column[]> | AsyncIterable<Column[]>
): Promise<void> {
  let parquet: ParquetWriter | null = null;
  for await (const columns of groups) {
    parquet ??= new ParquetWriter({
      writer: fileWriter(path),
      schema: schemaOf(columns),
      createdBy: "geometry-of-truth"
    });
    await parquet.write({columnData: columns.map(toSource), rowGroupSize: columns[0].data.length});
  }
  if (!parquet) throw new Error(`${path}: no rows to write`);
  await parquet.finish();
}

/** The writer takes lists as plain arrays only. */
function toSource(column: Column) {
  const {name, type, data} = column;
  return {name, data: type === "LIST<FLOAT>" ? data.map((list) => Array.from(list)) : data};
}

function schemaOf(columns: Column[]): SchemaElement[] {
  return [{name: "root", num_children: columns.length}, ...columns.flatMap(elementsOf)];
}

/** The schema of one column; a list is three levels deep, as the format's rules for nested types want it. */
function elementsOf({name, type}: Column): SchemaElement[] {
  switch (type) {
    case "STRING":
      return [{name, type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "REQUIRED"}];
    case "LIST<FLOAT>":
      return [
        {name, repetition_type: "REQUIRED", converted_type: "LIST", num_children: 1},
        {name: "list", repetition_type: "REPEATED", num_children: 1},
        {name: "element", type: "FLOAT", repetition_type: "REQUIRED"}
      ];
    default:
      return [{name, type, repetition_type: "REQUIRED"}];
  }
}
