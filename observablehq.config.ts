import {createHash} from "node:crypto";
import {readdirSync, readFileSync, rmSync, utimesSync, watch} from "node:fs";
import {join} from "node:path";
import {listDatasets} from "./loaders/dataset.ts";
import {experiment} from "./loaders/experiment.ts";
import {run} from "./loaders/problem.ts";
import {listVariants, type VariantDataset} from "./loaders/variants.ts";
import {inkCss} from "./src/components/ink.ts";
import {bundleLoaders} from "./scripts/bundle.ts";
import {vendor} from "./scripts/vendor.ts";

const root = "src";
const building = process.argv.includes("build");
let touching: NodeJS.Timeout | undefined;

await vendor(root);
// Framework does not run a loader again whose output it has, be it another model's: our own cache makes running it cheap.
rmSync(join(root, ".observablehq", "cache", "data"), {recursive: true, force: true});
if (building) {
  await bundleLoaders(join(root, "data"));
} else {
  for (const folder of ["datasets", ...foldersBelow("loaders")]) watch(folder, touchSoon);
}

/** A folder and all in it. Watched one by one: Node's own way loses files that an editor replaces when it saves. */
function foldersBelow(folder: string): string[] {
  const entries = readdirSync(folder, {withFileTypes: true});
  const folders = entries.filter((entry) => entry.isDirectory());
  return [folder, ...folders.flatMap(({name}) => foldersBelow(join(folder, name)))];
}

/** One save can be several events: the loaders run when it is over. */
function touchSoon(): void {
  clearTimeout(touching);
  touching = setTimeout(touchLoaders, 100);
}

/** Framework watches a loader's own file only: an edit of what it reads is passed on as a new modification time. */
function touchLoaders(): void {
  const now = new Date();
  for (const file of readdirSync(join(root, "data"), {recursive: true, encoding: "utf8"})) {
    if (/\.\w+\.ts$/.test(file)) utimesSync(join(root, "data", file), now, now);
  }
}

const faces = [
  {file: "serif", family: "Source Serif", weight: "200 900", style: "normal"},
  {file: "serif-italic", family: "Source Serif", weight: "200 900", style: "italic"},
  {file: "sans", family: "Instrument Sans", weight: "400 700", style: "normal"}
];

/** Framework's pages name no language and don't let readers zoom in; it has no setting for either. */
const amend = `<script>document.documentElement.lang="en";document.querySelector("meta[name=viewport]").content="width=device-width, initial-scale=1"</script>`;

/**
 * The fonts, at the address that Framework gives to a local file (its hash is in a build's name, in a preview's query),
 * relative to the page at `path`, and the colours.
 */
function head({path}: {path: string}): string {
  const up = "../".repeat(path.split("/").length - 2) || "./";
  const fontFaces = faces.map(({file, family, weight, style}) => {
    const hash = createHash("sha256")
      .update(readFileSync(join(root, "fonts", `${file}.woff2`)))
      .digest("hex");
    const name = building ? `${file}.${hash.slice(0, 8)}.woff2` : `${file}.woff2?sha=${hash}`;
    const url = `${up}_file/fonts/${name}`;
    return `@font-face{font-family:"${family}";font-style:${style};font-weight:${weight};font-display:swap;src:url("${url}") format("woff2")}`;
  });
  const preload = ["serif", "sans"].map(
    (file) => `<link rel="preload" as="font" type="font/woff2" crossorigin href="/fonts/${file}.woff2">`
  );
  const later = `<link rel="prefetch" as="font" type="font/woff2" crossorigin href="/fonts/serif-italic.woff2">`;
  return `${amend}${preload.join("")}${later}${tableLinks(path)}<link rel="icon" href="data:,"><style>${inkCss()}${fontFaces.join("")}</style>`;
}

/** Tables that are made by the loader of measures. */
const measured = ["measures", "shuffled"];

/** The datasets and slices that the essay draws. */
const isInEssay = (name: string) =>
  ["maths", "maths_plus_minus", "maths_matched", "months", "years"].includes(name);

/**
 * A page names its files; one that lets readers choose among all datasets, or among a dataset's variants, gets their tables'
 * addresses in its head.
 */
function tableLinks(path: string): string {
  const links = (names: string[], tables: string[]) =>
    names.flatMap((name) =>
      tables.map(
        (table) =>
          `<link rel="table" data-dataset="${encodeURIComponent(name)}" data-table="${table}" href="/data/${measured.includes(table) ? "measures/" : ""}${encodeURI(name)}/${table}.parquet">`
      )
    );
  const names = datasets.map(({name}) => name);
  const shown = ["coordinates", "statements", "variance"];
  const slices = Object.entries(experiment.slices)
    .filter(([, {dataset}]) => names.includes(dataset))
    .map(([name]) => name);
  if (path === "/slices") return links([...names, ...slices], ["statements", "activations"]).join("");
  if (path === "/index")
    return [...links(names, ["statements", "measures"]), ...links(slices, ["statements", "measures"])]
      .concat(links([...names, ...slices].filter(isInEssay), ["coordinates", "variance", "shuffled"]))
      .join("");
  if (["/depth", "/truth"].includes(path)) {
    const all = [...names, ...variants.map(({name}) => name)];
    return [...links(all, ["measures", ...shown]), ...links(slices, ["measures"])].join("");
  }
  const own = variants.filter(({variant}) => path === `/datasets/${variant.dataset}`);
  return links(
    own.map(({name}) => name),
    [...shown, "projection", "activations"]
  ).join("");
}

const {datasets} = await listDatasets();
let variants: VariantDataset[] = [];
// A build has said what is wrong with them before it comes here; a preview says it and goes on without.
await run(() => Promise.resolve(void ({variants} = listVariants(datasets))));

export default {
  root,
  output: process.env.SITE_OUTPUT ?? "dist",
  title: "Geometry of truth",
  style: "style.css",
  head,
  header:
    '<nav class="site"><a href="/" class="home">Geometry of truth</a><a href="/">Essay</a><a href="/depth">Depth</a><a href="/truth">Truth</a><a href="/datasets/maths">Datasets</a><a href="/slices">Slices</a><a href="/model">Model</a></nav>',
  footer: "",
  globalStylesheets: [],
  sidebar: false,
  toc: false,
  pager: false,
  search: false,
  preserveExtension: true, // any static host serves links that end in .html
  interpreters: {".ts": building ? ["node", "scripts/bundled-loader.mjs"] : ["node", "--import=tsx"]},
  dynamicPaths: datasets.map(({name}) => `/datasets/${name}`)
};
