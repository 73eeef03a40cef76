import type {Row} from "./csv.ts";
import {falseProperties, trueAndFalse, type Fact} from "./facts.ts";
import {seededRandom} from "./random.ts";

/**
 * Countries with one capital that nobody disputes, by continent as the United Nations count them. Left out are those
 * that share the office among several cities, have moved it in this century or speak of moving it (Bolivia, Burundi,
 * Egypt, Equatorial Guinea, Indonesia, Iran, Malaysia, Myanmar, South Africa, Tanzania), and those whose capital has the
 * country's name.
 */
const capitalsOf: Record<string, Record<string, string>> = {
  Europe: {
    Albania: "Tirana",
    Austria: "Vienna",
    Belarus: "Minsk",
    Belgium: "Brussels",
    "Bosnia and Herzegovina": "Sarajevo",
    Bulgaria: "Sofia",
    Croatia: "Zagreb",
    "the Czech Republic": "Prague",
    Denmark: "Copenhagen",
    Estonia: "Tallinn",
    Finland: "Helsinki",
    France: "Paris",
    Germany: "Berlin",
    Greece: "Athens",
    Hungary: "Budapest",
    Iceland: "Reykjavik",
    Ireland: "Dublin",
    Italy: "Rome",
    Latvia: "Riga",
    Lithuania: "Vilnius",
    Malta: "Valletta",
    Moldova: "Chisinau",
    "North Macedonia": "Skopje",
    Norway: "Oslo",
    Poland: "Warsaw",
    Portugal: "Lisbon",
    Romania: "Bucharest",
    Russia: "Moscow",
    Serbia: "Belgrade",
    Slovakia: "Bratislava",
    Slovenia: "Ljubljana",
    Spain: "Madrid",
    Sweden: "Stockholm",
    Ukraine: "Kyiv",
    "the United Kingdom": "London"
  },
  Asia: {
    Afghanistan: "Kabul",
    Armenia: "Yerevan",
    Azerbaijan: "Baku",
    Bahrain: "Manama",
    Bangladesh: "Dhaka",
    Bhutan: "Thimphu",
    Brunei: "Bandar Seri Begawan",
    Cambodia: "Phnom Penh",
    China: "Beijing",
    "East Timor": "Dili",
    Georgia: "Tbilisi",
    India: "New Delhi",
    Iraq: "Baghdad",
    Japan: "Tokyo",
    Jordan: "Amman",
    Kyrgyzstan: "Bishkek",
    Laos: "Vientiane",
    Lebanon: "Beirut",
    Mongolia: "Ulaanbaatar",
    Nepal: "Kathmandu",
    "North Korea": "Pyongyang",
    Oman: "Muscat",
    Pakistan: "Islamabad",
    "the Philippines": "Manila",
    Qatar: "Doha",
    "Saudi Arabia": "Riyadh",
    Syria: "Damascus",
    Tajikistan: "Dushanbe",
    Thailand: "Bangkok",
    Turkey: "Ankara",
    Turkmenistan: "Ashgabat",
    "the United Arab Emirates": "Abu Dhabi",
    Uzbekistan: "Tashkent",
    Vietnam: "Hanoi"
  },
  Africa: {
    Angola: "Luanda",
    Botswana: "Gaborone",
    "Burkina Faso": "Ouagadougou",
    "Cape Verde": "Praia",
    "the Central African Republic": "Bangui",
    "the Comoros": "Moroni",
    Eritrea: "Asmara",
    Ethiopia: "Addis Ababa",
    Gabon: "Libreville",
    "the Gambia": "Banjul",
    Ghana: "Accra",
    Guinea: "Conakry",
    Kenya: "Nairobi",
    Lesotho: "Maseru",
    Liberia: "Monrovia",
    Madagascar: "Antananarivo",
    Malawi: "Lilongwe",
    Mali: "Bamako",
    Mauritania: "Nouakchott",
    Mauritius: "Port Louis",
    Morocco: "Rabat",
    Mozambique: "Maputo",
    Namibia: "Windhoek",
    Niger: "Niamey",
    Nigeria: "Abuja",
    Rwanda: "Kigali",
    Senegal: "Dakar",
    "Sierra Leone": "Freetown",
    Somalia: "Mogadishu",
    Uganda: "Kampala",
    Zambia: "Lusaka",
    Zimbabwe: "Harare"
  },
  "North America": {
    "the Bahamas": "Nassau",
    Barbados: "Bridgetown",
    Belize: "Belmopan",
    Canada: "Ottawa",
    Cuba: "Havana",
    Haiti: "Port-au-Prince",
    Honduras: "Tegucigalpa",
    Jamaica: "Kingston",
    Nicaragua: "Managua",
    "Saint Lucia": "Castries",
    "Trinidad and Tobago": "Port of Spain"
  },
  "South America": {
    Argentina: "Buenos Aires",
    Chile: "Santiago",
    Ecuador: "Quito",
    Guyana: "Georgetown",
    Peru: "Lima",
    Suriname: "Paramaribo",
    Uruguay: "Montevideo",
    Venezuela: "Caracas"
  },
  Oceania: {
    Australia: "Canberra",
    Fiji: "Suva",
    "New Zealand": "Wellington",
    "Papua New Guinea": "Port Moresby",
    Samoa: "Apia",
    "the Solomon Islands": "Honiara",
    Vanuatu: "Port Vila"
  }
};

/** A country, its capital and its continent. */
interface Country extends Fact {
  continent: string;
}

const facts: Country[] = Object.entries(capitalsOf).flatMap(([continent, countries]) =>
  Object.entries(countries).map(([thing, property]) => ({thing, property, continent}))
);

/** Every country with its own capital and with another's: "The capital of France is Paris.", "… is Nouakchott." */
export function capitals(): Row[] {
  return statements("is", false);
}

/** The same statements denied. */
export function negCapitals(): Row[] {
  return statements("is not", true);
}

function statements(verb: string, denied: boolean): Row[] {
  const others = falseProperties(facts, ({property}, city) => city !== property, seededRandom(1));
  return trueAndFalse(facts, others, denied, ({thing, continent}, city) => {
    const country = thing.replace(/^the /, "");
    return {
      statement: `The capital of ${thing} ${verb} ${city}.`,
      country,
      capital: city,
      continent,
      pair: country,
      subject: country
    };
  });
}
