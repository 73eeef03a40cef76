/**
 * A stand-in for the paper's folder of datasets: as many files, rows and columns, statements of about as many tokens, of
 * which pairs share as much, but made of made-up names and ordinary words. `node --import=tsx tests/site/paper-like.ts FOLDER
 * [SHARE]` writes it, or a share of its rows.
 */
import {mkdir, writeFile} from "node:fs/promises";
import {join, resolve} from "node:path";
import {fileURLToPath} from "node:url";
import {seededRandom, type Random} from "../../datasets/generate/random.ts";

const list = (words: string) => words.split(" ");
const syllables = list(
  "ka ro min el da vos ber tu la gen si or mar ti ne ul ha pre do xi an que sto ri wen fa lu be"
);
const places = list(
  "France Germany Italy Spain Norway Sweden Poland Greece Turkey Egypt Kenya Ghana India China Japan Brazil Chile Peru Canada Mexico"
);
const things = list(
  "river market school engine garden bridge window paper letter doctor farmer winter summer music language village company " +
    "teacher animal mountain kitchen island planet forest captain history question answer number science machine"
);
const doings = list(
  "was is made found built grew kept gave took sold wrote moved turned began left carried shows holds needs follows"
);
const small = list(
  "the a of in on with for from by to and that which near under over after before without between"
);
const relations = [
  "The mother tongue of {} is",
  "{} was created by",
  "{} plays the instrument",
  "{} is located in",
  "The capital of {} was",
  "{} works in the field of",
  "{} died in the city of",
  "The headquarters of {} are in",
  "In {}, an official language is",
  "{} is a twin city of"
];
const tens = list("fifty sixty seventy eighty ninety");
const ones = list("one two three four five six seven eight nine");

type Fields = Record<string, string | number>;

/** The text of each file by name; `share` of the full number of rows, at least two a file. */
export function paperLike(share = 1): Map<string, string> {
  const rows = (full: number) => Math.max(2, 2 * Math.round((share * full) / 2));
  const random = seededRandom(32000);
  const cities = pairs(rows(1496), random, (city, country) => `The city of ${city} is in ${country}.`);
  const files: Record<string, Fields[]> = {
    cities,
    neg_cities: pairs(rows(1496), random, (city, country) => `The city of ${city} is not in ${country}.`),
    sp_en_trans: translations(rows(354), random, "means"),
    neg_sp_en_trans: translations(rows(354), random, "does not mean"),
    larger_than: comparisons(rows(1980), "larger", (a, b) => a > b),
    smaller_than: comparisons(rows(1980), "smaller", (a, b) => a < b),
    cities_cities_conj: joined(rows(1500), cities, random, "It is the case both that", "and that"),
    cities_cities_disj: joined(rows(1500), cities, random, "It is the case either that", "or that"),
    companies_true_false: claims(rows(1200), 12, random),
    common_claim_true_false: claims(rows(4450), 11, random),
    common_claim: claims(rows(20000), 13, random).map(({statement, label}) => ({examples: statement, label})),
    counterfact_true_false: facts(rows(31964), random),
    likely: texts(rows(10000), random),
    likely_old: texts(rows(10000), random)
  };
  return new Map(Object.entries(files).map(([name, fields]) => [`${name}.csv`, csvOf(fields)]));
}

/** A true and a false statement of each of made-up cities. */
function pairs(rows: number, random: Random, say: (city: string, country: string) => string): Fields[] {
  return Array.from({length: rows / 2}, () => {
    const city = name(random);
    const [country, other] = random.shuffle(places);
    const fields = {city, correct_country: country};
    return [
      {statement: say(city, country), label: 1, ...fields, country},
      {statement: say(city, other), label: 0, ...fields, country: other}
    ];
  }).flat();
}

function translations(rows: number, random: Random, means: string): Fields[] {
  return Array.from({length: rows}, (_, i) => ({
    statement: `The Spanish word '${word(random)}' ${means} '${random.pick(things)}'.`,
    label: i % 2
  }));
}

function comparisons(rows: number, than: string, holds: (a: number, b: number) => boolean): Fields[] {
  const numbers = tens.flatMap((ten, t) =>
    ones.map((one, o) => ({text: `${ten}-${one}`, n: 51 + 10 * t + o}))
  );
  const all = numbers.flatMap((a) => numbers.filter((b) => a !== b).map((b) => ({a, b})));
  return all.slice(0, rows).map(({a, b}) => ({
    statement: `${a.text[0].toUpperCase()}${a.text.slice(1)} is ${than} than ${b.text}.`,
    label: holds(a.n, b.n) ? 1 : 0,
    n1: a.n,
    n2: b.n,
    diff: a.n - b.n,
    abs_diff: Math.abs(a.n - b.n)
  }));
}

function joined(rows: number, of: Fields[], random: Random, first: string, second: string): Fields[] {
  return Array.from({length: rows}, () => {
    const [a, b] = [random.pick(of), random.pick(of)];
    const clause = ({statement}: Fields) => `the${String(statement).slice(3, -1)}`;
    const statement = `${first} ${clause(a)} ${second} ${clause(b)}.`;
    return {
      statement,
      label: Number(a.label) & Number(b.label),
      statement1: a.statement,
      statement2: b.statement
    };
  });
}

function claims(rows: number, words: number, random: Random): Fields[] {
  return Array.from({length: rows}, () => ({statement: `${prose(words, random)}.`, label: random.below(2)}));
}

/** Two statements a subject, which differ in their last word, as most of the largest file's do. */
function facts(rows: number, random: Random): Fields[] {
  return Array.from({length: rows / 2}, () => {
    const [subject, relation] = [`${name(random)} ${name(random)}`, random.pick(relations)];
    const [target, other] = random.shuffle([...places, ...things]);
    const say = (end: string) => `${relation.replace("{}", subject)} ${end}.`;
    const fields = {relation, subject, true_target: target};
    return [
      {statement: say(target), label: 1, ...fields, target},
      {statement: say(other), label: 0, ...fields, target: other}
    ];
  }).flat();
}

/** Some lines of a page, cut anywhere. */
function texts(rows: number, random: Random): Fields[] {
  return Array.from({length: rows}, () => ({
    statement: `${prose(9, random)}\n"${prose(11, random)}," ${prose(6, random)} ${1900 + random.below(120)}`,
    label: random.below(2),
    likelihood: -random.below(2 ** 30) / 2 ** 26
  }));
}

function prose(words: number, random: Random): string {
  const kinds = [small, things, doings];
  const text = Array.from({length: words}, (_, i) => random.pick(kinds[i % 3])).join(" ");
  return text[0].toUpperCase() + text.slice(1);
}

function word(random: Random): string {
  return Array.from({length: 2 + random.below(2)}, () => random.pick(syllables)).join("");
}

function name(random: Random): string {
  const text = word(random);
  return text[0].toUpperCase() + text.slice(1);
}

function csvOf(rows: Fields[]): string {
  const quoted = (value: string | number) =>
    /[",\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value);
  const lines = [Object.keys(rows[0]), ...rows.map((row) => Object.values(row))];
  return lines.map((fields) => `${fields.map(quoted).join(",")}\n`).join("");
}

if (resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const [folder, share = "1"] = process.argv.slice(2);
  await mkdir(folder, {recursive: true});
  for (const [file, text] of paperLike(Number(share))) await writeFile(join(folder, file), text);
}
