/** Runs a data loader as bundle.ts left it; the first argument is the loader's own path. */
import {resolve} from "node:path";
import process from "node:process";
import {pathToFileURL} from "node:url";

const [loader] = process.argv.splice(2, 1);
await import(pathToFileURL(resolve(".cache/loaders", loader.replace(/\.ts$/, ".mjs"))).href);
