/** What the measurements come to, in tables. */
import {gigabytes} from "./disk.ts";
import {machineText, type Machine} from "./machine.ts";
import {markdownTable} from "./markdown.ts";
import type {Case} from "./speed.ts";
import {significant, spreadOf, spreadText} from "./statistics.ts";

/** The tables and what they hold for, in Markdown. */
export function speedReport(cases: readonly Case[], machine: Machine, date: string): string {
  const peaks = cases.flatMap(({peaks}) => peaks);
  const repeats = Math.max(...cases.map(({runs}) => runs.length));
  const parts = [
    markdownTable(engineHeader, cases.map(engineRow)),
    `${repeats === 1 ? "One run" : `Medians of ${repeats} runs (least–largest)`}, each in a process of its own, reading ` +
      `and preparing included, on ${date}: ${machineText(machine)}. The peak is the fastest product of float32 matrices, ` +
      `by a constant that is packed for it, done over and over just before each run: ${spreadText(spreadOf(peaks))} GFLOP/s.`
  ];
  const rows = cases.flatMap(peerRows);
  if (rows.length > 0) parts.push(markdownTable(peerHeader, rows), peerNotes);
  return parts.join("\n\n");
}

const engineHeader = [
  ...["model", "blocks", "dataset", "statements", "tokens", "distinct", "seconds", "statements/s", "GFLOP/s"],
  ...["of peak", "memory", "read"]
];

function engineRow({model, depth, dataset, statements, tokens, runs, peaks}: Case): string[] {
  const {flops, tokens: distinct, bytesRead} = runs[0];
  const speeds = runs.map(({seconds}) => flops / seconds / 1e9);
  return [
    ...[model, String(depth), dataset, String(statements), String(tokens), String(distinct)],
    spreadText(spreadOf(runs.map(({seconds}) => seconds))),
    significant(spreadOf(runs.map(({seconds}) => statements / seconds)).median),
    spreadText(spreadOf(speeds)),
    spreadOf(speeds.map((speed, i) => speed / peaks[i])).median.toFixed(2),
    gigabytes(Math.max(...runs.map(({peakMemory}) => peakMemory))),
    bytesRead === null ? "–" : gigabytes(bytesRead)
  ];
}

const peerHeader = ["model", "dataset", "way", "seconds", "times ours", "largest difference"];

const peerNotes =
  "The peers' time is without loading their weights, ours with it. Where a peer was stopped after its share of time, " +
  "its seconds are for all statements at the speed of those that it had done. Where a made-up checkpoint has fewer blocks " +
  "than a whole model would have, the whole model is these blocks over and over. A difference is that of activations " +
  "after the last block, as a share of their root mean square.";

function peerRows({model, dataset, runs, peers}: Case): string[][] {
  const ways = [...new Set(peers.flat().map(({way}) => way))];
  return ways.map((way) => {
    const found = peers.map((results) => results.find((result) => result.way === way));
    const present = found.filter((result) => result !== undefined);
    const ratios = found.flatMap((result, i) => (result ? [result.seconds / runs[i].seconds] : []));
    const {done, statements} = present[0];
    return [
      ...[model, dataset, done < statements ? `${way} (${done} of ${statements})` : way],
      spreadText(spreadOf(present.map(({seconds}) => seconds))),
      spreadText(spreadOf(ratios)),
      Math.max(...present.map(({difference}) => difference)).toExponential(1)
    ];
  });
}
