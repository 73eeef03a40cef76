/** What run.json says, for the page about the model. */
import {el, svg} from "./dom.js";
import {bytes, count} from "./format.js";
import type {RunReport} from "../data/rows.js";

/** The model's blocks in a row: run, and not run; the depth at which pages open is marked. */
export function blocksPicture({depth, focusDepth, model}: RunReport, width: number): SVGSVGElement {
  const height = 96;
  const pitch = Math.min(30, (width - 8) / model.numHiddenLayers);
  const [cell, middle] = [Math.max(2, pitch - 3), 50];
  const x = (block: number) => 4 + (block - 1) * pitch;
  const blocks = Array.from({length: model.numHiddenLayers}, (_, i) => {
    const block = i + 1;
    const fill = block === focusDepth ? "var(--act)" : "var(--ink-2)";
    return block <= depth
      ? svg(document, "rect", {x: x(block), y: middle - 15, width: cell, height: 30, rx: 3, fill})
      : svg(document, "circle", {cx: x(block) + cell / 2, cy: middle, r: 1.8, fill: "var(--ink-3)"});
  });
  const word = (block: number, y: number, text: string, fill: string, anchor = "middle") =>
    svg(document, "text", {x: x(block) + cell / 2, y, fill, "text-anchor": anchor, "font-weight": 600}, text);
  const words = [
    word(focusDepth, middle - 26, `pages open at depth ${focusDepth}`, "var(--act)"),
    word(depth, middle + 36, `${depth} blocks run`, "var(--ink)", "end")
  ];
  if (depth < model.numHiddenLayers)
    words.push(
      word(
        model.numHiddenLayers,
        middle + 36,
        `${depth + 1}–${model.numHiddenLayers} not run`,
        "var(--ink-2)",
        "end"
      )
    );
  const label = `${depth} of ${model.numHiddenLayers} blocks were run; pages open at depth ${focusDepth}`;
  return svg(
    document,
    "svg",
    {class: "blocks", width, height, role: "img", "aria-label": label},
    ...blocks,
    ...words
  );
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
    const shown = labels.length > 6 ? `${labels.length} labels` : `labels ${labels.join(", ")}`;
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
