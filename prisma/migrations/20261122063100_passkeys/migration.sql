-- CreateEnum
CREATE TYPE "passkey_ceremony" AS ENUM ('registration', 'assertion');

-- CreateTable
CREATE TABLE "passkey" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "slot" SMALLINT NOT NULL,
    "credential_id" TEXT NOT NULL,
    "public_key" BYTEA NOT NULL,
    "sign_count" BIGINT NOT NULL,
    "transports" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "backed_up" BOOLEAN NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "passkey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "passkey_challenge" (
    "app_session_id" UUID NOT NULL,
    "ceremony" "passkey_ceremony" NOT NULL,
    "challenge" BYTEA NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "passkey_challenge_pkey" PRIMARY KEY ("app_session_id","ceremony")
);

-- CreateIndex
CREATE UNIQUE INDEX "passkey_credential_id_key" ON "passkey"("credential_id");

-- CreateIndex
CREATE UNIQUE INDEX "passkey_person_id_slot_key" ON "passkey"("person_id", "slot");

-- AddForeignKey
ALTER TABLE "passkey" ADD CONSTRAINT "passkey_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "passkey_challenge" ADD CONSTRAINT "passkey_challenge_app_session_id_fkey" FOREIGN KEY ("app_session_id") REFERENCES "app_session"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- Ten a person, whoever registers two at once.
ALTER TABLE "passkey" ADD CONSTRAINT "passkey_slot_check" CHECK ("slot" BETWEEN 1 AND 10);
ALTER TABLE "passkey" ADD CONSTRAINT "passkey_credential_id_check" CHECK ("credential_id" ~ '^[A-Za-z0-9_-]+$' AND length("credential_id") <= 1400);
ALTER TABLE "passkey" ADD CONSTRAINT "passkey_sign_count_check" CHECK ("sign_count" BETWEEN 0 AND 4294967295);
ALTER TABLE "passkey" ADD CONSTRAINT "passkey_name_check" CHECK (length("name") BETWEEN 1 AND 60);
ALTER TABLE "passkey_challenge" ADD CONSTRAINT "passkey_challenge_challenge_check" CHECK (octet_length("challenge") = 32);
