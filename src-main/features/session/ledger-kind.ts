import type { ReadTx, WriteTx } from '../../ledger/index.ts';
import { findMeta, setMeta } from '../../ledger/index.ts';
import type { LedgerKind } from '../handler-context.ts';

const KIND = 'ledger-kind';

export function kindIn(tx: ReadTx): LedgerKind {
  return (findMeta(tx, KIND) ?? 'real') as LedgerKind;
}

/** At creation only; a kind is never changed. */
export function markKindIn(tx: WriteTx, kind: LedgerKind): void {
  setMeta(tx, KIND, kind);
}
