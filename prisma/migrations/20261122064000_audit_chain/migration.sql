-- The audit as a chain: the hash of every event covers the event and the hash before it, so that a row that was
-- changed, removed, put elsewhere or slipped in is found by whoever recomputes it (docs/decisions/0032).
CREATE TABLE "audit_link" (
    "position" BIGINT NOT NULL,
    "event_seq" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "audit_link_pkey" PRIMARY KEY ("position")
);

CREATE UNIQUE INDEX "audit_link_event_seq_key" ON "audit_link"("event_seq");
ALTER TABLE "audit_link" ADD CONSTRAINT "audit_link_hash_check" CHECK (octet_length("hash") = 32);

-- A field is its length in bytes, a colon, itself and a comma; NULL is a tilde and a comma. No two rows have the
-- same bytes, and any language can write them.
CREATE FUNCTION "audit_field"("value" text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(octet_length(convert_to($1, 'UTF8'))::text || ':' || $1 || ',', '~,')
$$;

CREATE FUNCTION "audit_link_hash"("previous" bytea, "position" bigint, "event" "audit_event") RETURNS bytea LANGUAGE sql STABLE AS $$
  SELECT sha256(($1) || convert_to(
    audit_field('rolebridge-audit-1') || audit_field($2::text) || audit_field(($3).seq::text) ||
    audit_field(($3).id::text) ||
    audit_field(to_char(($3).at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) ||
    audit_field(($3).actor_kind) || audit_field(($3).actor_id) || audit_field(($3).actor_name) ||
    audit_field(($3).action) || audit_field(($3).outcome::text) ||
    audit_field(($3).object_kind) || audit_field(($3).object_id) || audit_field(($3).object_name) ||
    audit_field(($3).remote_address) || audit_field(($3).user_agent) || audit_field(($3).reference) ||
    audit_field(($3).detail::text), 'UTF8'))
$$;

-- Runs at COMMIT, so that the lock which puts writers in order is held for the commit alone and never while a
-- transaction waits for its client. As the owner of the tables: the application's account needs no right to write
-- links, and so cannot make any of its own.
CREATE FUNCTION "audit_event_link"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  "last" "audit_link"%ROWTYPE;
  "next" bigint;
BEGIN
  PERFORM pg_advisory_xact_lock(7270736901);
  SELECT * INTO "last" FROM audit_link ORDER BY position DESC LIMIT 1;
  "next" := coalesce("last".position, 0) + 1;
  INSERT INTO audit_link (position, event_seq, hash)
  VALUES ("next", NEW.seq, audit_link_hash(coalesce("last".hash, decode(repeat('00', 32), 'hex')), "next", NEW));
  RETURN NULL;
END
$$;

-- Whoever may make temporary tables could otherwise put one of these names before ours.
DO $$
BEGIN
  EXECUTE format('ALTER FUNCTION audit_event_link() SET search_path = %I, pg_temp', current_schema());
END
$$;

LOCK TABLE "audit_event" IN SHARE ROW EXCLUSIVE MODE;

DO $$
DECLARE
  "event" "audit_event"%ROWTYPE;
  "at" bigint := 0;
  "previous" bytea := decode(repeat('00', 32), 'hex');
BEGIN
  FOR "event" IN SELECT * FROM "audit_event" ORDER BY "seq" LOOP
    "at" := "at" + 1;
    "previous" := audit_link_hash("previous", "at", "event");
    INSERT INTO "audit_link" VALUES ("at", "event"."seq", "previous");
  END LOOP;
END
$$;

CREATE CONSTRAINT TRIGGER "audit_event_linked" AFTER INSERT ON "audit_event"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "audit_event_link"();

CREATE FUNCTION "audit_link_is_append_only"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit_link is append-only: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER "audit_link_no_change" BEFORE UPDATE OR DELETE ON "audit_link"
  FOR EACH ROW EXECUTE FUNCTION "audit_link_is_append_only"();
CREATE TRIGGER "audit_link_no_truncate" BEFORE TRUNCATE ON "audit_link"
  FOR EACH STATEMENT EXECUTE FUNCTION "audit_link_is_append_only"();
