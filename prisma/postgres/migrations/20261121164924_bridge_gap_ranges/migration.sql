-- AlterTable
ALTER TABLE "bridge_gaps" ADD COLUMN     "until_seq" BIGINT;
UPDATE "bridge_gaps" SET "until_seq" = "seq";
ALTER TABLE "bridge_gaps" ALTER COLUMN "until_seq" SET NOT NULL;
