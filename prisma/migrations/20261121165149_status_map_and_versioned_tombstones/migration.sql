-- AlterTable
ALTER TABLE "orders" ADD COLUMN "source_status" TEXT;

-- AlterTable
ALTER TABLE "tombstones" ADD COLUMN "source_version" BIGINT;
