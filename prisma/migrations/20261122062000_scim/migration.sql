-- CreateEnum
CREATE TYPE "groups_from" AS ENUM ('sign_in', 'provisioning');

-- CreateEnum
CREATE TYPE "provisioned_group_name" AS ENUM ('display_name', 'external_id');

-- AlterTable
ALTER TABLE "connection" ADD COLUMN     "groups_from" "groups_from" NOT NULL DEFAULT 'sign_in',
ADD COLUMN     "provisioned_group_name" "provisioned_group_name" NOT NULL DEFAULT 'display_name',
ADD COLUMN     "provisioning_enabled" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "provisioning_match_attribute" TEXT;

-- CreateTable
CREATE TABLE "provisioning_token" (
    "id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "provisioning_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "provisioned_user" (
    "id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "user_name" TEXT NOT NULL,
    "external_id" TEXT,
    "active" BOOLEAN NOT NULL,
    "profile" JSONB NOT NULL,
    "person_id" UUID,
    "is_confirmed" BOOLEAN NOT NULL DEFAULT false,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "provisioned_user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "provisioned_group" (
    "id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "display_name" TEXT NOT NULL,
    "external_id" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "provisioned_group_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "provisioned_member" (
    "group_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,

    CONSTRAINT "provisioned_member_pkey" PRIMARY KEY ("group_id","user_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "provisioning_token_token_hash_key" ON "provisioning_token"("token_hash");

-- CreateIndex
CREATE INDEX "provisioning_token_connection_id_idx" ON "provisioning_token"("connection_id");

-- CreateIndex
CREATE INDEX "provisioned_user_connection_id_created_at_id_idx" ON "provisioned_user"("connection_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "provisioned_user_person_id_idx" ON "provisioned_user"("person_id");

-- CreateIndex
CREATE INDEX "provisioned_group_connection_id_created_at_id_idx" ON "provisioned_group"("connection_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "provisioned_member_user_id_idx" ON "provisioned_member"("user_id");

-- AddForeignKey
ALTER TABLE "provisioning_token" ADD CONSTRAINT "provisioning_token_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "provisioned_user" ADD CONSTRAINT "provisioned_user_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "provisioned_user" ADD CONSTRAINT "provisioned_user_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "provisioned_group" ADD CONSTRAINT "provisioned_group_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "provisioned_member" ADD CONSTRAINT "provisioned_member_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "provisioned_group"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "provisioned_member" ADD CONSTRAINT "provisioned_member_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "provisioned_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- userName is not case-exact (RFC 7643 section 4.1.1); two that differ in case would look like one person.
CREATE UNIQUE INDEX "provisioned_user_user_name_key" ON "provisioned_user"("connection_id", lower("user_name"))
  WHERE "deleted_at" IS NULL;
CREATE UNIQUE INDEX "provisioned_user_external_id_key" ON "provisioned_user"("connection_id", "external_id")
  WHERE "deleted_at" IS NULL;
-- A person is one provisioned user at most: nobody gets the groups of two.
CREATE UNIQUE INDEX "provisioned_user_person_key" ON "provisioned_user"("person_id") WHERE "deleted_at" IS NULL;
-- Every request of a person asks whether a deleted or disabled user has their name.
CREATE INDEX "provisioned_user_nobody_idx" ON "provisioned_user"("connection_id", lower("user_name"))
  WHERE "person_id" IS NULL;
-- Grants name groups: two that read the same would be two groups to one grant's author.
CREATE UNIQUE INDEX "provisioned_group_display_name_key" ON "provisioned_group"("connection_id", lower("display_name"));
CREATE UNIQUE INDEX "provisioned_group_external_id_key" ON "provisioned_group"("connection_id", "external_id");

-- What a sign-in said under this name.
CREATE FUNCTION attribute_values(attributes JSONB, name TEXT) RETURNS SETOF TEXT
LANGUAGE sql IMMUTABLE AS $$
  SELECT said.text FROM jsonb_array_elements(attributes) AS attribute(pair),
    jsonb_array_elements_text(attribute.pair -> 'values') AS said(text)
  WHERE attribute.pair ->> 'name' = attribute_values.name
$$;

CREATE FUNCTION is_provisioned(person_id UUID) RETURNS BOOLEAN
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN EXISTS (SELECT FROM "provisioned_user" u
    WHERE u.person_id = is_provisioned.person_id AND u.deleted_at IS NULL);
END $$;

-- A user that is there and bound to the person decides. Else a deleted one that was this person keeps them out, and one
-- without a person that may be them and is disabled or deleted.
--
-- This and the next are volatile, so that they see what is committed when they are called, not when the statement
-- around them began: a statement that waited for a row of the person then judges by what it waited for.
CREATE FUNCTION provisioning_disables(person_id UUID) RETURNS BOOLEAN
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  bound RECORD;
BEGIN
  SELECT u.active, u.deleted_at IS NULL AS is_there INTO bound FROM "provisioned_user" u
    WHERE u.person_id = provisioning_disables.person_id
    ORDER BY (u.deleted_at IS NULL) DESC LIMIT 1;
  IF FOUND THEN
    RETURN NOT (bound.is_there AND bound.active);
  END IF;
  RETURN EXISTS (SELECT FROM "person" p
      JOIN "provisioned_user" u ON u.connection_id = p.connection_id AND lower(u.user_name) = lower(p.username)
    WHERE p.id = provisioning_disables.person_id AND u.person_id IS NULL
      AND (u.deleted_at IS NOT NULL OR NOT u.active))
    OR EXISTS (SELECT FROM "person" p
      JOIN "connection" c ON c.id = p.connection_id AND c.provisioning_match_attribute IS NOT NULL
      JOIN "provisioned_user" u ON u.connection_id = c.id
        AND u.external_id IN (SELECT attribute_values(p.attributes, c.provisioning_match_attribute))
    WHERE p.id = provisioning_disables.person_id AND u.person_id IS NULL
      AND (u.deleted_at IS NOT NULL OR NOT u.active));
END $$;

CREATE FUNCTION provisioned_groups(person_id UUID, known_by "provisioned_group_name") RETURNS TEXT[]
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  RETURN ARRAY(
    SELECT CASE known_by WHEN 'external_id' THEN g.external_id ELSE g.display_name END AS name
    FROM "provisioned_user" u
      JOIN "provisioned_member" m ON m.user_id = u.id
      JOIN "provisioned_group" g ON g.id = m.group_id
    WHERE u.person_id = provisioned_groups.person_id AND u.deleted_at IS NULL AND u.active
      AND (known_by = 'display_name' OR g.external_id IS NOT NULL)
    ORDER BY name);
END $$;
