import type { ClientRow } from '#shared/domain/clients/client-row.ts';
import { CLIENT_SAVE } from '#shared/domain/clients/client.ts';
import type { Client, ClientSaveArgs } from '#shared/domain/clients/client.ts';
import { canonicalJson } from '#shared/kernel/canonical-json.ts';
import type { ReadTx, WriteTx } from '../../ledger/index.ts';
import { appendOp } from '../../ledger/index.ts';

type ClientColumns = {
  code: string;
  name: string;
  tiers: string;
  account_manager: string;
  industry: string;
  groups_json: string;
  seen_only: number;
  station: string;
};
export type StoredClient = Client & { seenOnly: boolean };
type Act = { opId: string; actor: string; now: number };

export function findClient(tx: ReadTx, code: string): StoredClient | undefined {
  const row = tx.get<ClientColumns>('SELECT * FROM client WHERE code = ?', [code]);
  return row && clientOf(row);
}

export function listClients(tx: ReadTx): StoredClient[] {
  return tx.all<ClientColumns>('SELECT * FROM client ORDER BY code').map(clientOf);
}

/** Clients with these codes, in their order. */
export function clientsOfCodes(tx: ReadTx, codes: readonly string[]): StoredClient[] {
  const rows = tx.all<ClientColumns>('SELECT * FROM client WHERE code IN (SELECT value FROM json_each(?))', [JSON.stringify(codes)]);
  const byCode = new Map(rows.map((row) => [row.code, clientOf(row)]));
  return codes.flatMap((code) => byCode.get(code) ?? []);
}

/** Saves a client as a person's act. */
export function saveClient(tx: WriteTx, client: ClientSaveArgs, { opId, actor, now }: Act): void {
  appendOp(tx, {
    id: opId,
    kind: CLIENT_SAVE,
    entity: 'client',
    entityId: client.code,
    args: client,
    actor,
    occurredAt: now,
  });
  foldClient(tx, client);
  noteClientChange(tx, client.code);
}

/** Tiers decide priorities: the client's open exceptions are looked at again. */
export function noteClientChange(tx: WriteTx, code: string): void {
  tx.run(
    `UPDATE mail SET dirty = 2 WHERE dirty = 0 AND mail_no IN
       (SELECT mail_no FROM exception WHERE client_code = ? AND status = 'open')`,
    [code],
  );
  tx.emit('clients.changed', {});
}

/** The fold of `client.save`: the last saved columns hold. */
export function foldClient(tx: WriteTx, client: ClientSaveArgs): void {
  tx.run(
    `INSERT INTO client (code, name, tiers, account_manager, industry, groups_json, seen_only, station)
     VALUES (@code, @name, @tiers, @manager, @industry, @groups, 0, coalesce(@station, ''))
     ON CONFLICT (code) DO UPDATE SET name = excluded.name, tiers = excluded.tiers,
       account_manager = excluded.account_manager, industry = excluded.industry,
       groups_json = excluded.groups_json, seen_only = 0, station = coalesce(@station, station)`,
    {
      code: client.code,
      name: client.name,
      tiers: JSON.stringify(client.tiers),
      manager: client.accountManager,
      industry: client.industry,
      groups: JSON.stringify(client.groups),
      station: client.station ?? null,
    },
  );
}

/** A client's row of an imported register: members that it leaves out keep what is known. */
export function applyClientRow(tx: WriteTx, row: ClientRow, act: Act): 'new' | 'updated' | 'repeated' {
  const before = findClient(tx, row.code);
  const after: Client = {
    code: row.code,
    name: row.name,
    tiers: [...(row.tiers ?? before?.tiers ?? [])],
    accountManager: row.accountManager ?? before?.accountManager ?? '',
    industry: row.industry ?? before?.industry ?? '',
    groups: [...(row.groups ?? before?.groups ?? [])],
    station: row.station ?? before?.station ?? '',
  };
  if (before && !before.seenOnly) {
    const { seenOnly: _, ...known } = before;
    if (canonicalJson(known) === canonicalJson(after)) return 'repeated';
  }
  saveClient(tx, after, act);
  return before && !before.seenOnly ? 'updated' : 'new';
}

/** Completes the register by a client that an import names; what people saved is left alone. */
export function seeClient(tx: WriteTx, code: string, name: string): void {
  tx.run(
    `INSERT INTO client (code, name, tiers, account_manager, industry, groups_json, seen_only)
     VALUES (?, ?, '[]', '', '', '[]', 1)
     ON CONFLICT (code) DO UPDATE SET name = excluded.name WHERE seen_only = 1 AND client.name = ''`,
    [code, name],
  );
}

function clientOf(row: ClientColumns): StoredClient {
  return {
    code: row.code,
    name: row.name,
    tiers: JSON.parse(row.tiers) as Client['tiers'],
    accountManager: row.account_manager,
    industry: row.industry,
    groups: JSON.parse(row.groups_json) as string[],
    station: row.station,
    seenOnly: row.seen_only === 1,
  };
}
