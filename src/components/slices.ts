/**
 * What the cells of the page of slices are written with, each a line:
 *
 * - `await load("maths")`: a dataset as an Arquero table
 * - `filter(table, (d) => d.first === "-")`, `pick(table, [3, 5, 8])`: some of its statements
 * - `derive(table, {length: (d) => d.tokens.length})`: a further column
 * - `stack(cities, capitals)`: several tables as one
 * - `pca(slice)`: the components of these statements alone; `project(capitals, cities)`: on the plane of others
 * - `plot(slice, {colour: "result"})`, `pair(slice, {colour: "result"})`: pictures, the second beside the whole
 * - `separation(slice, {by: "result"})`: a sentence on how far a column's values are apart
 * - `whenSeen(async () => …)`: all of that in one cell that waits until it is scrolled to
 */
export {whenSeen} from "./lazy.js";
export {load} from "./slices-load.js";
export {pca, project} from "./slices-plane.js";
export {plot} from "./slices-plot.js";
export {separation} from "./slices-separation.js";
export {derive, filter, pick, stack} from "./slices-table.js";
export {pair} from "./SlicePair.js";
