-- AlterTable
ALTER TABLE "wc_auth_requests" ADD COLUMN     "keys_encrypted" TEXT,
ADD COLUMN     "next_try_at" BIGINT,
ADD COLUMN     "problem_code" TEXT,
ADD COLUMN     "problem_message" TEXT;
