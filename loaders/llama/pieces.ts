/**
 * Weights in pieces of some of their rows. Products are in single precision: of a matrix that is stored in half precision,
 * one piece at a time is widened, in memory that the next one takes over.
 */
import {blockShapes, type BlockWeights, type Part, type Tensor} from "../checkpoint/checkpoint.ts";
import {projections, type LlamaConfig} from "../checkpoint/config.ts";

/** How many rows each piece of a weight has: as equal as can be, so that none has more numbers than `largestPiece`. */
export function pieceRows([rows, columns = 1]: readonly number[], largestPiece: number): number[] {
  const count = Math.ceil(rows / Math.max(1, Math.floor(largestPiece / columns)));
  const upTo = (piece: number) => Math.floor((rows * piece) / count);
  return Array.from({length: count}, (_, piece) => upTo(piece + 1) - upTo(piece));
}

/** What a piece of a weight is called in a block's model. */
export function pieceName(weight: string, piece: number): string {
  return `${weight}.${piece}`;
}

/** A block's weights under their names in its model; they are views, not copies. A bias is cut as its matrix is. */
export function weightPieces(
  weights: BlockWeights,
  config: LlamaConfig,
  largestPiece: number
): Record<string, Tensor> {
  const shapes = Object.entries(blockShapes(config)) as [Part, number[]][]; // Object.entries forgets the keys' type
  const feeds: Record<string, Tensor> = {};
  for (const [part, shape] of shapes) addPieces(feeds, part, weights[part], pieceRows(shape, largestPiece));
  for (const projection of projections) {
    const bias = weights[`${projection}Bias`];
    const rows = pieceRows(blockShapes(config)[projection], largestPiece);
    if (bias) addPieces(feeds, `${projection}Bias`, bias, rows);
  }
  return feeds;
}

/** The pieces of the output's matrix under their names in the head's model. */
export function outputPieces(output: Tensor, largestPiece: number): Record<string, Tensor> {
  const feeds: Record<string, Tensor> = {};
  addPieces(feeds, "output", output, pieceRows(output.shape, largestPiece));
  return feeds;
}

function addPieces(feeds: Record<string, Tensor>, name: string, weight: Tensor, pieces: number[]): void {
  const [, ...columns] = weight.shape;
  const width = columns[0] ?? 1;
  let start = 0;
  for (const [i, rows] of pieces.entries()) {
    const end = start + rows;
    feeds[pieceName(name, i)] = {
      shape: [rows, ...columns],
      data: weight.data.subarray(start * width, end * width)
    };
    start = end;
  }
}
