import type {InferenceSession} from "onnxruntime-node";

/** Float16 travels as its bits, in a Uint16Array. */
export type TensorData = Float32Array | Uint16Array | Float64Array | Int32Array;

/** A row-major tensor. */
export interface Tensor {
  shape: readonly number[];
  data: TensorData;
}

/** A model, loaded and ready to run. */
export interface Session {
  /** The model's outputs by name for its inputs by name; what is given is read in place, not copied. */
  run(feeds: Readonly<Record<string, Tensor>>): Promise<Record<string, Tensor>>;
  /** Frees the model's memory. */
  release(): Promise<void>;
}

/** Loads the bytes of an ONNX model. */
export type CreateSession = (model: Uint8Array) => Promise<Session>;

const options: InferenceSession.SessionOptions = {
  // The pattern is planned anew for every shape that comes along: slower, and memory that is never given back.
  enableMemPattern: false,
  // Errors are thrown; they need not be printed as well.
  logSeverityLevel: 4,
  // Threads that wait for work in a loop take the processor from the JavaScript between two products, and from others.
  extra: {session: {intra_op: {allow_spinning: "0"}}}
};

/** Loads a model into onnxruntime on the CPU, with a thread for each core. */
export const createSession = sessionsOf();

/**
 * Loads models into onnxruntime on the CPU; the library itself is loaded with the first one.
 *
 * @param threads that a product is shared out among; onnxruntime's choice unless given
 */
export function sessionsOf(threads?: number): CreateSession {
  return async (model) => {
    const {InferenceSession, Tensor} = await import("onnxruntime-node");
    const session = await InferenceSession.create(model, {
      ...options,
      ...(threads !== undefined && {intraOpNumThreads: threads})
    });
    const given = ({shape, data}: Tensor) => {
      if (data instanceof Float32Array) return new Tensor("float32", data, shape);
      if (data instanceof Uint16Array) return new Tensor("float16", data, shape);
      if (data instanceof Float64Array) return new Tensor("float64", data, shape);
      return new Tensor("int32", data, shape);
    };
    return {
      async run(feeds) {
        const results = await session.run(mapValues(feeds, given));
        return mapValues(results, ({dims, data}) => ({shape: dims, data: floats(data)}));
      },
      release: () => session.release()
    };
  };
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

function floats(data: unknown): Float32Array | Float64Array {
  if (data instanceof Float32Array || data instanceof Float64Array) return data;
  throw new Error("an output that is neither float32 nor float64");
}
