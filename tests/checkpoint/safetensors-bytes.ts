import {concat, f32, u64, type Bytes} from "./bytes.ts";

/** A file of safetensors: a header, as JSON or as it is, and what comes after. */
export function safetensorsBytes(header: unknown, ...data: Bytes[]): Uint8Array {
  const text = typeof header === "string" ? header : JSON.stringify(header);
  return concat(u64(Buffer.byteLength(text)), text, ...data);
}

/** A file of float32 tensors of these shapes; the values of all are 0, 1, 2, … one after the other. */
export function countingTensors(shapes: Record<string, number[]>): Uint8Array {
  let values = 0;
  const header = Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => {
      const begin = 4 * values;
      values += shape.reduce((product, side) => product * side, 1);
      return [name, {dtype: "F32", shape, data_offsets: [begin, 4 * values]}];
    })
  );
  return safetensorsBytes(header, f32(...Array.from({length: values}, (_, i) => i)));
}
