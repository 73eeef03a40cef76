import type {Row} from "./csv.ts";
import {falseProperties, trueAndFalse, type Fact} from "./facts.ts";
import {seededRandom} from "./random.ts";

/**
 * Well-known cities that are in one country beyond dispute and are the first that their name brings to mind. The United
 * States are left out, as half the world's cities have a namesake there; so are cities with an equal elsewhere
 * (Alexandria, Barcelona, Hyderabad, Kingston, Perth, Santiago, Tripoli, Valencia).
 */
const citiesOf: Record<string, Record<string, string>> = {
  Europe: {
    France: "Paris, Marseille, Lyon, Toulouse, Bordeaux, Nantes, Grenoble",
    Germany: "Berlin, Munich, Cologne, Stuttgart, Leipzig, Dortmund",
    Italy: "Rome, Milan, Turin, Bologna",
    Spain: "Madrid, Seville, Bilbao, Zaragoza",
    Portugal: "Lisbon, Coimbra, Braga",
    "the Netherlands": "Amsterdam, Rotterdam, Eindhoven",
    Belgium: "Brussels, Antwerp, Ghent",
    Switzerland: "Zurich, Basel, Lausanne",
    Austria: "Vienna, Salzburg, Innsbruck, Graz",
    Poland: "Warsaw, Krakow, Gdansk, Poznan",
    Hungary: "Budapest, Debrecen",
    Romania: "Bucharest, Timisoara",
    Bulgaria: "Plovdiv, Burgas",
    Croatia: "Zagreb, Dubrovnik",
    Slovenia: "Ljubljana, Maribor",
    Greece: "Thessaloniki, Heraklion",
    Finland: "Helsinki, Tampere, Turku",
    Sweden: "Stockholm, Gothenburg, Uppsala",
    Norway: "Oslo, Trondheim, Stavanger",
    Denmark: "Copenhagen, Aarhus, Odense",
    Iceland: "Reykjavik",
    Ireland: "Galway, Limerick",
    "the United Kingdom": "Edinburgh, Glasgow, Leeds, Sheffield",
    Estonia: "Tallinn, Tartu",
    Latvia: "Riga, Daugavpils",
    Lithuania: "Vilnius, Kaunas"
  },
  Asia: {
    Japan: "Tokyo, Osaka, Kyoto, Nagoya, Sapporo, Fukuoka, Yokohama",
    China: "Beijing, Shanghai, Guangzhou, Shenzhen, Chengdu, Wuhan, Nanjing, Harbin",
    India: "Mumbai, Chennai, Kolkata, Jaipur, Ahmedabad, Pune",
    "South Korea": "Seoul, Busan, Incheon, Daegu",
    Vietnam: "Hanoi, Da Nang, Haiphong",
    Thailand: "Bangkok, Chiang Mai",
    Indonesia: "Jakarta, Surabaya, Bandung, Yogyakarta",
    Malaysia: "Kuala Lumpur, Ipoh, Johor Bahru",
    "the Philippines": "Manila, Baguio",
    Cambodia: "Phnom Penh, Siem Reap",
    Laos: "Vientiane, Luang Prabang",
    Nepal: "Kathmandu, Pokhara",
    Bangladesh: "Dhaka, Chittagong",
    Pakistan: "Karachi, Lahore, Multan, Faisalabad",
    Mongolia: "Ulaanbaatar",
    Uzbekistan: "Tashkent, Samarkand, Bukhara",
    Iran: "Tehran, Isfahan, Shiraz, Mashhad",
    Iraq: "Baghdad, Basra, Mosul",
    Jordan: "Amman",
    "Saudi Arabia": "Riyadh, Jeddah, Mecca",
    Qatar: "Doha",
    "the United Arab Emirates": "Dubai, Abu Dhabi",
    Oman: "Muscat, Salalah",
    Afghanistan: "Kabul, Kandahar, Herat"
  },
  Africa: {
    Egypt: "Cairo, Giza, Luxor, Aswan",
    Morocco: "Marrakesh, Meknes, Agadir",
    Algeria: "Algiers",
    Tunisia: "Tunis, Sfax",
    Nigeria: "Abuja, Kano, Ibadan, Port Harcourt",
    Ghana: "Accra, Kumasi",
    Senegal: "Dakar",
    Mali: "Bamako, Timbuktu",
    Kenya: "Nairobi, Mombasa",
    Tanzania: "Dar es Salaam, Dodoma",
    Uganda: "Kampala, Entebbe",
    Rwanda: "Kigali",
    Ethiopia: "Addis Ababa",
    Zambia: "Lusaka",
    Zimbabwe: "Harare, Bulawayo",
    Mozambique: "Maputo",
    Angola: "Luanda",
    Namibia: "Windhoek",
    Botswana: "Gaborone",
    "South Africa": "Johannesburg, Cape Town, Durban, Pretoria",
    Madagascar: "Antananarivo"
  },
  "North America": {
    Canada: "Toronto, Montreal, Winnipeg",
    Mexico: "Monterrey, Tijuana, Puebla, Acapulco",
    Cuba: "Havana"
  },
  "South America": {
    Brazil: "Rio de Janeiro, Curitiba, Manaus, Recife, Porto Alegre",
    Argentina: "Buenos Aires, Mar del Plata",
    Peru: "Lima, Arequipa, Cusco",
    Colombia: "Barranquilla, Bucaramanga",
    Ecuador: "Quito, Guayaquil",
    Venezuela: "Caracas, Maracaibo",
    Uruguay: "Montevideo",
    Chile: "Temuco, Iquique"
  },
  Oceania: {
    Australia: "Brisbane, Canberra, Hobart",
    "New Zealand": "Auckland, Rotorua"
  }
};

/** Countries full of towns that their settlers named after cities elsewhere. */
const settled = new Set([
  ...Object.keys({...citiesOf["North America"], ...citiesOf["South America"], ...citiesOf.Oceania}),
  "South Africa",
  "the Philippines"
]);

/** A city, the country it is in and that country's continent. */
interface City extends Fact {
  continent: string;
}

const facts: City[] = Object.entries(citiesOf).flatMap(([continent, countries]) =>
  Object.entries(countries).flatMap(([property, things]) =>
    things.split(", ").map((thing) => ({thing, property, continent}))
  )
);

const europe = new Set(Object.keys(citiesOf.Europe));

/** There is a Paris in Canada, a Toronto in Australia and a Madrid in Colombia. */
function isFalse({property}: Fact, country: string): boolean {
  const mayHaveNamesake = (europe.has(property) || settled.has(property)) && settled.has(country);
  return country !== property && !mayHaveNamesake;
}

/** Every city in its own country and in another: "The city of Lyon is in France.", "The city of Lyon is in Nepal." */
export function cities(): Row[] {
  return statements("is in", false);
}

/** The same statements denied. */
export function negCities(): Row[] {
  return statements("is not in", true);
}

function statements(verb: string, denied: boolean): Row[] {
  const others = falseProperties(facts, isFalse, seededRandom(1));
  return trueAndFalse(facts, others, denied, ({thing, continent}, country) => ({
    statement: `The city of ${thing} ${verb} ${country}.`,
    city: thing,
    country: country.replace(/^the /, ""),
    continent,
    pair: thing,
    subject: thing
  }));
}
