-- AlterTable
ALTER TABLE "wc_auth_requests" ADD COLUMN "keys_encrypted" TEXT;
ALTER TABLE "wc_auth_requests" ADD COLUMN "next_try_at" BIGINT;
ALTER TABLE "wc_auth_requests" ADD COLUMN "problem_code" TEXT;
ALTER TABLE "wc_auth_requests" ADD COLUMN "problem_message" TEXT;
