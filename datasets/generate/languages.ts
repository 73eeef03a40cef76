import type {Row} from "./csv.ts";

/** Statements of the same meanings in the same order in every language; Portuguese in words of both its countries. */
const sentences = {
  English:
    "The cat sleeps under the table. My sister drinks coffee every morning. We live in a small house. " +
    "The water is very cold. He reads a book in the garden. I don't understand the question. The " +
    "children play in the street. It is raining today. My father works in a hospital. The ship arrives " +
    "tomorrow. She has two brothers. The door is open. We buy bread at the market. The old man walks " +
    "slowly. I have lost my keys. The soup is too hot. They sing an old song. Winter is long in this " +
    "country. My friend speaks three languages. The dog runs after the ball. There are many trees in the " +
    "forest. I am going home now. The moon shines over the sea. We are waiting for the doctor. The " +
    "apples are red and sweet. He never eats meat. The shop is closed today. My grandmother tells good " +
    "stories. The bird sits on the roof. Nobody knows the answer. The bridge is older than the church. I " +
    "would like a glass of wine. The river flows through the city. Her mother cooks well. The night was " +
    "dark and quiet. I bought a new hat yesterday.",
  German:
    "Die Katze schläft unter dem Tisch. Meine Schwester trinkt jeden Morgen Kaffee. Wir wohnen in einem " +
    "kleinen Haus. Das Wasser ist sehr kalt. Er liest ein Buch im Garten. Ich verstehe die Frage nicht. " +
    "Die Kinder spielen auf der Straße. Heute regnet es. Mein Vater arbeitet in einem Krankenhaus. Das " +
    "Schiff kommt morgen an. Sie hat zwei Brüder. Die Tür ist offen. Wir kaufen Brot auf dem Markt. Der " +
    "alte Mann geht langsam. Ich habe meine Schlüssel verloren. Die Suppe ist zu heiß. Sie singen ein " +
    "altes Lied. Der Winter ist lang in diesem Land. Mein Freund spricht drei Sprachen. Der Hund läuft " +
    "dem Ball nach. Im Wald gibt es viele Bäume. Ich gehe jetzt nach Hause. Der Mond scheint über dem " +
    "Meer. Wir warten auf den Arzt. Die Äpfel sind rot und süß. Er isst nie Fleisch. Das Geschäft ist " +
    "heute geschlossen. Meine Großmutter erzählt gute Geschichten. Der Vogel sitzt auf dem Dach. Niemand " +
    "kennt die Antwort. Die Brücke ist älter als die Kirche. Ich hätte gern ein Glas Wein. Der Fluss " +
    "fließt durch die Stadt. Ihre Mutter kocht gut. Die Nacht war dunkel und still. Gestern habe ich " +
    "einen neuen Hut gekauft.",
  Dutch:
    "De kat slaapt onder de tafel. Mijn zus drinkt elke ochtend koffie. Wij wonen in een klein huis. Het " +
    "water is erg koud. Hij leest een boek in de tuin. Ik begrijp de vraag niet. De kinderen spelen op " +
    "straat. Het regent vandaag. Mijn vader werkt in een ziekenhuis. Het schip komt morgen aan. Zij " +
    "heeft twee broers. De deur is open. Wij kopen brood op de markt. De oude man loopt langzaam. Ik heb " +
    "mijn sleutels verloren. De soep is te heet. Zij zingen een oud lied. De winter is lang in dit land. " +
    "Mijn vriend spreekt drie talen. De hond rent achter de bal aan. Er zijn veel bomen in het bos. Ik " +
    "ga nu naar huis. De maan schijnt boven de zee. Wij wachten op de dokter. De appels zijn rood en " +
    "zoet. Hij eet nooit vlees. De winkel is vandaag gesloten. Mijn grootmoeder vertelt goede verhalen. " +
    "De vogel zit op het dak. Niemand weet het antwoord. De brug is ouder dan de kerk. Ik wil graag een " +
    "glas wijn. De rivier stroomt door de stad. Haar moeder kookt goed. De nacht was donker en stil. " +
    "Gisteren heb ik een nieuwe hoed gekocht.",
  French:
    "Le chat dort sous la table. Ma sœur boit du café tous les matins. Nous habitons dans une petite " +
    "maison. L'eau est très froide. Il lit un livre dans le jardin. Je ne comprends pas la question. Les " +
    "enfants jouent dans la rue. Il pleut aujourd'hui. Mon père travaille dans un hôpital. Le bateau " +
    "arrive demain. Elle a deux frères. La porte est ouverte. Nous achetons du pain au marché. Le vieil " +
    "homme marche lentement. J'ai perdu mes clés. La soupe est trop chaude. Ils chantent une vieille " +
    "chanson. L'hiver est long dans ce pays. Mon ami parle trois langues. Le chien court après le " +
    "ballon. Il y a beaucoup d'arbres dans la forêt. Je rentre à la maison maintenant. La lune brille " +
    "sur la mer. Nous attendons le médecin. Les pommes sont rouges et sucrées. Il ne mange jamais de " +
    "viande. Le magasin est fermé aujourd'hui. Ma grand-mère raconte de bonnes histoires. L'oiseau est " +
    "sur le toit. Personne ne connaît la réponse. Le pont est plus vieux que l'église. Je voudrais un " +
    "verre de vin. La rivière traverse la ville. Sa mère cuisine bien. La nuit était sombre et calme. " +
    "Hier j'ai acheté un nouveau chapeau.",
  Italian:
    "Il gatto dorme sotto il tavolo. Mia sorella beve il caffè ogni mattina. Abitiamo in una piccola " +
    "casa. L'acqua è molto fredda. Lui legge un libro in giardino. Non capisco la domanda. I bambini " +
    "giocano per strada. Oggi piove. Mio padre lavora in un ospedale. La nave arriva domani. Lei ha due " +
    "fratelli. La porta è aperta. Compriamo il pane al mercato. Il vecchio cammina lentamente. Ho perso " +
    "le mie chiavi. La zuppa è troppo calda. Cantano una vecchia canzone. L'inverno è lungo in questo " +
    "paese. Il mio amico parla tre lingue. Il cane corre dietro alla palla. Ci sono molti alberi nella " +
    "foresta. Adesso vado a casa. La luna splende sul mare. Aspettiamo il medico. Le mele sono rosse e " +
    "dolci. Lui non mangia mai carne. Il negozio è chiuso oggi. Mia nonna racconta belle storie. " +
    "L'uccello è sul tetto. Nessuno conosce la risposta. Il ponte è più antico della chiesa. Vorrei un " +
    "bicchiere di vino. Il fiume attraversa la città. Sua madre cucina bene. La notte era buia e " +
    "silenziosa. Ieri ho comprato un cappello nuovo.",
  Spanish:
    "El gato duerme debajo de la mesa. Mi hermana bebe café todas las mañanas. Vivimos en una casa " +
    "pequeña. El agua está muy fría. Él lee un libro en el jardín. No entiendo la pregunta. Los niños " +
    "juegan en la calle. Hoy llueve. Mi padre trabaja en un hospital. El barco llega mañana. Ella tiene " +
    "dos hermanos. La puerta está abierta. Compramos pan en el mercado. El anciano camina despacio. He " +
    "perdido mis llaves. La sopa está demasiado caliente. Ellos cantan una canción antigua. El invierno " +
    "es largo en este país. Mi amigo habla tres idiomas. El perro corre detrás de la pelota. Hay muchos " +
    "árboles en el bosque. Ahora voy a casa. La luna brilla sobre el mar. Esperamos al médico. Las " +
    "manzanas son rojas y dulces. Él nunca come carne. La tienda está cerrada hoy. Mi abuela cuenta " +
    "buenas historias. El pájaro está en el tejado. Nadie sabe la respuesta. El puente es más antiguo " +
    "que la iglesia. Quisiera una copa de vino. El río pasa por la ciudad. Su madre cocina bien. La " +
    "noche era oscura y tranquila. Ayer compré un sombrero nuevo.",
  Portuguese:
    "O gato dorme debaixo da mesa. A minha irmã bebe café todas as manhãs. Moramos numa casa pequena. A " +
    "água está muito fria. Ele lê um livro no jardim. Não entendo a pergunta. As crianças brincam na " +
    "rua. Hoje chove. O meu pai trabalha num hospital. O navio chega amanhã. Ela tem dois irmãos. A " +
    "porta está aberta. Compramos pão no mercado. O velho caminha devagar. Perdi as minhas chaves. A " +
    "sopa está demasiado quente. Eles cantam uma canção antiga. O inverno é longo neste país. O meu " +
    "amigo fala três línguas. O cão corre atrás da bola. Há muitas árvores na floresta. Agora vou para " +
    "casa. A lua brilha sobre o mar. Esperamos pelo médico. As maçãs são vermelhas e doces. Ele nunca " +
    "come carne. A loja está fechada hoje. A minha avó conta boas histórias. O pássaro está no telhado. " +
    "Ninguém sabe a resposta. A ponte é mais antiga do que a igreja. Queria um copo de vinho. O rio " +
    "atravessa a cidade. A mãe dela cozinha bem. A noite era escura e tranquila. Ontem comprei um chapéu " +
    "novo."
};

type Language = keyof typeof sentences;

const languageNames = Object.keys(sentences) as Language[]; // the keys of a literal that has no others

const germanic: Language[] = ["English", "German", "Dutch"];

/** Every meaning in every language: "The door is open.", "Die Tür ist offen." */
export function languages(): Row[] {
  const said = languageNames.map((language) => sentences[language].split(/(?<=\.) /));
  return said[0].flatMap((english, meaning) =>
    languageNames.map((language, i) => ({
      statement: said[i][meaning],
      label: language,
      family: germanic.includes(language) ? "Germanic" : "Romance",
      pair: english,
      subject: english
    }))
  );
}
