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

/**
 * Framework's pages name no language, don't let readers zoom in, and have no way past the navigation for those who use
 * keys; it has no setting for any of these.
 */
const amend = `<script>document.documentElement.lang="en";document.querySelector("meta[name=viewport]").content="width=device-width, initial-scale=1";addEventListener("DOMContentLoaded",()=>{const skip=document.createElement("a");skip.className="skip";skip.href="#observablehq-main";skip.textContent="Skip to the text";document.body.prepend(skip)})</script>`;

/**
 * The fonts, at the address that Framework gives to a local file (its hash is in a build's name, in a preview's query),
 * relative to the page at `path`, and the colours.
 */
function head({path, title}: {path: string; title: string | null}): string {
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
  return `${amend}${preload.join("")}${later}${tableLinks(path)}${described(title, path)}${icon}<style>${inkCss()}${fontFaces.join("")}</style>`;
}

/** Three dots, two of which keep together. */
const icon = `<link rel="icon" type="image/svg+xml" href="data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="9" cy="21" r="6" fill="#2f7de1"/><circle cx="17" cy="11" r="6" fill="#2f7de1"/><circle cx="25" cy="23" r="6" fill="#e07b1a"/></svg>'
)}">`;

const descriptions: Record<string, string> = {
  "/index":
    "A language model is stopped half-way through a small sum. It has sorted the question by its shape already: an essay whose figures you can move.",
  "/depth":
    "After which block do a dataset's labels come apart, and would a network with shuffled weights have done as well?",
  "/truth":
    "Is there a direction in the residual stream that tells true from false, and does it survive a “not”?",
  "/slices":
    "Cut a part out of a dataset, find its principal components in the browser, and see it beside the whole.",
  "/model": "Which model was run for this site, from which files, how far, and what it took.",
  "/404": "There is no page at this address."
};

/** What search engines, and those with whom a link is shared, are told of a page. */
function described(title: string | null, path: string): string {
  const dataset = `Every statement of ${path.split("/").at(-1)} as a dot, at every depth of a language model.`;
  const text = escaped(descriptions[path] ?? dataset);
  const name = escaped(title ?? "Geometry of truth");
  return [
    `<meta name="description" content="${text}">`,
    `<meta property="og:type" content="article"><meta property="og:site_name" content="Geometry of truth">`,
    `<meta property="og:title" content="${name}"><meta property="og:description" content="${text}">`
  ].join("");
}

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

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
