import {afterEach, beforeEach, describe, expect, it} from "vitest";
import type {OpenCheckpoint} from "../../loaders/checkpoint/checkpoint.ts";
import {openCheckpoint} from "../../loaders/checkpoint/open.ts";
import {shuffled} from "../../loaders/checkpoint/shuffled.ts";
import {tensorsOf} from "../../loaders/checkpoint/tensors.ts";
import {residualStream} from "../../loaders/llama/runner.ts";
import {createSession} from "../../loaders/onnx/session.ts";
import {fixtures} from "./open-files.ts";

let checkpoint: OpenCheckpoint;

beforeEach(async () => {
  checkpoint = await openCheckpoint(`${fixtures}/tiny-llama`);
});

afterEach(() => checkpoint.close());

const values = async (from: OpenCheckpoint, index = 1) =>
  tensorsOf(await from.block(index)).map(({data}) => [...data]);
const ascending = (numbers: number[]) => numbers.toSorted((a, b) => a - b);

describe("shuffled weights", () => {
  it("are each tensor's own values in another order", async () => {
    const before = await values(checkpoint);
    const after = await values(shuffled(checkpoint, 1));
    expect(after.map(ascending)).toEqual(before.map(ascending));
    // norms of nothing but ones stay what they are
    const varied = before.flatMap((tensor, i) => (new Set(tensor).size > 1 ? [i] : []));
    expect(varied.length).toBeGreaterThan(6);
    for (const i of varied) expect(after[i]).not.toEqual(before[i]);
  });

  it("move from all over a tensor to all over it", async () => {
    const [, , query] = await values(checkpoint);
    const [, , permuted] = await values(shuffled(checkpoint, 1));
    const places = permuted.map((value) => query.indexOf(value) / query.length);
    const mean = (numbers: number[]) => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
    for (const part of [places.slice(0, 200), places.slice(-200)]) expect(mean(part)).toBeCloseTo(0.5, 0);
    expect(places.filter((place, i) => Math.abs(place - i / query.length) < 0.01).length).toBeLessThan(
      0.05 * query.length
    );
  });

  it("are the same for a seed, and others for another seed, block and tensor", async () => {
    const first = await values(shuffled(checkpoint, 1));
    expect(await values(shuffled(checkpoint, 1))).toEqual(first);
    expect(await values(shuffled(checkpoint, 2))).not.toEqual(first);
    const order = async (index: number, tensor: number) => {
      const before = (await values(checkpoint, index))[tensor];
      const after = (await values(shuffled(checkpoint, 1), index))[tensor];
      return after.map((value) => before.indexOf(value));
    };
    expect(await order(0, 2)).not.toEqual(await order(1, 2));
    expect(await order(0, 2)).not.toEqual(await order(0, 5));
  });

  it("of the embeddings are each token's own, whichever are asked for together", async () => {
    const {hiddenSize} = checkpoint.config;
    const rows = (data: Float32Array) =>
      [0, 1, 2].map((i) => [...data.subarray(i * hiddenSize, (i + 1) * hiddenSize)]);
    const before = rows(await checkpoint.embeddings([5, 7, 5]));
    const after = rows(await shuffled(checkpoint, 1).embeddings([5, 7, 5]));
    expect(after.map(ascending)).toEqual(before.map(ascending));
    expect(after[0]).not.toEqual(before[0]);
    expect(after[2]).toEqual(after[0]);
    expect([...(await shuffled(checkpoint, 1).embeddings([7]))]).toEqual(after[1]);
    const order = (i: number) => after[i].map((value) => before[i].indexOf(value));
    expect(order(0)).not.toEqual(order(1));
  });

  it("leave the checkpoint as it is, and go through the same engine", async () => {
    const stream = async (from: OpenCheckpoint) => {
      const depths: Float32Array[] = [];
      for await (const x of residualStream(from, [[1, 5, 7]], 3, createSession)) depths.push(x);
      return depths.map((x) => [...x]);
    };
    const trained = await stream(checkpoint);
    const control = await stream(shuffled(checkpoint, 1));
    expect(control).toHaveLength(3);
    expect(control).not.toEqual(trained);
    expect(await stream(shuffled(checkpoint, 1))).toEqual(control);
    expect(await stream(checkpoint)).toEqual(trained);
  });
});
