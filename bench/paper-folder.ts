/** Datasets of as many and as long statements as the paper's folder has, for which nothing of the paper is needed. */
import {mkdir, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {seededRandom} from "../loaders/analysis/random.ts";

type Words = () => string;

/** The paper's files with their numbers of rows, and statements that share as much of their beginnings as theirs. */
const files: [name: string, rows: number, statement: (name: Words, word: Words) => string][] = [
  ["cities", 1496, (name) => `The city of ${name()} is in ${name()}.`],
  ["neg_cities", 1496, (name) => `The city of ${name()} is not in ${name()}.`],
  ["sp_en_trans", 354, (_, word) => `The Spanish word '${word()}' means '${word()}'.`],
  ["neg_sp_en_trans", 354, (_, word) => `The Spanish word '${word()}' does not mean '${word()}'.`],
  ["larger_than", 1980, (name, word) => `${name()}-${word()} is larger than ${word()}-${word()}.`],
  ["smaller_than", 1980, (name, word) => `${name()}-${word()} is smaller than ${word()}-${word()}.`],
  ["cities_cities_conj", 1498, (name) => `It is the case both that ${twoCities(name, "and")}.`],
  ["cities_cities_disj", 1498, (name) => `It is the case either that ${twoCities(name, "or")}.`],
  [
    "companies_true_false",
    1200,
    (name, word) => `${name()} has headquarters in ${name()} and makes ${word()}.`
  ],
  ["common_claim_true_false", 4450, (_, word) => `${words(word, 9)}.`],
  [
    "counterfact_true_false",
    31964,
    (name, word) => `The ${word()} of ${name()} ${name()} was the ${word()}.`
  ],
  ["likely", 1000, (_, word) => words(word, 12)],
  ["common_claim", 4450, (_, word) => `${words(word, 7)}.`],
  ["companies", 1200, (name) => `${name()} ${name()} trades in ${name()}.`]
];

const twoCities = (name: Words, joint: string) =>
  `the city of ${name()} is in ${name()} ${joint} that the city of ${name()} is in ${name()}`;
const words = (word: Words, count: number) => Array.from({length: count}, word).join(" ");

/** Writes them into `folder` as CSVs of `statement,label`, the same ones every time. */
export async function writePaperFolder(folder: string): Promise<void> {
  await mkdir(folder, {recursive: true});
  for (const [seed, [file, rows, statement]] of files.entries()) {
    const [name, word] = [madeUpNames(seed), drawn(common, seed)];
    const lines = Array.from({length: rows}, (_, row) => `"${statement(name, word)}",${row % 2}`);
    await writeFile(join(folder, `${file}.csv`), `statement,label\n${lines.join("\n")}\n`);
  }
}

const common =
  "water house river music paper window garden market winter summer doctor teacher bread stone paint horse bridge " +
  "light story engine forest island letter metal number office people school street table village world";
const syllables = "ba co di fu ga he ki lo mu na pe ri so ta ve wi za dor lin mar ten";

/** Of such a list, one after the other, the same ones for the same seed. */
function drawn(list: string, seed: number): Words {
  const words = list.split(" ");
  const random = seededRandom(seed);
  return () => words[Math.floor(((random() + 1) / 2) * words.length) % words.length];
}

/** Names of two syllables, 441 of them, as names come again in the paper's statements. */
function madeUpNames(seed: number): Words {
  const syllable = drawn(syllables, seed);
  return () => (syllable() + syllable()).replace(/^./, (letter) => letter.toUpperCase());
}
