import { AppError } from '#shared/kernel/app-error.ts';
import type { Tx } from '../platform/database.ts';

/** Rows that a copy does without: they live for a day and mean nothing on another line of time. */
const LEFT_OUT = new Set(['schema_migration', 'nonce']);

/** The program's tables, each after those that it refers to. */
export async function listTables(tx: Tx): Promise<readonly string[]> {
  const tables = await tx.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY table_name`,
  );
  const references = await tx.query<{ from: string; to: string }>(
    `SELECT DISTINCT source.relname AS from, target.relname AS to FROM pg_constraint
     JOIN pg_class source ON source.oid = conrelid JOIN pg_class target ON target.oid = confrelid
     WHERE contype = 'f' AND source.relnamespace = current_schema()::regnamespace`,
  );
  const ordered: string[] = [];
  const visit = (name: string): void => {
    if (ordered.includes(name)) return;
    for (const { from, to } of references) if (from === name && to !== name) visit(to);
    ordered.push(name);
  };
  for (const { name } of tables) if (!LEFT_OUT.has(name)) visit(name);
  return ordered;
}

const NAME = /^[a-z_][a-z0-9_]*$/u;

/** A table's name as it may stand in a statement; names come from the database or from a copy, never from a request. */
export function quoted(name: string): string {
  if (!NAME.test(name)) throw new AppError('invalid-input', 'backup-damaged', { detail: { at: 'table' } });
  return `"${name}"`;
}
