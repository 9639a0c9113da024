import type { Mutation } from '#shared/wire/mutation.ts';
import type { Tx } from '../platform/database.ts';

/** A mutation that waits for a supervisor, with all that its device said. */
export type Aside = {
  readonly inc: string;
  readonly mid: number;
  readonly reason: string;
  readonly receivedAt: number;
  readonly mutation: Omit<Mutation, 'args' | 'salt'>;
  /** Canonical JSON; null once erased. */
  readonly args: string | null;
};

/** What nobody has looked at yet, the oldest first. */
export async function listQuarantine(tx: Tx, limit: number): Promise<Aside[]> {
  const rows = await tx.query<{ inc: string; mid: number; reason: string; received_at: number; payload: string; args: string | null }>(
    `SELECT q.inc, q.mid, q.reason, l.received_at, l.payload, l.args FROM quarantine AS q JOIN mutation_log AS l USING (inc, mid)
      WHERE q.resolved_at IS NULL ORDER BY l.received_at, q.inc, q.mid LIMIT $1`,
    [limit],
  );
  return rows.map(({ received_at, payload, ...row }) => ({
    ...row,
    receivedAt: received_at,
    mutation: JSON.parse(payload) as Aside['mutation'],
  }));
}

/** Takes one off the list; what it says stays in the log. False: it was not there. */
export async function resolveQuarantine(
  tx: Tx,
  { inc, mid }: { inc: string; mid: number },
  by: { personId: string; now: number },
): Promise<boolean> {
  const rows = await tx.query(
    'UPDATE quarantine SET resolved_by = $3, resolved_at = $4 WHERE inc = $1 AND mid = $2 AND resolved_at IS NULL RETURNING 1 AS one',
    [inc, mid, by.personId, by.now],
  );
  return rows.length > 0;
}
