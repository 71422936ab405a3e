/** Accounts, roles, grants and people of a large company, put straight into the database. */
import type { DatabaseServer } from "./database-server";

const GRANTS_OF_A_GROUP = 10;

/** How many of each. Every group has ten grants, every account four roles. */
export interface Scale {
  readonly accounts: number;
  readonly grants: number;
  readonly people: number;
}

/** What somebody is called who is in `count` of its groups. */
export function groupsOf(scale: Scale, count: number): readonly string[] {
  const groups = scale.grants / GRANTS_OF_A_GROUP;
  return Array.from({ length: count }, (_, index) => `scale-${(index * 37) % groups}`);
}

/** @param slug of the connection that the people came through */
export async function growCompany(database: DatabaseServer, slug: string, scale: Scale): Promise<void> {
  const { accounts, grants, people } = scale;
  const client = await database.connect();
  try {
    await client.query(`
      INSERT INTO account (account_id, partition, name, alias, region, updated_at)
        SELECT (700000000000 + n)::text, 'aws', 'Account ' || n, 'scale-' || n, 'eu-west-1', now()
        FROM generate_series(1, ${accounts}) n;
      INSERT INTO target (id, account_id, name, kind, role_arn, max_duration_seconds, source_identity, updated_at)
        SELECT gen_random_uuid(), account_id, role, 'saml', 'arn:aws:iam::' || account_id || ':role/' || role, 3600,
          true, now()
        FROM account, unnest(ARRAY['Viewer', 'Developer', 'Operator', 'Administrator']) role
        WHERE account_id LIKE '7000%';
      INSERT INTO "grant" (id, target_id, principal_kind, principal_value, updated_at)
        SELECT gen_random_uuid(), target.id, 'group', 'scale-' || n / ${GRANTS_OF_A_GROUP}, now()
        FROM generate_series(0, ${grants - 1}) n
          JOIN (
            SELECT id, row_number() OVER (ORDER BY id) AS place FROM target WHERE account_id LIKE '7000%'
          ) target ON target.place = 1 + n % ${accounts * 4};
      INSERT INTO person (id, connection_id, subject, username, email, display_name, groups, groups_claim, attributes,
          session_name, signed_in_at)
        SELECT gen_random_uuid(), connection.id, 'scale-' || n, 'scale-' || n || '@meridian.example',
          'scale-' || n || '@meridian.example', 'Somebody ' || n,
          ARRAY['engineering', 'scale-' || n % ${grants / GRANTS_OF_A_GROUP}], 'present', '[]', 'scale-' || n, now()
        FROM generate_series(1, ${people}) n JOIN connection ON connection.slug = '${slug}';
      ANALYZE;`);
  } finally {
    await client.end();
  }
}
