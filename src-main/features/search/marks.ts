import type { ReadTx, WriteTx } from '../../ledger/index.ts';

export type MarkKind = 'mail' | 'exception' | 'op' | 'client';
export type SearchMark = { readonly through: number; readonly epoch: number };

/** Up to where a kind is indexed. */
export function markOf(tx: ReadTx, kind: MarkKind): SearchMark {
  return tx.get<SearchMark>('SELECT through, epoch FROM search_mark WHERE kind = ?', [kind]) ?? { through: 0, epoch: 0 };
}

export function setMark(tx: WriteTx, kind: MarkKind, through: number): void {
  tx.run('UPDATE search_mark SET through = ? WHERE kind = ?', [through, kind]);
}

/** What was remembered of a kind no longer holds; nothing beyond `through` counts as indexed. */
export function renewMark(tx: WriteTx, kind: MarkKind, through: number): void {
  tx.run('UPDATE search_mark SET through = min(through, ?), epoch = epoch + 1 WHERE kind = ?', [through, kind]);
}
