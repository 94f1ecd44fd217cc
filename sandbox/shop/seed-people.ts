import type { NewId } from "../commerce/happening.ts";
import type { Prng } from "./prng.ts";
import type { Address, Customer } from "./types.ts";

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
  "Priya",
  "Quinn",
  "Rosa",
  "Sami",
  "Tove",
] as const;
const LAST = [
  "Abel",
  "Brandt",
  "Castellano",
  "Dubois",
  "Ekström",
  "Falk",
  "Grünwald",
  "Hoshino",
  "Iversen",
  "Jansen",
  "Kowalski",
  "Lindqvist",
  "Moreau",
  "Nakamura",
  "O'Neil",
  "Petrov",
  "Quiroga",
  "Rossi",
  "Šimek",
  "Tanaka",
] as const;

interface Place {
  city: string;
  province: string | null;
  provinceCode: string | null;
  country: string;
  countryCode: string;
  zip: string;
  street: string;
}

const PLACES: readonly Place[] = [
  { city: "New York", province: "New York", provinceCode: "NY", country: "United States", countryCode: "US", zip: "10013", street: "Canal Street" },
  { city: "Portland", province: "Oregon", provinceCode: "OR", country: "United States", countryCode: "US", zip: "97205", street: "Alder Street" },
  { city: "Austin", province: "Texas", provinceCode: "TX", country: "United States", countryCode: "US", zip: "78701", street: "Congress Avenue" },
  { city: "Berlin", province: null, provinceCode: null, country: "Germany", countryCode: "DE", zip: "10119", street: "Torstraße" },
  { city: "Lyon", province: null, provinceCode: null, country: "France", countryCode: "FR", zip: "69002", street: "Rue Mercière" },
  { city: "Tokyo", province: "Tōkyō", provinceCode: "JP-13", country: "Japan", countryCode: "JP", zip: "150-0001", street: "Jingumae" },
];

/** Forty customers; every eighth has no phone, some two addresses. */
export function buildCustomers(count: number, random: Prng, startAt: number, newId: NewId): Customer[] {
  return Array.from({ length: count }, (_, index) => {
    const firstName = FIRST[index % FIRST.length]!;
    const lastName = LAST[(index * 7 + Math.floor(index / FIRST.length)) % LAST.length]!;
    const phone = index % 8 === 7 ? null : `+1555555${String(100 + index).padStart(4, "0")}`;
    const createdAt = startAt + index * 3_600_000;
    const addresses = Array.from({ length: index % 9 === 4 ? 2 : 1 }, () => buildAddress(firstName, lastName, phone, random, newId));
    return {
      id: newId("Customer"),
      firstName,
      lastName,
      email: `${slug(firstName)}.${slug(lastName)}.${index + 1}@example.com`,
      phone,
      note: index % 10 === 3 ? "Prefers afternoon delivery" : null,
      tags: index % 5 === 0 ? ["newsletter", "returning"] : [],
      taxExempt: false,
      verifiedEmail: true,
      addresses,
      createdAt,
      updatedAt: createdAt,
    };
  });
}

function buildAddress(firstName: string, lastName: string, phone: string | null, random: Prng, newId: NewId): Address {
  const { street, ...place } = random.pick(PLACES);
  return {
    id: newId("MailingAddress"),
    firstName,
    lastName,
    company: random.int(0, 9) === 0 ? "Example Trading" : null,
    address1: `${random.int(1, 220)} ${street}`,
    address2: random.int(0, 4) === 0 ? `Floor ${random.int(1, 9)}` : null,
    ...place,
    phone,
  };
}

function slug(name: string): string {
  return name
    .normalize("NFD")
    .toLowerCase()
    .replace(/[^a-z]/g, "");
}
