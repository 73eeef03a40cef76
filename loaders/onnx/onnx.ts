/**
 * The bytes of an ONNX model: the few messages and fields of onnx.proto3 that a graph of ours has
 * (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3). Field numbers are that file's.
 */
import {PbfWriter} from "pbf";

/** Operators mean what they mean in this version of the standard. */
const operatorSet = 17;
/** The version of the file format that came with it. */
const irVersion = 8;

/** Element types with their numbers in TensorProto.DataType. */
const elementTypes = {float32: 1, int32: 6, int64: 7, float16: 10, float64: 11};
export type ElementType = keyof typeof elementTypes;

/** A length, or the name of a length that is known when the graph runs. */
export type Dimension = number | string;

/** An integer, or a list of integers: all that our operators' attributes are. */
export type Attribute = number | readonly number[];

/** A tensor that goes into or comes out of the graph. */
export interface OnnxValue {
  name: string;
  type: ElementType;
  shape: readonly Dimension[];
}

/** A tensor that is part of the model; `data` are its little-endian bytes. */
export interface OnnxConstant {
  name: string;
  type: ElementType;
  shape: readonly number[];
  data: Uint8Array;
}

/** One operation; inputs and outputs are names of values. */
export interface OnnxNode {
  operator: string;
  inputs: readonly string[];
  outputs: readonly string[];
  attributes: Readonly<Record<string, Attribute>>;
}

export interface OnnxGraph {
  nodes: readonly OnnxNode[];
  constants: readonly OnnxConstant[];
  inputs: readonly OnnxValue[];
  outputs: readonly OnnxValue[];
}

/** A ModelProto around `graph`, whose nodes come after those that they take values from. */
export function modelBytes(graph: OnnxGraph): Uint8Array {
  const pbf = new PbfWriter();
  pbf.writeVarintField(1, irVersion);
  pbf.writeStringField(2, "geometry-of-truth");
  pbf.writeMessage(7, writeGraph, graph);
  pbf.writeMessage(8, writeOperatorSet, operatorSet);
  return pbf.finish();
}

/** OperatorSetIdProto, of the standard's own operators. */
function writeOperatorSet(version: number, pbf: PbfWriter): void {
  pbf.writeStringField(1, "");
  pbf.writeVarintField(2, version);
}

/** GraphProto */
function writeGraph(graph: OnnxGraph, pbf: PbfWriter): void {
  for (const node of graph.nodes) pbf.writeMessage(1, writeNode, node);
  pbf.writeStringField(2, "graph");
  for (const constant of graph.constants) pbf.writeMessage(5, writeConstant, constant);
  for (const value of graph.inputs) pbf.writeMessage(11, writeValue, value);
  for (const value of graph.outputs) pbf.writeMessage(12, writeValue, value);
}

/** NodeProto */
function writeNode(node: OnnxNode, pbf: PbfWriter): void {
  for (const name of node.inputs) pbf.writeStringField(1, name);
  for (const name of node.outputs) pbf.writeStringField(2, name);
  pbf.writeStringField(4, node.operator);
  for (const attribute of Object.entries(node.attributes)) pbf.writeMessage(5, writeAttribute, attribute);
}

/** AttributeProto, with AttributeType 2 for an integer and 7 for a list of them */
function writeAttribute([name, value]: [string, Attribute], pbf: PbfWriter): void {
  pbf.writeStringField(1, name);
  if (typeof value === "number") pbf.writeVarintField(3, value);
  else for (const item of value) pbf.writeVarintField(8, item);
  pbf.writeVarintField(20, typeof value === "number" ? 2 : 7);
}

/** TensorProto */
function writeConstant({name, type, shape, data}: OnnxConstant, pbf: PbfWriter): void {
  for (const length of shape) pbf.writeVarintField(1, length);
  pbf.writeVarintField(2, elementTypes[type]);
  pbf.writeStringField(8, name);
  pbf.writeBytesField(9, data);
}

/** ValueInfoProto, whose type (2) is a TypeProto, whose tensor type (1) is an element type and a shape */
function writeValue(value: OnnxValue, pbf: PbfWriter): void {
  pbf.writeStringField(1, value.name);
  pbf.writeMessage(2, (type, pbf) => pbf.writeMessage(1, writeTensorType, type), value);
}

function writeTensorType({type, shape}: OnnxValue, pbf: PbfWriter): void {
  pbf.writeVarintField(1, elementTypes[type]);
  pbf.writeMessage(2, writeShape, shape);
}

/** TensorShapeProto */
function writeShape(shape: readonly Dimension[], pbf: PbfWriter): void {
  for (const dimension of shape) pbf.writeMessage(1, writeDimension, dimension);
}

/** TensorShapeProto.Dimension */
function writeDimension(dimension: Dimension, pbf: PbfWriter): void {
  if (typeof dimension === "number") pbf.writeVarintField(1, dimension);
  else pbf.writeStringField(2, dimension);
}
