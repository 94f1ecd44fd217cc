/** What the pages of CSV import read besides what the engine reads. */
import { countRowErrors } from "#app/data/import-errors.server.ts";
import { bravo, type Attacks } from "../../helpers/attack.ts";

export const attacks: Attacks = {
  "import-errors/countRowErrors": (db, _tx, me) => countRowErrors(db, me, `imp_${bravo.name}`),
};
