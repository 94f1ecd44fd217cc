-- CreateTable
CREATE TABLE "leases" (
    "id" TEXT NOT NULL,
    "holder" TEXT NOT NULL,
    "expires_at" BIGINT NOT NULL,

    CONSTRAINT "leases_pkey" PRIMARY KEY ("id")
);
