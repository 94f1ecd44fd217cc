-- AlterTable
ALTER TABLE "consents" ADD COLUMN     "said_at" BIGINT;

-- AlterTable
ALTER TABLE "messages" ADD COLUMN     "latest_at" BIGINT,
ADD COLUMN     "tries" TEXT;
