/** What run.json says, for the page about the model. */
import {el, svg} from "./dom.js";
import {bytes, count} from "./format.js";
import {paint} from "./ink.js";
import type {InkName} from "./ink.js";
import type {RunReport} from "../data/rows.js";

/** The model's blocks in a row: run, and not run; the depth at which pages open is marked. */
export function blocksPicture({depth, focusDepth, model}: RunReport, width: number): SVGSVGElement {
  const height = 96;
  const layers = model.numHiddenLayers;
  const pitch = Math.min(30, (width - 8) / layers);
  const [cell, middle] = [Math.max(2, pitch - 3), 50];
  const x = (block: number) => 4 + (block - 1) * pitch;
  const blocks = Array.from({length: layers}, (_, i) => {
    const block = i + 1;
    const fill = block === focusDepth ? "var(--act)" : "var(--ink-2)";
    return block <= depth
      ? svg(document, "rect", {x: x(block), y: middle - 15, width: cell, height: 30, rx: 3, fill})
      : svg(document, "circle", {cx: x(block) + cell / 2, cy: middle, r: 1.8, fill: "var(--ink-3)"});
  });
  const words = blockWords(layers, depth, focusDepth).map(({block, above, text, fill}) => {
    const [y, anchor] = above ? [middle - 26, "middle"] : [middle + 36, "end"];
    const place = {x: x(block) + cell / 2, y, "text-anchor": anchor};
    return svg(document, "text", {...place, fill: paint(fill), "font-weight": 600}, text);
  });
  const label = `${depth} of ${layers} blocks were run; pages open at depth ${focusDepth}`;
  const attributes = {class: "blocks", width, height, role: "img", "aria-label": label};
  return svg(document, "svg", attributes, ...blocks, ...words);
}

interface BlockWord {
  block: number;
  above: boolean;
  text: string;
  fill: InkName;
}

/** What is written above and below the blocks, and at which of them. */
function blockWords(layers: number, depth: number, focus: number): BlockWord[] {
  const words: BlockWord[] = [
    {block: focus, above: true, text: `pages open at depth ${focus}`, fill: "act"},
    {block: depth, above: false, text: `${depth} blocks run`, fill: "ink"}
  ];
  if (depth === layers) return words;
  return [...words, {block: layers, above: false, text: `${depth + 1}–${layers} not run`, fill: "ink-2"}];
}

/** The checkpoint: file, hash, tokenizer, shapes, and what running it took. */
export function modelFacts({model, runs, versions}: RunReport): HTMLElement {
  const files = model.files.map(({name, bytes: size, sha256}) => [name, `${bytes(size)}, sha256 ${sha256}`]);
  const tokens = runs.reduce((all, run) => all + run.tokens, 0);
  const seconds = runs.reduce((all, run) => all + run.seconds, 0);
  const work = runs.reduce((all, run) => all + run.gflops * run.seconds, 0);
  const cost = `${seconds.toFixed(0)} s for ${count(tokens, "token")}, ${(work / Math.max(seconds, 1e-9)).toFixed(0)} GFLOP/s`;
  return list([
    ["model", model.name],
    ...files,
    ["format", model.format],
    ...(model.licence ? [["licence", model.licence]] : []),
    ["tokenizer", `${model.tokenizer}, ${count(model.vocabSize, "token")}`],
    ["every statement begins with", `${model.bosPiece} (token ${model.bosId})`],
    [
      "vector",
      `${model.hiddenSize} numbers; ${model.numAttentionHeads} heads of attention, ${model.numKeyValueHeads} of them with keys and values of their own`
    ],
    ["time to run", cost],
    [
      "software",
      Object.entries(versions)
        .map(([name, version]) => `${name} ${version}`)
        .join(", ")
    ]
  ]);
}

/** Each dataset with a link to its page. */
export function datasetFacts({datasets}: RunReport): HTMLElement {
  const rows = datasets.map(({name, statements, labels}): [Node, string] => {
    const shown =
      labels.names.length > 0 ? `labels ${labels.names.join(", ")}` : count(labels.count, "label");
    return [el("a", {href: `./datasets/${name}.html`}, name), `${count(statements, "statement")}, ${shown}`];
  });
  return list(rows);
}

/** Files of datasets/ that could not be used, and why; nothing where all could. */
export function skippedFacts({skipped}: RunReport): HTMLElement {
  if (skipped.length === 0) return el("p", {}, "No file of datasets/ was skipped.");
  return el("div", {}, el("h3", {}, "Skipped"), list(skipped.map(({file, why}) => [file, why])));
}

function list(rows: (string | Node)[][]): HTMLElement {
  return el(
    "dl",
    {class: "facts-list"},
    ...rows.flatMap(([term, value]) => [el("dt", {}, term), el("dd", {}, value)])
  );
}
