/** Values of an ONNX graph, each knowing where it comes from, and the model that computes some of them. */
import {
  modelBytes,
  type Attribute,
  type ElementType,
  type OnnxConstant,
  type OnnxNode,
  type OnnxValue
} from "./onnx.ts";
import {shapeText, type Shape} from "./shapes.ts";

/** A tensor of the graph: given when it runs, part of the model, or the result of an operation. */
export interface Value {
  readonly type: ElementType;
  readonly shape: Shape;
  readonly origin: "input" | Constant | Operation;
}

interface Constant {
  readonly shape: readonly number[];
  /** little-endian */
  readonly data: Uint8Array;
}

interface Operation {
  readonly operator: string;
  readonly inputs: readonly Value[];
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly outputs: Value[];
}

/** A tensor given whenever the graph runs; its name is its key in `model`'s inputs. */
export function input(type: ElementType, shape: Shape): Value {
  return {type, shape, origin: "input"};
}

/** A list of integers, `[numbers.length]`, as some operators want their settings. */
export function integers(numbers: readonly number[]): Value {
  return constant("int64", [numbers.length], BigInt64Array.from(numbers, BigInt));
}

/** A number in single precision, of shape `[]`. */
export function scalar(number: number): Value {
  return constant("float32", [], Float32Array.of(number));
}

function constant(type: ElementType, shape: readonly number[], numbers: Float32Array | BigInt64Array): Value {
  return {type, shape, origin: {shape, data: new Uint8Array(numbers.buffer)}};
}

/** The result of an operator; its type is that of the first operand unless told. */
export function operation(
  operator: string,
  inputs: readonly Value[],
  shape: Shape,
  attributes: Record<string, Attribute> = {},
  type: ElementType = inputs[0].type
): Value {
  return operationOfMany(operator, inputs, [shape], attributes, type)[0];
}

/** The results of an operator that has several, one for each of `shapes`. */
export function operationOfMany(
  operator: string,
  inputs: readonly Value[],
  shapes: readonly Shape[],
  attributes: Record<string, Attribute> = {},
  type: ElementType = inputs[0].type
): Value[] {
  const origin: Operation = {operator, inputs, attributes, outputs: []};
  for (const shape of shapes) origin.outputs.push({type, shape, origin});
  return origin.outputs;
}

/**
 * The bytes of the ONNX model that computes `outputs` from `inputs`. Their keys name them in a session's feeds and
 * results; all other names are made up here.
 */
export function model(inputs: Record<string, Value>, outputs: Record<string, Value>): Uint8Array {
  const names = new Map<Value, string>();
  for (const [name, value] of Object.entries({...inputs, ...outputs})) names.set(value, name);
  const nameOf = (value: Value): string => {
    const name = names.get(value) ?? `value${names.size}`;
    names.set(value, name);
    return name;
  };
  const nodes = new Map<Operation, OnnxNode>();
  const constants: OnnxConstant[] = [];
  for (const value of ancestors(Object.values(outputs))) {
    const {type, shape, origin} = value;
    if (isOperation(origin)) nodes.set(origin, node(origin, nameOf));
    else if (origin !== "input") constants.push({name: nameOf(value), type, ...origin});
    else if (!names.has(value)) throw new Error(`an input that is not listed: ${type} ${shapeText(shape)}`);
  }
  return modelBytes({
    nodes: [...nodes.values()],
    constants,
    inputs: listed(inputs),
    outputs: listed(outputs)
  });
}

/** Everything that `values` are made of, and themselves, each after what it is made of. */
function ancestors(values: readonly Value[], found = new Set<Value>()): Set<Value> {
  for (const value of values) {
    if (found.has(value)) continue;
    if (isOperation(value.origin)) ancestors(value.origin.inputs, found);
    found.add(value);
  }
  return found;
}

function isOperation(origin: Value["origin"]): origin is Operation {
  return origin !== "input" && "operator" in origin;
}

function node(operation: Operation, nameOf: (value: Value) => string): OnnxNode {
  return {
    ...operation,
    inputs: operation.inputs.map(nameOf),
    outputs: operation.outputs.map(nameOf)
  };
}

function listed(values: Record<string, Value>): OnnxValue[] {
  return Object.entries(values).map(([name, {type, shape}]) => ({name, type, shape}));
}
