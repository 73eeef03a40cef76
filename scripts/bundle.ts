import {readdirSync} from "node:fs";
import {join} from "node:path";
import {build} from "esbuild";

/**
 * Bundles every loader below `folder` as JavaScript, to be run by bundled-loader.mjs: a site's build starts dozens of
 * them, and compiling TypeScript anew in each takes twice as long as all that they do.
 */
export async function bundleLoaders(folder: string): Promise<void> {
  const loaders = readdirSync(folder, {recursive: true, encoding: "utf8"}).filter((file) =>
    /\.\w+\.ts$/.test(file)
  );
  await build({
    entryPoints: loaders.map((file) => join(folder, file)),
    outbase: ".",
    outdir: ".cache/loaders",
    outExtension: {".js": ".mjs"},
    bundle: true,
    splitting: true, // what a loader imports only when needed stays apart
    packages: "external",
    format: "esm",
    platform: "node",
    target: "node20",
    logLevel: "warning"
  });
}
