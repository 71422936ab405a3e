-- The user a person would be by what their sign-in said, and who is bound to another person; null when there is none,
-- and of somebody who is a user.
CREATE FUNCTION user_of_another(person_id UUID) RETURNS UUID
LANGUAGE plpgsql STABLE AS $$
DECLARE
  connection UUID;
  name TEXT;
  matched_by TEXT;
  said JSONB;
  found_users UUID[];
BEGIN
  IF is_provisioned(user_of_another.person_id) THEN RETURN NULL; END IF;
  SELECT c.id, p.username, c.provisioning_match_attribute, p.attributes INTO connection, name, matched_by, said
    FROM "person" p JOIN "connection" c ON c.id = p.connection_id WHERE p.id = user_of_another.person_id;
  IF matched_by IS NULL THEN
    RETURN (SELECT u.id FROM "provisioned_user" u
      WHERE u.connection_id = connection AND u.deleted_at IS NULL
        AND lower(u.user_name) = lower(name) AND u.user_name = name AND u.person_id <> user_of_another.person_id);
  END IF;
  found_users := ARRAY(SELECT u.id FROM "provisioned_user" u
    WHERE u.connection_id = connection AND u.deleted_at IS NULL
      AND u.external_id IN (SELECT attribute_values(said, matched_by))
      AND u.person_id <> user_of_another.person_id);
  RETURN CASE WHEN cardinality(found_users) = 1 THEN found_users[1] END;
END $$;

-- As before, and a user that is there and disabled also keeps out whoever comes with their name and another subject: at
-- the identity provider the name is still theirs. A deleted one does not, once it was somebody: the name may be given
-- to somebody new.
CREATE OR REPLACE FUNCTION provisioning_disables(person_id UUID) RETURNS BOOLEAN
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
    WHERE p.id = provisioning_disables.person_id
      AND CASE WHEN u.deleted_at IS NULL THEN NOT u.active ELSE u.person_id IS NULL END)
    OR EXISTS (SELECT FROM "person" p
      JOIN "connection" c ON c.id = p.connection_id AND c.provisioning_match_attribute IS NOT NULL
      JOIN "provisioned_user" u ON u.connection_id = c.id
        AND u.external_id IN (SELECT attribute_values(p.attributes, c.provisioning_match_attribute))
    WHERE p.id = provisioning_disables.person_id
      AND CASE WHEN u.deleted_at IS NULL THEN NOT u.active ELSE u.person_id IS NULL END);
END $$;
