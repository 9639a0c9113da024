import { CLIENT_SAVE, clientAfter } from '#shared/domain/clients/client.ts';
import type { Client, ClientSaveArgs } from '#shared/domain/clients/client.ts';
import { canonicalJson } from '#shared/kernel/canonical-json.ts';
import type { WriteTx } from '../../ledger/index.ts';
import { entityLog } from '../../ledger/index.ts';
import { findClient, foldClient, noteClientChange } from './writer.ts';

/** Folds the log of a client anew, after the server decided of it, and writes what differs. */
export function refoldClient(tx: WriteTx, code: string): void {
  let after: Client | undefined;
  for (const { kind, args } of entityLog(tx, 'client', code)) {
    if (kind === CLIENT_SAVE && args !== undefined) after = clientAfter(after, args as ClientSaveArgs);
  }
  const stored = findClient(tx, code);
  const before = stored?.seenOnly === false ? stored : undefined;
  if (canonicalJson(after ? { ...after, seenOnly: false } : null) === canonicalJson(before ?? null)) return;
  if (after) foldClient(tx, after);
  // Imports may name it still; what people said of it is gone.
  else
    tx.run(
      "UPDATE client SET tiers = '[]', account_manager = '', industry = '', groups_json = '[]', station = '', seen_only = 1 WHERE code = ?",
      [code],
    );
  noteClientChange(tx, code);
}
