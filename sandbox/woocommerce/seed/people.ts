// Invented people: addresses at example.com (RFC 2606), numbers from the reserved 555-01xx range.
const FIRST = [
  "Ada",
  "Bruno",
  "Chloe",
  "Dmitri",
  "Elif",
  "Farid",
  "Greta",
  "Hugo",
  "Ines",
  "Jonas",
  "Keiko",
  "Lars",
  "Mina",
  "Noor",
  "Oscar",
] as const;
const LAST = ["Abel", "Brandt", "Castellano", "Dubois", "Ekström", "Falk", "Grünwald", "Hoshino", "Iversen", "Jansen"] as const;

interface Place {
  city: string;
  state: string;
  postcode: string;
  country: string;
  street: string;
}
const PLACES: readonly Place[] = [
  { city: "Austin", state: "TX", postcode: "78701", country: "US", street: "Congress Avenue" },
  { city: "Houston", state: "TX", postcode: "77002", country: "US", street: "Main Street" },
  { city: "Portland", state: "OR", postcode: "97205", country: "US", street: "Alder Street" },
  { city: "Berlin", state: "DE-BE", postcode: "10119", country: "DE", street: "Torstraße" },
  { city: "Lyon", state: "", postcode: "69002", country: "FR", street: "Rue Mercière" },
  { city: "Shibuya", state: "JP13", postcode: "150-0001", country: "JP", street: "Jingumae" },
];

export interface SeedPerson {
  first_name: string;
  last_name: string;
  company: string;
  address_1: string;
  address_2: string;
  city: string;
  state: string;
  postcode: string;
  country: string;
  phone: string;
  email: string;
}

const slug = (name: string): string =>
  name
    .normalize("NFD")
    .toLowerCase()
    .replace(/[^a-z]/g, "");

/** The same person for the same number; every eighth has no phone. `country` keeps to places of one country. */
export function seedPerson(index: number, country?: string): SeedPerson {
  const places = PLACES.filter((place) => country === undefined || place.country === country);
  const { street, ...place } = places[index % places.length]!;
  const first_name = FIRST[index % FIRST.length]!;
  const last_name = LAST[(index * 7 + Math.floor(index / FIRST.length)) % LAST.length]!;
  return {
    first_name,
    last_name,
    company: index % 10 === 6 ? "Example Trading" : "",
    address_1: `${((index * 13) % 190) + 1} ${street}`,
    address_2: index % 5 === 2 ? `Floor ${(index % 8) + 1}` : "",
    ...place,
    phone: index % 8 === 7 ? "" : `+1 555 555 ${String(100 + index).padStart(4, "0")}`,
    email: `${slug(first_name)}.${slug(last_name)}.${index + 1}@example.com`,
  };
}
