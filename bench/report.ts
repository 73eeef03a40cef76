/** What the measurements come to, in tables. */
import {gigabytes} from "./disk.ts";
import {machineText, type Machine} from "./machine.ts";
import {markdownTable} from "./markdown.ts";
import type {Case, SpeedResults} from "./speed.ts";
import {significant, spreadOf, spreadText} from "./statistics.ts";

/** The tables and what they hold for, in Markdown. */
export function speedReport(results: SpeedResults, machine: Machine, date: string): string {
  const {peaks, cases} = results;
  const peak = Math.max(...peaks);
  const repeats = peaks.length === 1 ? "one run" : `medians of ${peaks.length} runs (least–largest)`;
  const parts = [
    markdownTable(
      engineHeader,
      cases.map((result) => engineRow(result, peak))
    ),
    `${repeats[0].toUpperCase()}${repeats.slice(1)}, each in a process of its own, reading and preparing included, on ` +
      `${date}: ${machineText(machine)}. The fastest product of float32 matrices in the same run: ` +
      `${significant(peak)} GFLOP/s (${peaks.map(significant).join(", ")}).`
  ];
  const rows = cases.flatMap(peerRows);
  if (rows.length > 0) parts.push(markdownTable(peerHeader, rows), peerNotes);
  return parts.join("\n\n");
}

const engineHeader = [
  ...["model", "blocks", "dataset", "statements", "tokens", "distinct", "seconds", "statements/s", "GFLOP/s"],
  ...["of peak", "memory", "read"]
];

/** @param peak of this machine's matrix products, in GFLOP/s */
function engineRow({model, depth, dataset, statements, tokens, runs}: Case, peak: number): string[] {
  const {flops, tokens: distinct, bytesRead} = runs[0];
  const speeds = runs.map(({seconds}) => flops / seconds / 1e9);
  return [
    ...[model, String(depth), dataset, String(statements), String(tokens), String(distinct)],
    spreadText(spreadOf(runs.map(({seconds}) => seconds))),
    significant(spreadOf(runs.map(({seconds}) => statements / seconds)).median),
    spreadText(spreadOf(speeds)),
    spreadOf(speeds.map((speed) => speed / peak)).median.toFixed(2),
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
