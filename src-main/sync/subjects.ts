import type { MailBundle } from '#shared/domain/sync/mail-bundle.ts';
import type { ReadTx, WriteTx } from '../ledger/index.ts';

export type EntityRef = { readonly entity: string; readonly entityId: string };

/** What the state of a ledger is made of, as the core of sync needs it; the features know how. */
export type SyncSubjects = {
  /** Folds the log of an entity anew and writes its state where it differs. */
  refold(tx: WriteTx, entity: EntityRef): void;
  /** Merges facts that arrived; what the ledger says beyond them is marked for upload. */
  applyBundles(tx: WriteTx, bundles: readonly MailBundle[]): void;
  /** Undefined for a mail that the ledger does not hold. */
  bundleOf(tx: ReadTx, mailNo: string): MailBundle | undefined;
  /** The mail is not visible here any more. */
  removeMail(tx: WriteTx, mailNo: string): void;
};
