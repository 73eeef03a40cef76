/**
 * Framework resolves `npm:` imports through a registry and a CDN, and has no setting to take them from node_modules.
 * But what lies in its cache it never fetches. So the cache is filled here, and neither a build nor a preview nor a
 * published page needs any other host. Written against Framework 1.13.4, which package.json pins: its npm.ts says how
 * the cache is laid out, its libraries.ts which files an import brings along.
 */
import {createHash} from "node:crypto";
import {cp, mkdir, readFile, rename, rm, writeFile} from "node:fs/promises";
import {createRequire} from "node:module";
import {dirname, join} from "node:path";
import {fileURLToPath} from "node:url";
import {build} from "esbuild";

/** What pages may import, with the files besides code that Framework copies for it. */
const libraries: Record<string, string[]> = {
  "@observablehq/plot": [],
  "apache-arrow": [],
  arquero: [],
  d3: [],
  "d3-dsv": [],
  htl: [],
  hyparquet: [],
  isoformat: [],
  katex: ["dist/katex.min.css", "dist/fonts"],
  "ml-pca": [],
  "parquet-wasm": ["esm/parquet_wasm_bg.wasm"]
};

/** What Framework's client mentions and no page of ours loads: it asks for a version, which an empty folder answers. */
const unused = [
  "@duckdb/duckdb-wasm",
  "@observablehq/sample-datasets",
  "@uwdata/vgplot",
  "@viz-js/viz",
  "echarts",
  "exceljs",
  "jszip",
  "leaflet",
  "lodash",
  "mapbox-gl",
  "mermaid",
  "react",
  "react-dom",
  "sql.js",
  "topojson-client",
  "vega",
  "vega-lite",
  "vega-lite-api"
];

/** The site's type, by the name of its file in src/fonts. */
const fonts = {
  serif: "@fontsource-variable/source-serif-4/files/source-serif-4-latin-opsz-normal.woff2",
  "serif-italic": "@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-italic.woff2",
  sans: "@fontsource-variable/instrument-sans/files/instrument-sans-latin-wght-normal.woff2"
};

const require = createRequire(import.meta.url);

/** Fills Framework's cache and the fonts' folder below `root`, unless they hold what they should already. */
export async function vendor(root: string): Promise<void> {
  const packages = await Promise.all(Object.keys(libraries).map(findPackage));
  const cache = join(root, ".observablehq", "cache");
  const stamp = join(cache, "vendored"); // inside the cache, so that clearing it fills it again
  const key = await describe(packages);
  if ((await readFile(stamp, "utf8").catch(() => "")) === key) return;
  const temporary = join(cache, `_npm.${process.pid}`);
  await rm(temporary, {recursive: true, force: true});
  await bundle(packages, temporary);
  await copyFiles(packages, temporary);
  for (const name of unused) await mkdir(join(temporary, `${name}@0.0.0`), {recursive: true});
  await rm(join(cache, "_npm"), {recursive: true, force: true});
  await rename(temporary, join(cache, "_npm"));
  for (const [name, file] of Object.entries(fonts))
    await copy(require.resolve(file), join(root, "fonts", `${name}.woff2`));
  await writeFile(stamp, key);
}

interface Package {
  name: string;
  version: string;
  folder: string;
}

/** Where a package is installed; found by its folder, as some packages don't export their package.json. */
async function findPackage(name: string): Promise<Package> {
  for (const base of require.resolve.paths(name) ?? []) {
    const folder = join(base, name);
    const json = await readFile(join(folder, "package.json"), "utf8").catch(() => null);
    if (json !== null) return {name, folder, version: (JSON.parse(json) as {version: string}).version};
  }
  throw new Error(`${name} is not installed: run npm ci`);
}

/** Changes when a version or this file does. */
async function describe(packages: Package[]): Promise<string> {
  const source = await readFile(fileURLToPath(import.meta.url), "utf8");
  return createHash("sha256")
    .update(JSON.stringify(packages.map(({version}) => version)) + source)
    .digest("hex");
}

async function bundle(packages: Package[], folder: string): Promise<void> {
  await build({
    entryPoints: packages.map(({name, version}) => ({in: name, out: `${name}@${version}/_esm`})),
    outdir: folder,
    bundle: true,
    splitting: true, // so that Plot and d3 share one copy
    chunkNames: "_shared@0.0.0/[hash]",
    format: "esm",
    platform: "browser",
    target: "es2022",
    minify: true,
    define: {"process.env.NODE_ENV": '"production"'},
    logLevel: "warning"
  });
}

async function copyFiles(packages: Package[], folder: string): Promise<void> {
  for (const {name, version, folder: from} of packages) {
    for (const file of libraries[name])
      await copy(join(from, file), join(folder, `${name}@${version}`, file));
  }
}

async function copy(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), {recursive: true});
  await cp(from, to, {recursive: true});
}
