import type { Database, Tx } from '#server/platform/database.ts';

/** All rows of all tables, as JSON text by table: what a copy of the server's database holds. */
export type Snapshot = ReadonlyMap<string, string>;

/** Schema steps stay as they are. */
const NEVER = 'schema_migration';

export async function takeSnapshot(database: Database): Promise<Snapshot> {
  return database.transaction(async (tx) => {
    const names = await tableNames(tx);
    const parts = names.map((name) => `SELECT '${name}' AS name, coalesce(json_agg(t), '[]')::text AS rows FROM ${name} AS t`);
    const found = await tx.query<{ name: string; rows: string }>(parts.join(' UNION ALL '));
    return new Map(found.map(({ name, rows }) => [name, rows]));
  });
}

export async function restoreSnapshot(database: Database, snapshot: Snapshot): Promise<void> {
  await database.transaction(async (tx) => {
    const names = [...snapshot.keys()];
    await tx.query(`TRUNCATE ${names.join(', ')}`);
    await tx.query("SET LOCAL session_replication_role = 'replica'");
    for (const [name, rows] of snapshot) {
      if (rows !== '[]') await tx.query(`INSERT INTO ${name} SELECT * FROM json_populate_recordset(NULL::${name}, $1::json)`, [rows]);
    }
  });
}

async function tableNames(tx: Tx): Promise<string[]> {
  const rows = await tx.query<{ name: string }>("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1");
  return rows.map(({ name }) => name).filter((name) => name !== NEVER);
}
