import type {Matrix64, Product} from "../matrix.ts";
import {gemm, input, model} from "./graph.ts";
import {createSession, type CreateSession, type Session} from "./session.ts";

/**
 * A `Product` in double precision, computed by onnxruntime with a thread for each core; it throws when the shapes don't fit
 * each other.
 */
export function createProduct(): Promise<Product> {
  return productOf(createSession);
}

/** The same in sessions of one's own: its numbers are the same to the last bit with any number of threads. */
export async function productOf(createSession: CreateSession): Promise<Product> {
  const plain = await createSession(productModel(false, false));
  const firstTransposed = await createSession(productModel(true, false));
  const secondTransposed = await createSession(productModel(false, true));
  const bothTransposed = await createSession(productModel(true, true));
  return (a, b, {transposeA = false, transposeB = false} = {}) => {
    if (transposeA) return multiply(transposeB ? bothTransposed : firstTransposed, a, b);
    return multiply(transposeB ? secondTransposed : plain, a, b);
  };
}

function productModel(transposeA: boolean, transposeB: boolean): Uint8Array {
  const a = input("float64", transposeA ? ["inner", "rows"] : ["rows", "inner"]);
  const b = input("float64", transposeB ? ["columns", "inner"] : ["inner", "columns"]);
  return model({a, b}, {product: gemm(a, b, transposeA, transposeB)});
}

async function multiply(session: Session, a: Matrix64, b: Matrix64): Promise<Matrix64> {
  const {product} = await session.run({a: tensor(a), b: tensor(b)});
  if (!(product.data instanceof Float64Array)) throw new Error("a product that is not float64");
  const [rows, columns] = product.shape;
  return {data: product.data, rows, columns};
}

function tensor({data, rows, columns}: Matrix64) {
  return {shape: [rows, columns], data};
}
