import type { AppContract } from '#shared/contract/contract.ts';
import type { InputOf, OutputOf } from '#shared/contract/define.ts';
import type { ReadTx } from '../../ledger/index.ts';
import { rulesAt } from '../rules/index.ts';
import { findClientCodes } from './reader.ts';
import { clientsOfCodes } from './writer.ts';

type ClientPage = OutputOf<AppContract['clients']['list']>;

/** A window of the register in order of code, each client with its mails and open exceptions. */
export function readClientPage(tx: ReadTx, input: InputOf<AppContract['clients']['list']>, now: number): ClientPage {
  const words = input.search?.trim() ?? '';
  const codes = (words === '' ? tx.pluckAll<string>('SELECT code FROM client') : findClientCodes(tx, words)).sort();
  const shown = codes.slice(input.offset, input.offset + input.limit);
  const mails = countBy(tx, MAILS, shown);
  const open = countBy(tx, OPEN, shown);
  const keyTiers = new Set(rulesAt(tx, now).set.keyTiers);
  return {
    total: codes.length,
    clients: clientsOfCodes(tx, shown).map((client) => ({
      ...client,
      isKey: client.tiers.some((tier) => keyTiers.has(tier)),
      mails: mails.get(client.code) ?? 0,
      openExceptions: open.get(client.code) ?? 0,
    })),
  };
}

/** Statements of the counts, exported for the test of their plans. */
export const MAILS = `SELECT client_code AS code, count(*) AS n FROM mail
  WHERE client_code IS NOT NULL AND client_code IN (SELECT value FROM json_each(?)) GROUP BY client_code`;
export const OPEN = `SELECT client_code AS code, count(*) AS n FROM exception
  WHERE status = 'open' AND client_code IN (SELECT value FROM json_each(?)) GROUP BY client_code`;

function countBy(tx: ReadTx, sql: string, codes: readonly string[]): Map<string, number> {
  return new Map(tx.all<{ code: string; n: number }>(sql, [JSON.stringify(codes)]).map(({ code, n }) => [code, n]));
}
