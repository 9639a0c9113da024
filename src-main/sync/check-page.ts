import { createHash } from 'node:crypto';
import { AppError } from '#shared/kernel/app-error.ts';
import { canonicalJson } from '#shared/kernel/canonical-json.ts';
import { chained } from '#shared/wire/change.ts';
import type { Change } from '#shared/wire/change.ts';
import type { ReplyOf } from '#shared/wire/messages.ts';
import type { ReadTx } from '../ledger/index.ts';
import { streamOf } from './store.ts';

type Page = ReplyOf<'pull'>;

/**
 * Refuses a page that does not go on exactly where the ledger stands: a row left out, a broken
 * chain, a body that is not the hashed one. AppError conflict `page-not-valid`; nothing was stored.
 */
export function checkPage(tx: ReadTx, page: Page): void {
  const begins = new Map(page.bootstrap.map(({ stream, minSeq }) => [stream, Math.max(0, minSeq - 1)]));
  for (const [stream, { from, rows, head }] of Object.entries(page.streams)) {
    const known = streamOf(tx, stream);
    const begin = begins.get(stream);
    const cursor = begin ?? known.cursor;
    if (from !== cursor && rows.length > 0) refuse(stream, 'from', from);
    let last = { seq: cursor, hash: begin === undefined ? known.headHash : '' };
    for (const row of rows) last = checkRow(stream, row, last);
    if (head < last.seq) refuse(stream, 'head', head);
  }
}

function checkRow(stream: string, row: Change, last: { seq: number; hash: string }): { seq: number; hash: string } {
  if (row.seq !== last.seq + 1) refuse(stream, 'gap', row.seq);
  // The row before it is gone at the server: its hash is taken on trust.
  if (last.hash !== '' && row.prev !== last.hash) refuse(stream, 'chain', row.seq);
  if (row.hash !== rowHash(row)) refuse(stream, 'hash', row.seq);
  if (row.body !== null && row.bodyHash !== sha256(row.body)) refuse(stream, 'body', row.seq);
  return { seq: row.seq, hash: row.hash };
}

function refuse(stream: string, flaw: string, seq: number): never {
  throw new AppError('conflict', 'page-not-valid', { detail: { stream, flaw, seq } });
}

/** As `changeHash` of the wire, by the faster hash of the platform. */
export function rowHash(row: Omit<Change, 'hash'>): string {
  return sha256(row.prev + canonicalJson(chained(row)));
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
