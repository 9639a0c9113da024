import { appendChanges } from '#server/oplog/sequence.ts';
import type { ServerChange } from './server-oracles.ts';
import type { OfficeWorld } from './world.ts';

/**
 * A follow-up leaves one of its streams, or is deleted in all of them. The office's server never
 * does so yet; the protocol has the rows, and a device must obey them.
 */
export async function takeAway({ server, watch }: OfficeWorld, number: number): Promise<void> {
  const rows = await server.query<Pick<ServerChange, 'stream' | 'id'>>(
    `SELECT stream, id FROM (SELECT DISTINCT ON (stream, id) stream, id, op, body FROM change WHERE entity = 'op' ORDER BY stream, id, seq DESC) AS last
      WHERE op = 'put' AND stream LIKE 'cl:%' AND body::json ->> 'kind' = 'exception.follow-up' ORDER BY stream, id`,
  );
  const chosen = rows[Math.floor(number / 2) % Math.max(1, rows.length)];
  if (chosen === undefined) return;
  const op = number % 2 === 0 ? 'leave' : 'del';
  const streams = op === 'leave' ? [chosen.stream] : rows.filter(({ id }) => id === chosen.id).map(({ stream }) => stream);
  const row = {
    op,
    entity: 'op',
    id: chosen.id,
    rowVer: 0,
    sv: 1,
    body: null,
    inc: '',
    mid: 0,
    actor: 'system',
    receivedAt: server.now,
  } as const;
  await server.immortal.transaction((tx) =>
    appendChanges(
      tx,
      streams.map((stream) => ({ ...row, stream })),
      server.now,
    ),
  );
  watch.taken.add(chosen.id);
  watch.count(op);
}
