-- Which keys the sealed values are sealed with. Never the keys: of a key in AWS KMS its data key as KMS encrypted it.
CREATE TABLE "sealing_key" (
    "id" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "kms_key_arn" TEXT,
    "wrapped" BYTEA,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sealing_key_pkey" PRIMARY KEY ("id")
);

ALTER TABLE "sealing_key" ADD CONSTRAINT "sealing_key_id_check" CHECK ("id" ~ '^[0-9a-f]{16}$');
ALTER TABLE "sealing_key" ADD CONSTRAINT "sealing_key_status_check"
  CHECK ("status" IN ('next', 'current', 'previous', 'retired'));
ALTER TABLE "sealing_key" ADD CONSTRAINT "sealing_key_wrapped_check"
  CHECK (("wrapped" IS NOT NULL) = ("kms_key_arn" IS NOT NULL AND "status" <> 'retired'));
CREATE UNIQUE INDEX "sealing_key_one_current" ON "sealing_key"("status") WHERE "status" = 'current';
CREATE UNIQUE INDEX "sealing_key_one_next" ON "sealing_key"("status") WHERE "status" = 'next';

-- A replica that has not noticed a change of keys must not seal with one that the operator is about to throw away.
-- FOR SHARE makes it wait for the statement that retires the key, and then see it. Trying again later helps, as the
-- state of the error says: the replica reads its keys every few seconds.
CREATE FUNCTION "sealed_with_retired_key"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  "sealed" bytea;
  "key_status" text;
BEGIN
  EXECUTE format('SELECT ($1).%I', TG_ARGV[0]) INTO "sealed" USING NEW;
  IF "sealed" IS NULL OR octet_length("sealed") < 9 OR get_byte("sealed", 0) <> 2 THEN RETURN NEW; END IF;
  SELECT status INTO "key_status" FROM sealing_key
    WHERE id = encode(substring("sealed" FROM 2 FOR 8), 'hex') FOR SHARE;
  IF "key_status" = 'retired' THEN
    RAISE EXCEPTION 'sealed with a retired key: %.%', TG_TABLE_NAME, TG_ARGV[0] USING ERRCODE = 'serialization_failure';
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER "signing_key_sealed_alive" BEFORE INSERT OR UPDATE OF "private_key_sealed" ON "signing_key"
  FOR EACH ROW EXECUTE FUNCTION "sealed_with_retired_key"('private_key_sealed');
CREATE TRIGGER "connection_sealed_alive" BEFORE INSERT OR UPDATE OF "client_secret_sealed" ON "connection"
  FOR EACH ROW EXECUTE FUNCTION "sealed_with_retired_key"('client_secret_sealed');
CREATE TRIGGER "access_key_sealed_alive" BEFORE INSERT OR UPDATE OF "secret_sealed" ON "access_key"
  FOR EACH ROW EXECUTE FUNCTION "sealed_with_retired_key"('secret_sealed');
CREATE TRIGGER "relayed_assertion_sealed_alive" BEFORE INSERT OR UPDATE OF "response_sealed" ON "relayed_assertion"
  FOR EACH ROW EXECUTE FUNCTION "sealed_with_retired_key"('response_sealed');
