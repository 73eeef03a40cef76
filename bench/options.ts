import {parseArgs} from "node:util";
import {messageOf, nearest, Problem} from "../loaders/problem.ts";
import {isShapeName, shapes, type ShapeName} from "./shapes.ts";

/** What to measure. */
export interface Options {
  mode: "speed" | "memory" | "linear" | "build" | "components";
  /** Names in models.json, or checkpoints' folders or files. */
  models: string[];
  /** Shapes to make checkpoints in. */
  shapes: ShapeName[];
  /** Of made-up checkpoints; one of each shape is made with each number. Peers are given the first. */
  blocks: number[];
  /** Of a real one, to be run; what an experiment runs unless given. */
  depth?: number;
  datasets: string[];
  repeats: number;
  /** The most statements of `linear`. */
  statements: number;
  peers: boolean;
  /** Whether README.md gets the results. */
  writes: boolean;
  /** Whether what was made is removed in the end. */
  removes: boolean;
}

const usage =
  "npm run bench -- [--model NAME_OR_PATH] [--depth N] [--shape 7B] [--blocks N,…] [--datasets maths,cities] " +
  "[--repeats N] [--peers] [--print] [--remove] [--memory | --linear [--statements N] | --build | --components]";

const string = {type: "string"} as const;
const flag = {type: "boolean", default: false} as const;
const known = {
  ...{model: string, depth: string, shape: string, blocks: string, datasets: string, repeats: string},
  ...{
    statements: string,
    peers: flag,
    print: flag,
    remove: flag,
    memory: flag,
    linear: flag,
    build: flag,
    components: flag
  }
};

/**
 * @param args as on the command line, after `--`
 * @param defaultModel what is measured besides the 7B shape if neither models nor shapes are named
 * @throws Problem with the usage for what is unknown or makes no sense
 */
export function parseOptions(args: string[], defaultModel: string): Options {
  const values = parse(args);
  const modes = (["memory", "linear", "build", "components"] as const).filter((mode) => values[mode]);
  if (modes.length > 1) throw new Problem(`--${modes.join(" and --")} are ${modes.length} runs; ${usage}`);
  const [mode = "speed"] = modes;
  const list = (text: string | undefined) => text?.split(",").map((name) => name.trim());
  const [models, shapeNames] = [list(values.model), list(values.shape)?.map(shapeName)];
  const isOpen = !models && !shapeNames;
  const defaultShapes: Record<Options["mode"], ShapeName[]> = {
    speed: ["7B"],
    memory: ["7B", "8B", "13B", "70B"],
    linear: [],
    build: [],
    components: []
  };
  return {
    mode,
    models: models ?? (isOpen && mode !== "memory" ? [defaultModel] : []),
    shapes: shapeNames ?? (isOpen ? defaultShapes[mode] : []),
    blocks: (list(values.blocks) ?? [mode === "memory" ? "2" : "3"]).map((text) => count("blocks", text)),
    ...(values.depth !== undefined && {depth: count("depth", values.depth)}),
    datasets: list(values.datasets) ?? (mode === "memory" ? ["maths"] : ["maths", "cities", "larger_than"]),
    repeats: count("repeats", values.repeats ?? (mode === "speed" || mode === "components" ? "3" : "1")),
    statements: count("statements", values.statements ?? "32000"),
    peers: values.peers,
    writes: mode === "speed" && !values.print,
    removes: values.remove
  };
}

function parse(args: string[]) {
  try {
    const {values} = parseArgs({args, options: known});
    for (const [option, value] of Object.entries(values))
      if (typeof value === "string" && value.trim() === "")
        throw new Problem(`--${option} has no value; ${usage}`);
    return values;
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(`${messageOf(error)}; ${usage}`);
  }
}

function shapeName(name: string): ShapeName {
  if (isShapeName(name)) return name;
  throw new Problem(`--shape ${name}: nearest: ${nearest(name, Object.keys(shapes)).join(", ")}; ${usage}`);
}

function count(option: string, text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new Problem(`--${option} ${text}: a whole number from 1 on expected; ${usage}`);
}
