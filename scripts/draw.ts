/** The seed's two plots, drawn by the pages' own components without a browser. */
import {writeFile} from "node:fs/promises";
import {join} from "node:path";
import {asyncBufferFromFile, parquetReadObjects} from "hyparquet";
import {JSDOM} from "jsdom";
import {encode} from "../src/components/encoding.js";
import {makePicture} from "../src/components/picture.js";
import {ProjectionPlot} from "../src/components/ProjectionPlot.js";
import {VariancePlot} from "../src/components/VariancePlot.js";
import type {ProjectionRow, VarianceRow} from "../src/data/rows.ts";

/**
 * Reads projection.parquet and variance.parquet of a folder and puts projection.svg and variance.svg beside them.
 *
 * @param name the dataset's
 * @param depth the depth that is drawn
 */
export async function drawPlots(folder: string, name: string, depth: number): Promise<void> {
  const projection = await readRows<ProjectionRow>(join(folder, "projection.parquet"));
  const variance = await readRows<VarianceRow>(join(folder, "variance.parquet"));
  const {window} = new JSDOM("");
  const {document} = window;
  const serializer = new window.XMLSerializer();
  const picture = makePicture(name, {projection, variance}, depth);
  const encoding = encode("label", picture.columns.label);
  const size = {width: 880, height: 640};
  const dots = ProjectionPlot(picture, {depth, encoding, ...size, theme: "light", document});
  const ofDepth = variance.filter((row) => row.depth === depth);
  const curve = VariancePlot(ofDepth, {width: 640, height: 400, components: 10, theme: "light", document});
  await writeFile(join(folder, "projection.svg"), `${serializer.serializeToString(dots)}\n`);
  await writeFile(join(folder, "variance.svg"), `${serializer.serializeToString(curve)}\n`);
}

/** The rows of a file that we have just written ourselves, hence the type. */
async function readRows<Row>(path: string): Promise<Row[]> {
  return (await parquetReadObjects({file: await asyncBufferFromFile(path)})) as Row[];
}
