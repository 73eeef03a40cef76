import type {Row} from "./csv.ts";
import {falseProperties, trueAndFalse, type Fact} from "./facts.ts";
import {seededRandom} from "./random.ts";
import {capitalised} from "./words.ts";

/**
 * Things that are nothing but what they are said to be: no tomato, mushroom or whale, and no word that is also another
 * kind of thing (bat, crane, jaguar, plane, viola). What might be said of its neighbours as well, a tractor is a tool, a
 * piano is furniture, a rose is a vegetable in the old sense, shares a realm with them.
 */
export const categories: {category: string; realm: string; things: string}[] = [
  {
    category: "animal",
    realm: "animals",
    things:
      "dog, cat, horse, lion, tiger, rabbit, cow, sheep, goat, wolf, elephant, monkey, fox, zebra, giraffe, panda, " +
      "gorilla, squirrel, hedgehog, kangaroo, otter, crocodile, frog, leopard"
  },
  {
    category: "fruit",
    realm: "plants",
    things:
      "apple, banana, cherry, grape, lemon, mango, peach, pear, plum, melon, orange, strawberry, pineapple, apricot, " +
      "raspberry, grapefruit"
  },
  {
    category: "vegetable",
    realm: "plants",
    things:
      "carrot, potato, onion, cabbage, cauliflower, leek, turnip, radish, parsnip, artichoke, beetroot, shallot"
  },
  {
    category: "flower",
    realm: "plants",
    things:
      "rose, tulip, daffodil, daisy, sunflower, orchid, carnation, chrysanthemum, marigold, snowdrop, crocus, peony"
  },
  {
    category: "tree",
    realm: "plants",
    things: "oak, birch, willow, spruce, beech, elm, maple, cedar, cypress, poplar, larch, sycamore"
  },
  {
    category: "tool",
    realm: "implements",
    things:
      "hammer, screwdriver, wrench, chisel, shovel, rake, crowbar, trowel, sledgehammer, hacksaw, pickaxe, axe"
  },
  {
    category: "vehicle",
    realm: "implements",
    things: "car, bus, truck, bicycle, motorcycle, tractor, van, tram, ambulance, taxi, limousine, minibus"
  },
  {
    category: "musical instrument",
    realm: "implements",
    things: "piano, guitar, violin, flute, trumpet, cello, clarinet, harp, saxophone, trombone, oboe, banjo"
  },
  {
    category: "piece of furniture",
    realm: "implements",
    things:
      "chair, sofa, wardrobe, armchair, bookcase, desk, bed, cupboard, sideboard, couch, table, bookshelf"
  },
  {
    category: "garment",
    realm: "garments",
    things:
      "shirt, jacket, skirt, coat, blouse, cardigan, sweater, raincoat, dress, pullover, waistcoat, kimono"
  },
  {
    category: "building",
    realm: "buildings",
    things:
      "church, castle, cathedral, palace, skyscraper, barn, cottage, warehouse, bungalow, mosque, hotel, farmhouse"
  }
];

const facts: Fact[] = categories.flatMap(({category, things}) =>
  things.split(", ").map((thing) => ({thing, property: category}))
);

const realms = new Map(categories.map(({category, realm}) => [category, realm]));

/** Every thing with its own category and with one of another realm: "A dog is an animal.", "A dog is a vehicle." */
export function isa(): Row[] {
  return statements("is", false);
}

/** The same statements denied. */
export function negIsa(): Row[] {
  return statements("is not", true);
}

function statements(verb: string, denied: boolean): Row[] {
  const elsewhere = ({property}: Fact, other: string) => realms.get(property) !== realms.get(other);
  const others = falseProperties(facts, elsewhere, seededRandom(1));
  return trueAndFalse(facts, others, denied, ({thing}, category) => ({
    statement: `${capitalised(article(thing))} ${thing} ${verb} ${article(category)} ${category}.`,
    thing,
    category,
    pair: thing,
    subject: thing
  }));
}

/** By the first letter, which is also the first sound of every word above. */
function article(noun: string): string {
  return /^[aeiou]/.test(noun) ? "an" : "a";
}
