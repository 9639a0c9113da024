import type { ModelBug } from './bugs.ts';
import { isOwnHistory } from './device-state.ts';
import type { DeviceState } from './device-state.ts';
import { GENESIS } from './digest.ts';
import type { Change, PullReply, PulledStream } from './messages.ts';
import type { Ticket } from './ticket.ts';

/** What a device finds wrong with a page; it stores nothing of it. */
export type PageFault = { readonly kind: 'stale' } | { readonly kind: 'fork' } | { readonly kind: 'broken'; readonly oracle: string };

/** Before a row is touched: is our memory the server's, does the page continue ours, do numbers and chain link? */
export function faultOfPage(state: DeviceState, reply: PullReply, bug: ModelBug | null): PageFault | null {
  const remembersHashes = bug !== 'no-fork-check' && bug !== 'no-dedupe';
  if (remembersHashes && !isOwnHistory(state, reply.lmid, reply.lmidHash)) return { kind: 'fork' };
  for (const [stream, page] of reply.streams) {
    if (page.from !== (state.cursors.get(stream) ?? 0)) return { kind: 'stale' };
    const oracle = bug === 'naive-seq' ? null : brokenLink(state, stream, page.rows);
    if (oracle !== null) return { kind: 'broken', oracle };
  }
  return null;
}

function brokenLink(state: DeviceState, stream: string, rows: readonly Change[]): string | null {
  let seq = state.cursors.get(stream) ?? 0;
  let hash = state.heads.get(stream) ?? GENESIS;
  for (const row of rows) {
    if (row.seq !== seq + 1) return `I2 gap in ${stream}: ${seq} → ${row.seq}`;
    if (row.prev !== hash) return `I3 chain of ${stream} does not link at ${row.seq}`;
    [seq, hash] = [row.seq, row.hash];
  }
  return null;
}

/** Rows, with the streams by which they are visible; a row that no stream holds any more leaves. */
export function withRows(state: DeviceState, reply: PullReply, bug: ModelBug | null): DeviceState {
  const rows = new Map(state.rows);
  const memberships = new Map(state.memberships);
  const heads = new Map(state.heads);
  for (const [stream, page] of reply.streams) {
    for (const change of page.rows) {
      const held = memberships.get(change.id) ?? [];
      if (change.row === null) leaveStream({ rows, memberships }, change.id, bug === 'no-refcount' ? held : [stream]);
      else {
        if (!held.includes(stream)) memberships.set(change.id, [...held, stream]);
        if ((rows.get(change.id)?.ver ?? 0) <= change.row.ver) rows.set(change.id, change.row);
      }
      heads.set(stream, change.hash);
    }
  }
  return { ...state, rows, memberships, heads };
}

/** Cursors are the numbers of the last rows stored, never the heads that the server told. */
export function withCursors(state: DeviceState, reply: PullReply, bug: ModelBug | null): DeviceState {
  const cursors = new Map(state.cursors);
  const staged = new Set(state.staged);
  for (const [stream, page] of reply.streams) {
    const end = endOf(page);
    if (page.from === 0) staged.add(stream);
    if (end >= page.head) staged.delete(stream);
    cursors.set(stream, bug === 'cursor-from-head' ? page.head : end);
  }
  return { ...state, cursors, staged };
}

/** Withdrawn streams go with their rows; with the last page the own mutations leave the overlay. */
export function finished(state: DeviceState, reply: PullReply, bug: ModelBug | null): DeviceState {
  const cursors = new Map(state.cursors);
  const heads = new Map(state.heads);
  const staged = new Set(state.staged);
  const kept = { rows: new Map(state.rows), memberships: new Map(state.memberships) };
  for (const stream of reply.drop) {
    cursors.delete(stream);
    heads.delete(stream);
    staged.delete(stream);
    if (bug !== 'no-purge') for (const id of kept.memberships.keys()) leaveStream(kept, id, [stream]);
  }
  const isComplete = !reply.more || bug === 'lmid-on-partial-page';
  const confirmed = isComplete ? state.baseSeq + reply.lmid : state.confirmed;
  return { ...state, ...kept, cursors, heads, staged, confirmed, acked: Math.max(state.acked, confirmed) };
}

type Held = { readonly rows: Map<string, Ticket>; readonly memberships: Map<string, readonly string[]> };

function leaveStream({ rows, memberships }: Held, id: string, streams: readonly string[]): void {
  const left = (memberships.get(id) ?? []).filter((stream) => !streams.includes(stream));
  memberships.set(id, left);
  if (left.length > 0) return;
  memberships.delete(id);
  rows.delete(id);
}

function endOf(page: PulledStream): number {
  return page.rows.at(-1)?.seq ?? page.from;
}
