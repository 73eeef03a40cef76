/** The model's forward pass written as plainly as can be, in double precision: what the engine is compared with. */
import type {BlockWeights, Checkpoint, Tensor} from "../../loaders/checkpoint/checkpoint.ts";
import type {LlamaConfig} from "../../loaders/checkpoint/config.ts";

/** The residual stream at the last token of one statement after each of `depth` blocks, `[depth][hiddenSize]`. */
export async function plainResidualStream(checkpoint: Checkpoint, tokens: readonly number[], depth: number) {
  const {hiddenSize} = checkpoint.config;
  const embeddings = [...(await checkpoint.embeddings(tokens))];
  let x = tokens.map((_, t) => embeddings.slice(t * hiddenSize, (t + 1) * hiddenSize));
  const stream: number[][] = [];
  for (let index = 0; index < depth; index++) {
    x = block(x, await checkpoint.block(index), checkpoint.config);
    stream.push(x[x.length - 1]);
  }
  return stream;
}

/** The log-probability of a statement after its first token: each token's after all before it, which are run anew. */
export async function plainLogProbability(
  checkpoint: Checkpoint,
  tokens: readonly number[]
): Promise<number> {
  const {numHiddenLayers, rmsNormEps} = checkpoint.config;
  const head = await checkpoint.head();
  let sum = 0;
  for (let t = 1; t < tokens.length; t++) {
    const stream = await plainResidualStream(checkpoint, tokens.slice(0, t), numHiddenLayers);
    const scores = times(head.output, norm(stream[numHiddenLayers - 1], head.norm, rmsNormEps));
    const total = scores.reduce((all, score) => all + Math.exp(score), 0);
    sum += scores[tokens[t]] - Math.log(total);
  }
  return sum;
}

function block(x: number[][], w: BlockWeights, config: LlamaConfig): number[][] {
  const attended = attention(
    x.map((row) => norm(row, w.attentionNorm, config.rmsNormEps)),
    w,
    config
  );
  const h = x.map((row, t) => row.map((value, i) => value + attended[t][i]));
  return h.map((row) => {
    const normed = norm(row, w.feedForwardNorm, config.rmsNormEps);
    const up = times(w.up, normed, w.upBias);
    const hidden = times(w.gate, normed, w.gateBias).map((gate, i) => (gate / (1 + Math.exp(-gate))) * up[i]);
    const down = times(w.down, hidden, w.downBias);
    return row.map((value, i) => value + down[i]);
  });
}

function attention(x: number[][], w: BlockWeights, config: LlamaConfig): number[][] {
  const {numAttentionHeads, numKeyValueHeads, headDim} = config;
  const q = x.map((row, t) => rotated(times(w.query, row, w.queryBias), t, config));
  const k = x.map((row, t) => rotated(times(w.key, row, w.keyBias), t, config));
  const v = x.map((row) => times(w.value, row, w.valueBias));
  return x.map((_, t) => {
    const mixed: number[] = [];
    for (let head = 0; head < numAttentionHeads; head++) {
      const shared = Math.floor((head * numKeyValueHeads) / numAttentionHeads);
      const part = (row: number[], index: number) => row.slice(index * headDim, (index + 1) * headDim);
      const exponentials = k
        .slice(0, t + 1)
        .map((key) => Math.exp(dot(part(q[t], head), part(key, shared)) / Math.sqrt(headDim)));
      const total = exponentials.reduce((sum, e) => sum + e, 0);
      for (let i = 0; i < headDim; i++)
        mixed.push(exponentials.reduce((sum, e, s) => sum + (e / total) * v[s][shared * headDim + i], 0));
    }
    return times(w.attentionOutput, mixed, w.attentionOutputBias);
  });
}

function rotated(row: number[], position: number, config: LlamaConfig): number[] {
  const {headDim, ropeFrequencies, ropeInterleaved} = config;
  const result = [...row];
  for (let start = 0; start < row.length; start += headDim)
    for (let i = 0; i < headDim / 2; i++) {
      const a = start + (ropeInterleaved ? 2 * i : i);
      const b = ropeInterleaved ? a + 1 : a + headDim / 2;
      const angle = position * ropeFrequencies[i];
      result[a] = row[a] * Math.cos(angle) - row[b] * Math.sin(angle);
      result[b] = row[a] * Math.sin(angle) + row[b] * Math.cos(angle);
    }
  return result;
}

function norm(row: number[], weight: Tensor, epsilon: number): number[] {
  const rootMeanSquare = Math.sqrt(dot(row, row) / row.length + epsilon);
  return row.map((value, i) => (value / rootMeanSquare) * weight.data[i]);
}

/** The product of a matrix and a vector, plus a bias. */
function times({shape: [rows, columns], data}: Tensor, x: number[], bias?: Tensor): number[] {
  const added = (i: number) => bias?.data[i] ?? 0;
  return Array.from(
    {length: rows},
    (_, i) => dot(data.subarray(i * columns, (i + 1) * columns), x) + added(i)
  );
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
