import type { CompiledRules } from '#shared/domain/rules/compile.ts';
import { isKnownCode } from '#shared/domain/rules/compile.ts';
import type { CodeSystem, Statement } from '#shared/domain/mail/statement.ts';
import type { Stage } from '#shared/domain/screening/vocabulary.ts';
import type { ReadTx, WriteTx } from '../../ledger/index.ts';
import { rulesAt } from './reader.ts';

/** So many mails, the newest, are searched for examples of a code: scans have no index by code. */
const SEARCHED_MAILS = 2000;
const RULES = Symbol('rules for unseen codes');

/** Keeps operation codes of arriving scans that no table knows, with the moment of the first scan. */
export function noteUnseenCodes(tx: WriteTx, statements: readonly Statement[]): void {
  const met = new Map<string, [system: string, code: string, name: string, at: number]>();
  for (const { event } of statements) {
    if (!event || event.code === '') continue;
    // Asked for only where there are scans: lists of mails have none.
    const rules = tx.scratch<CompiledRules>(RULES, () => rulesAt(tx, tx.environment.clock.now()));
    if (isKnownCode(event.system, event.code, rules)) continue;
    const { system, code, name, at } = event;
    const key = JSON.stringify([system, code, name]);
    const before = met.get(key);
    if (!before || at < before[3]) met.set(key, [system, code, name, at]);
  }
  for (const values of met.values()) tx.run(NOTE, values);
}

const NOTE = `INSERT INTO unseen_code (system, code, name, first_at) VALUES (?, ?, ?, ?)
  ON CONFLICT (system, code, name) DO UPDATE SET first_at = min(first_at, excluded.first_at)`;

export type UnseenCode = {
  system: CodeSystem;
  code: string;
  names: string[];
  firstAt: number;
  stageByName: Stage | null;
  mails: number;
  example: string | null;
};
type NotedRow = { system: CodeSystem; code: string; name: string; first_at: number };
type FoundRow = { system: CodeSystem; code: string; mails: number; mail_no: string };

/** Noted codes that the rules still do not know, the oldest first. */
export function listUnseenCodes(tx: ReadTx, rules: CompiledRules): { searched: number; codes: UnseenCode[] } {
  const codes = new Map<string, UnseenCode>();
  for (const { system, code, name, first_at } of tx.all<NotedRow>('SELECT * FROM unseen_code ORDER BY first_at, code, name')) {
    if (isKnownCode(system, code, rules)) continue;
    const key = `${system}/${code}`;
    const known = codes.get(key) ?? { system, code, names: [], firstAt: first_at, stageByName: null, mails: 0, example: null };
    if (name !== '') known.names.push(name);
    codes.set(key, known);
  }
  for (const unseen of codes.values()) unseen.stageByName = rules.stageOfNames(unseen.names);
  const last = tx.pluck<number | null>('SELECT max(id) FROM mail') ?? 0;
  for (const { system, code, mails, mail_no } of findExamples(tx, [...codes.values()], last)) {
    const unseen = codes.get(`${system}/${code}`);
    if (unseen) Object.assign(unseen, { mails, example: mail_no });
  }
  return { searched: Math.min(last, SEARCHED_MAILS), codes: [...codes.values()] };
}

function findExamples(tx: ReadTx, codes: readonly UnseenCode[], last: number): FoundRow[] {
  if (codes.length === 0) return [];
  return tx.all<FoundRow>(
    `SELECT found.system, found.code, mails, mail_no FROM
       (SELECT system, code, count(DISTINCT mail_id) AS mails, max(mail_id) AS newest FROM event
        WHERE mail_id > ? AND code IN (SELECT value FROM json_each(?)) GROUP BY system, code) AS found
     JOIN mail ON mail.id = found.newest`,
    [last - SEARCHED_MAILS, JSON.stringify(codes.map(({ code }) => code))],
  );
}
