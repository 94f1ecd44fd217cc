-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_bridge_gaps" (
    "connection_id" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,
    "until_seq" BIGINT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "missed_at" BIGINT NOT NULL,
    "asked_at" BIGINT,
    "asked_times" INTEGER NOT NULL DEFAULT 0,

    PRIMARY KEY ("connection_id", "seq")
);
INSERT INTO "new_bridge_gaps" ("asked_at", "asked_times", "connection_id", "merchant_id", "missed_at", "seq", "until_seq") SELECT "asked_at", "asked_times", "connection_id", "merchant_id", "missed_at", "seq", "seq" FROM "bridge_gaps";
DROP TABLE "bridge_gaps";
ALTER TABLE "new_bridge_gaps" RENAME TO "bridge_gaps";
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
