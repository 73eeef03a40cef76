import type {Row} from "./csv.ts";
import {falseProperties, parts, trueAndFalse, type Fact} from "./facts.ts";
import {seededRandom} from "./random.ts";

type PartOfSpeech = "noun" | "verb" | "adjective" | "number";

/**
 * Spanish words, each with its plainest English one. Left out are words that mean the same where they are spelled alike
 * (animal), and those with a further meaning that is another's here (banco, cielo, mañana, sueño, tiempo, tierra).
 */
const fields: {field: string; part: PartOfSpeech; words: string}[] = [
  {
    field: "animals",
    part: "noun",
    words:
      "gato cat, perro dog, caballo horse, vaca cow, oveja sheep, cerdo pig, pájaro bird, pez fish, " +
      "conejo rabbit, oso bear, lobo wolf, zorro fox, mariposa butterfly, abeja bee, hormiga ant, araña " +
      "spider, tortuga turtle, rana frog, ballena whale, pato duck, ratón mouse, burro donkey"
  },
  {
    field: "food",
    part: "noun",
    words:
      "pan bread, queso cheese, leche milk, huevo egg, manzana apple, cebolla onion, arroz rice, azúcar " +
      "sugar, pimienta pepper, mantequilla butter, miel honey, vino wine, cerveza beer, fresa " +
      "strawberry, uva grape, zanahoria carrot, ajo garlic, jamón ham"
  },
  {
    field: "body",
    part: "noun",
    words:
      "mano hand, ojo eye, nariz nose, boca mouth, oreja ear, cabeza head, brazo arm, pierna leg, " +
      "rodilla knee, hombro shoulder, corazón heart, sangre blood, hueso bone, dedo finger, cuello neck, " +
      "diente tooth, pelo hair, lengua tongue"
  },
  {
    field: "house",
    part: "noun",
    words:
      "casa house, puerta door, ventana window, mesa table, silla chair, cama bed, cocina kitchen, " +
      "espejo mirror, llave key, cuchara spoon, cuchillo knife, tenedor fork, jabón soap, toalla towel, " +
      "almohada pillow, manta blanket"
  },
  {
    field: "nature",
    part: "noun",
    words:
      "agua water, fuego fire, luna moon, estrella star, río river, montaña mountain, bosque forest, " +
      "árbol tree, flor flower, nieve snow, lluvia rain, viento wind, nube cloud, playa beach, isla " +
      "island, piedra stone, hierba grass, lago lake"
  },
  {
    field: "people",
    part: "noun",
    words:
      "hombre man, mujer woman, hermano brother, hermana sister, padre father, madre mother, hijo son, " +
      "hija daughter, abuelo grandfather, abuela grandmother, amigo friend, rey king, reina queen, " +
      "abogado lawyer, panadero baker, soldado soldier"
  },
  {
    field: "town",
    part: "noun",
    words:
      "calle street, ciudad city, iglesia church, escuela school, puente bridge, tienda shop, barco " +
      "ship, avión airplane, coche car, cárcel prison, biblioteca library, mercado market"
  },
  {
    field: "things",
    part: "noun",
    words:
      "libro book, lápiz pencil, reloj clock, dinero money, regalo gift, zapato shoe, camisa shirt, " +
      "sombrero hat, vestido dress, anillo ring, juguete toy, espada sword, bandera flag, tijeras " +
      "scissors, guante glove, falda skirt"
  },
  {
    field: "time and ideas",
    part: "noun",
    words:
      "día day, noche night, semana week, mes month, año year, siglo century, verano summer, invierno " +
      "winter, otoño autumn, verdad truth, mentira lie, guerra war, paz peace, miedo fear, vida life, " +
      "muerte death, salud health, nombre name, palabra word, pregunta question, suerte luck, ley law"
  },
  {
    field: "doing",
    part: "verb",
    words:
      "comer to eat, beber to drink, dormir to sleep, correr to run, leer to read, escribir to write, " +
      "cantar to sing, bailar to dance, nadar to swim, volar to fly, comprar to buy, vender to sell, " +
      "abrir to open, reír to laugh, cocinar to cook, pagar to pay, aprender to learn, olvidar to " +
      "forget, romper to break, caminar to walk, vivir to live, morir to die, saltar to jump, cortar to " +
      "cut, lavar to wash, besar to kiss, soñar to dream, robar to steal, dibujar to draw, coser to sew"
  },
  {
    field: "qualities",
    part: "adjective",
    words:
      "rojo red, azul blue, amarillo yellow, negro black, blanco white, caliente hot, frío cold, feliz " +
      "happy, cansado tired, enfermo sick, limpio clean, sucio dirty, lleno full, vacío empty, fácil " +
      "easy, fuerte strong, débil weak, barato cheap, dulce sweet, rápido fast, lento slow, largo long, " +
      "ancho wide, gordo fat, ciego blind, sordo deaf, mojado wet, feo ugly, viejo old, nuevo new"
  },
  {
    field: "numbers",
    part: "number",
    words:
      "dos two, tres three, cuatro four, cinco five, seis six, siete seven, ocho eight, nueve nine, diez " +
      "ten, veinte twenty, cien hundred, mil thousand"
  }
];

/** A Spanish word and what it means. */
interface Word extends Fact {
  field: string;
  part: PartOfSpeech;
}

const words: Word[] = fields.flatMap(({field, part, words}) =>
  words.split(", ").map((entry) => {
    const [thing, ...meaning] = entry.split(" ");
    return {thing, property: meaning.join(" "), field, part};
  })
);

/** Every word with its own meaning and with another's: "The Spanish word 'gato' means 'cat'.", "… means 'spider'." */
export function translations(): Row[] {
  return statements("means", false);
}

/** The same statements denied. */
export function negTranslations(): Row[] {
  return statements("does not mean", true);
}

/** A false meaning is of the same part of speech, so that no grammar gives it away. */
function statements(verb: string, denied: boolean): Row[] {
  const random = seededRandom(1);
  return parts(words, ({part}) => part).flatMap((own) => {
    const others = falseProperties(own, ({property}, meaning) => meaning !== property, random);
    return trueAndFalse(own, others, denied, ({thing, field, part}, english) => ({
      statement: `The Spanish word '${thing}' ${verb} '${english}'.`,
      spanish: thing,
      english,
      part_of_speech: part,
      field,
      pair: thing,
      subject: thing
    }));
  });
}
