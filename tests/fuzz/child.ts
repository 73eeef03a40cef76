/** Gives mutants to one target, in a process of its own: `child.ts TARGET COUNT SEED FOLDER`; fuzz.test.ts watches it. */
import {messageOf, Problem} from "../../loaders/problem.ts";
import {mutate, random} from "./mutate.ts";
import {targets} from "./targets.ts";

export type Report =
  | {kind: "started"; mutant: number}
  | {kind: "failed"; mutant: number; what: string}
  | {kind: "done"; read: number; refused: number; slowest: number; mebibytes: number};

const [, , name, count, seed, folder] = process.argv;
const send = (report: Report) => process.send?.(report);

const target = targets[name](folder);
const digest = await target.read(target.bytes); // what is read without mutation; also loads all code
const next = random(Number(seed));
const before = process.resourceUsage().maxRSS;
const outcomes = {read: 0, refused: 0};
let slowest = 0;
for (let mutant = 0; mutant < Number(count); mutant++) {
  const bytes = mutate(target.bytes, next);
  send({kind: "started", mutant});
  const start = performance.now();
  const what = await failureOf(bytes);
  slowest = Math.max(slowest, performance.now() - start);
  if (what !== undefined) send({kind: "failed", mutant, what});
}
const mebibytes = (process.resourceUsage().maxRSS - before) / 1024;
send({kind: "done", ...outcomes, slowest, mebibytes});
process.disconnect();

/** What is wrong about how a mutant ended. */
async function failureOf(mutant: Uint8Array): Promise<string | undefined> {
  try {
    const found = await target.read(mutant);
    outcomes.read++;
    if (target.checked && found !== digest) return "other values than were written";
  } catch (error) {
    outcomes.refused++;
    if (!(error instanceof Problem)) return error instanceof Error ? (error.stack ?? "") : messageOf(error);
    if (/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(error.message))
      return `more than a line of text: ${error.message}`;
    if (error.message.length > 1000) return `a line of ${error.message.length} characters`;
  }
  return undefined;
}
