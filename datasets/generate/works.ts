import type {Row} from "./csv.ts";
import {falseProperties, parts, trueAndFalse, type Fact} from "./facts.ts";
import {seededRandom} from "./random.ts";

type Kind = "novel" | "play" | "painting" | "opera" | "ballet";

const verbs: Record<Kind, "written" | "painted" | "composed"> = {
  novel: "written",
  play: "written",
  painting: "painted",
  opera: "composed",
  ballet: "composed"
};

/**
 * Works with one maker, under the title by which they are known in English. Titles under which another maker here has a
 * work of that kind too are left out: Munch has a kiss and a starry night, Picasso a Las Meninas, Rossini an Otello.
 */
const worksOf: Record<Kind, Record<string, string>> = {
  novel: {
    "Jane Austen": "Emma; Persuasion; Pride and Prejudice; Mansfield Park",
    "Charles Dickens": "Oliver Twist; David Copperfield; Great Expectations; Bleak House",
    "Leo Tolstoy": "War and Peace; Anna Karenina",
    "Fyodor Dostoevsky": "Crime and Punishment; The Idiot; The Brothers Karamazov",
    "Mark Twain": "The Adventures of Tom Sawyer; The Prince and the Pauper",
    "Herman Melville": "Moby-Dick",
    "Nathaniel Hawthorne": "The Scarlet Letter",
    "Victor Hugo": "Les Misérables; The Hunchback of Notre-Dame",
    "Gustave Flaubert": "Madame Bovary; Sentimental Education",
    Stendhal: "The Red and the Black; The Charterhouse of Parma",
    "Jules Verne": "Around the World in Eighty Days; Journey to the Center of the Earth",
    "Albert Camus": "The Plague; The Stranger",
    "Miguel de Cervantes": "Don Quixote",
    "Mary Shelley": "Frankenstein",
    "Bram Stoker": "Dracula",
    "Charlotte Brontë": "Jane Eyre; Villette",
    "Emily Brontë": "Wuthering Heights",
    "Thomas Hardy": "Tess of the d'Urbervilles; Far from the Madding Crowd",
    "Robert Louis Stevenson": "Treasure Island; Kidnapped",
    "H. G. Wells": "The Time Machine; The War of the Worlds; The Invisible Man",
    "Daniel Defoe": "Robinson Crusoe; Moll Flanders",
    "Jonathan Swift": "Gulliver's Travels",
    "Oscar Wilde": "The Picture of Dorian Gray",
    "Virginia Woolf": "Mrs Dalloway; To the Lighthouse; Orlando",
    "James Joyce": "Ulysses; Finnegans Wake",
    "George Orwell": "Animal Farm; Nineteen Eighty-Four",
    "Aldous Huxley": "Brave New World",
    "William Golding": "Lord of the Flies",
    "Agatha Christie": "Murder on the Orient Express; Death on the Nile",
    "F. Scott Fitzgerald": "The Great Gatsby; Tender Is the Night",
    "Ernest Hemingway": "The Old Man and the Sea; A Farewell to Arms; For Whom the Bell Tolls",
    "John Steinbeck": "The Grapes of Wrath; East of Eden",
    "Harper Lee": "To Kill a Mockingbird",
    "Franz Kafka": "The Trial; The Castle",
    "Thomas Mann": "Buddenbrooks; The Magic Mountain",
    "Hermann Hesse": "Siddhartha; Steppenwolf",
    "Mikhail Bulgakov": "The Master and Margarita",
    "Boris Pasternak": "Doctor Zhivago",
    "Gabriel García Márquez": "One Hundred Years of Solitude; Love in the Time of Cholera",
    "Umberto Eco": "The Name of the Rose; Foucault's Pendulum"
  },
  play: {
    "William Shakespeare": "Hamlet; Macbeth; Othello; King Lear; The Tempest; Twelfth Night",
    Molière: "Tartuffe; The Misanthrope; The Imaginary Invalid",
    "Henrik Ibsen": "A Doll's House; Hedda Gabler; Peer Gynt",
    "Anton Chekhov": "The Seagull; Uncle Vanya; Three Sisters; The Cherry Orchard",
    "Arthur Miller": "Death of a Salesman; The Crucible",
    "Tennessee Williams": "A Streetcar Named Desire; The Glass Menagerie",
    "Samuel Beckett": "Waiting for Godot; Endgame",
    "George Bernard Shaw": "Pygmalion; Major Barbara",
    "Friedrich Schiller": "William Tell; Mary Stuart; The Robbers",
    Sophocles: "Oedipus Rex; Antigone",
    Aristophanes: "Lysistrata; The Clouds; The Frogs",
    "Oscar Wilde": "The Importance of Being Earnest; Lady Windermere's Fan"
  },
  painting: {
    "Leonardo da Vinci": "Mona Lisa; Lady with an Ermine",
    "Sandro Botticelli": "The Birth of Venus; Primavera",
    Raphael: "The School of Athens; Sistine Madonna",
    "Jan van Eyck": "The Arnolfini Portrait",
    "Hieronymus Bosch": "The Garden of Earthly Delights",
    "Pieter Bruegel the Elder": "Netherlandish Proverbs; The Hunters in the Snow",
    Rembrandt: "The Night Watch; The Anatomy Lesson of Dr. Nicolaes Tulp",
    "Johannes Vermeer": "Girl with a Pearl Earring; View of Delft",
    "Diego Velázquez": "The Surrender of Breda",
    "Francisco Goya": "The Third of May 1808; The Naked Maja",
    "Théodore Géricault": "The Raft of the Medusa",
    "Eugène Delacroix": "Liberty Leading the People",
    "Caspar David Friedrich": "Wanderer above the Sea of Fog",
    "J. M. W. Turner": "The Fighting Temeraire",
    "John Constable": "The Hay Wain",
    "Vincent van Gogh": "The Potato Eaters; Wheatfield with Crows",
    "Edvard Munch": "The Scream",
    "Pablo Picasso": "Guernica; Les Demoiselles d'Avignon",
    "Salvador Dalí": "The Persistence of Memory; Swans Reflecting Elephants",
    "René Magritte": "The Son of Man; The Treachery of Images",
    "Frida Kahlo": "The Two Fridas",
    "Edward Hopper": "Nighthawks",
    "Grant Wood": "American Gothic",
    "Andrew Wyeth": "Christina's World"
  },
  opera: {
    "Wolfgang Amadeus Mozart": "The Magic Flute; Don Giovanni; The Marriage of Figaro; Così fan tutte",
    "Giuseppe Verdi": "Aida; Rigoletto; La traviata; Nabucco",
    "Giacomo Puccini": "Tosca; La bohème; Turandot; Madama Butterfly",
    "Richard Wagner": "Parsifal; Lohengrin; Tannhäuser; The Flying Dutchman",
    "Gioachino Rossini": "The Barber of Seville; The Thieving Magpie",
    "Gaetano Donizetti": "Lucia di Lammermoor; Don Pasquale",
    "Georges Bizet": "Carmen; The Pearl Fishers",
    "Ludwig van Beethoven": "Fidelio",
    "Henry Purcell": "Dido and Aeneas",
    "Bedřich Smetana": "The Bartered Bride",
    "Modest Mussorgsky": "Boris Godunov",
    "Alban Berg": "Wozzeck; Lulu",
    "Benjamin Britten": "Peter Grimes; Billy Budd"
  },
  ballet: {
    "Pyotr Ilyich Tchaikovsky": "Swan Lake; The Nutcracker; The Sleeping Beauty",
    "Igor Stravinsky": "The Rite of Spring; The Firebird; Petrushka",
    "Maurice Ravel": "Daphnis et Chloé; Boléro",
    "Aaron Copland": "Appalachian Spring; Billy the Kid"
  }
};

/** A work and its maker. */
interface Work extends Fact {
  kind: Kind;
}

const kinds = Object.keys(worksOf) as Kind[]; // the keys of a literal that has no others

const facts: Work[] = kinds.flatMap((kind) =>
  Object.entries(worksOf[kind]).flatMap(([property, titles]) =>
    titles.split("; ").map((thing) => ({thing, property, kind}))
  )
);

/**
 * Every work with its maker and with another of works of its kind: "The novel Emma was written by Jane Austen.", "The novel
 * Emma was written by Agatha Christie."
 */
export function works(): Row[] {
  const random = seededRandom(1);
  return parts(facts, ({kind}) => kind).flatMap((own) => {
    const others = falseProperties(own, ({property}, maker) => maker !== property, random);
    return trueAndFalse(own, others, false, ({thing, kind}, maker) => ({
      statement: `The ${kind} ${thing} was ${verbs[kind]} by ${maker}.`,
      work: thing,
      maker,
      kind,
      pair: thing,
      subject: thing
    }));
  });
}
