import type { AppContract } from '#shared/contract/contract.ts';
import type { InputOf, OutputOf } from '#shared/contract/define.ts';
import type { Region, Stage } from '#shared/domain/screening/vocabulary.ts';
import type { ReadTx } from '../../ledger/index.ts';
import type { DryRunTally } from './dry-run-tally.ts';

type Contract = AppContract['rules'];
type Sums = NonNullable<OutputOf<Contract['dryRun']>['sums']>;
type Mails = OutputOf<Contract['dryRunMails']>;
type Row = {
  id: number;
  mailNo: string;
  clientName: string;
  acceptedAt: number | null;
  region: Region | null;
  stage: Stage | null;
};

const CLIENTS_SHOWN = 200;

/** The sums with the clients' names. */
export function namedSums(tx: ReadTx, tally: DryRunTally): Sums {
  const { byClient, ...sums } = tally.sums();
  const shown = byClient.slice(0, CLIENTS_SHOWN);
  const codes = shown.flatMap(({ clientCode }) => clientCode ?? []);
  const named = tx.all<{ code: string; name: string }>('SELECT code, name FROM client WHERE code IN (SELECT value FROM json_each(?))', [
    JSON.stringify(codes),
  ]);
  const names = new Map(named.map(({ code, name }) => [code, name]));
  return {
    ...sums,
    byClient: shown.map((row) => ({ ...row, clientName: names.get(row.clientCode ?? '') || (row.clientCode ?? '') })),
    clients: byClient.length,
  };
}

/** A window of the mails behind a number; numbers and names of clients alone, nothing of a recipient. */
export function mailsOfDryRun(tx: ReadTx, tally: DryRunTally, input: InputOf<Contract['dryRunMails']>): Mails {
  const { list: kind, rule, clientCode, offset, limit } = input;
  const client = clientCode === null ? null : { code: clientCode === '' ? null : clientCode };
  const entries = tally.mailsBehind({ kind, rule, client });
  const window = entries.slice(offset, offset + limit);
  const rows = tx.all<Row>(
    `SELECT mail.id, mail_no AS mailNo, coalesce(nullif(client.name, ''), client_code, '') AS clientName, accepted_at AS acceptedAt,
       region, stage FROM json_each(?) AS wanted CROSS JOIN mail ON mail.id = wanted.value LEFT JOIN client ON client.code = client_code`,
    [JSON.stringify(window.map(({ mailId }) => mailId))],
  );
  const byId = new Map(rows.map(({ id, ...row }) => [id, row]));
  return {
    total: entries.length,
    mails: window.flatMap(({ mailId, ...entry }) => {
      const row = byId.get(mailId);
      return row ? [{ ...row, region: row.region ?? 'unknown', ...entry }] : [];
    }),
  };
}
