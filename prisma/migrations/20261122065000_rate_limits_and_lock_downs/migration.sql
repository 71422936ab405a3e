-- Limits that all instances share, and lock-downs.

-- Unlogged: a count of the last minute is not worth a flush to disk at every request, nor a place in a backup.
-- Room in every page, so that a new version of a row stays beside the old one and no index is written.
CREATE UNLOGGED TABLE "rate_limit" (
    "key" TEXT NOT NULL,
    "full_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "rate_limit_pkey" PRIMARY KEY ("key")
) WITH (fillfactor = 50);

ALTER TABLE "account" ADD COLUMN "locked_down_at" TIMESTAMPTZ(3);
ALTER TABLE "person" ADD COLUMN "locked_down_at" TIMESTAMPTZ(3);

CREATE TABLE "issuance_gate" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "locked_down_at" TIMESTAMPTZ(3),

    CONSTRAINT "issuance_gate_pkey" PRIMARY KEY ("id")
);
ALTER TABLE "issuance_gate" ADD CONSTRAINT "issuance_gate_one_row_check" CHECK ("id" = 1);
INSERT INTO "issuance_gate" DEFAULT VALUES;

CREATE TYPE "lock_down_scope" AS ENUM ('everything', 'account', 'person');

CREATE TABLE "lock_down" (
    "id" UUID NOT NULL,
    "scope" "lock_down_scope" NOT NULL,
    "subject_id" TEXT NOT NULL,
    "subject_name" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "lifted_at" TIMESTAMPTZ(3),
    "lifted_by" TEXT,
    "lift_reason" TEXT,

    CONSTRAINT "lock_down_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "lock_down_created_at_idx" ON "lock_down"("created_at");
-- One that holds at a time for each subject: two would be lifted by halves.
CREATE UNIQUE INDEX "lock_down_in_force_key" ON "lock_down" ("scope", "subject_id") WHERE "lifted_at" IS NULL;
ALTER TABLE "lock_down" ADD CONSTRAINT "lock_down_subject_check"
  CHECK (("scope" = 'everything') = ("subject_id" = ''));
ALTER TABLE "lock_down" ADD CONSTRAINT "lock_down_lifted_check"
  CHECK (("lifted_at" IS NULL) = ("lifted_by" IS NULL) AND ("lifted_at" IS NULL) = ("lift_reason" IS NULL));

-- An account that is deleted and entered again is still locked down.
CREATE FUNCTION "account_keeps_lock_down"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."locked_down_at" := (SELECT "created_at" FROM "lock_down"
    WHERE "scope" = 'account' AND "subject_id" = NEW."account_id" AND "lifted_at" IS NULL);
  RETURN NEW;
END
$$;
CREATE TRIGGER "account_lock_down" BEFORE INSERT ON "account"
  FOR EACH ROW EXECUTE FUNCTION "account_keeps_lock_down"();
