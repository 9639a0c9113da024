import type { WriteTx } from '../../ledger/index.ts';
import { renewMark } from './marks.ts';
import { blankNumbers, highestId } from './number-chunks.ts';

/** Takes mails that have just left the ledger out of the index, in the same transaction. */
export function forgetMails(tx: WriteTx, ids: readonly number[]): void {
  if (ids.length === 0) return;
  blankNumbers(tx, 'mail', ids);
  // The ids of the last mails are given out again: beyond the ones that stay nothing is indexed.
  renewMark(tx, 'mail', highestId(tx, 'mail'));
}

/** The same for exceptions. */
export function forgetExceptions(tx: WriteTx, ids: readonly number[]): void {
  if (ids.length === 0) return;
  for (const id of ids) tx.run('DELETE FROM search_exception WHERE rowid = ?', [id]);
  blankNumbers(tx, 'exception', ids);
  renewMark(tx, 'exception', highestId(tx, 'exception'));
}
