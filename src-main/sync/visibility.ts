import type { WriteTx } from '../ledger/index.ts';
import { noteSync } from './store.ts';
import type { Bugs } from './bugs.ts';
import type { EntityRef, SyncSubjects } from './subjects.ts';

/** Rows of streams by what they are. */
export const OP_ROW = 'op';
export const BUNDLE_ROW = 'mail-bundle';

export type StreamRow = { entity: string; id: string };

/** The row is visible here by this stream. */
export function seeRow(tx: WriteTx, stream: string, { entity, id, rowVer }: StreamRow & { rowVer: number }): void {
  tx.run(
    `INSERT INTO row_stream (stream, entity, id, row_ver) VALUES (?, ?, ?, ?)
     ON CONFLICT (stream, entity, id) DO UPDATE SET row_ver = excluded.row_ver, stale = 0`,
    [stream, entity, id, rowVer],
  );
}

/** Takes rows out of the ledger that no stream names any more, and says which entities lost something. */
export class Purge {
  readonly #tx: WriteTx;
  readonly #subjects: SyncSubjects;
  readonly #bugs: Bugs;
  readonly entities = new Map<string, EntityRef>();

  constructor(tx: WriteTx, subjects: SyncSubjects, bugs: Bugs) {
    this.#tx = tx;
    this.#subjects = subjects;
    this.#bugs = bugs;
  }

  /** The row leaves a stream; without another one it leaves the ledger. */
  leave(stream: string, row: StreamRow): void {
    const { entity, id } = row;
    this.#tx.run('DELETE FROM row_stream WHERE stream = ? AND entity = ? AND id = ?', [stream, entity, id]);
    if (!this.#bugs.has('noRefcount') && this.#isSeen(row)) return;
    if (entity === OP_ROW) this.#dropOp(id);
    else if (entity === BUNDLE_ROW) this.#dropMail(id);
    noteSync(this.#tx);
  }

  #isSeen({ entity, id }: StreamRow): boolean {
    return this.#tx.pluck('SELECT 1 FROM row_stream WHERE entity = ? AND id = ?', [entity, id]) !== undefined;
  }

  #dropOp(id: string): void {
    const gone = this.#tx.get<{ entity: string; entity_id: string }>('SELECT entity, entity_id FROM decided_op WHERE id = ?', [id]);
    if (!gone) return;
    this.#tx.run('DELETE FROM decided_op WHERE id = ?', [id]);
    this.entities.set(`${gone.entity}/${gone.entity_id}`, { entity: gone.entity, entityId: gone.entity_id });
  }

  /** What the server has not got yet stays. */
  #dropMail(mailNo: string): void {
    if (this.#tx.pluck('SELECT 1 FROM fact_outbox WHERE mail_no = ?', [mailNo]) !== undefined) return;
    this.#subjects.removeMail(this.#tx, mailNo);
  }
}
