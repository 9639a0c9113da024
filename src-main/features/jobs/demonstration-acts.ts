import type { FoldedOp } from '#shared/domain/exceptions/ops.ts';
import { HOUR_MS } from '#shared/kernel/instant.ts';
import type { Ledger, WriteTx } from '../../ledger/index.ts';
import { performAct } from '../exceptions/index.ts';

type OpenRow = { uid: string; raised_at: number };
type Act = Pick<FoldedOp, 'kind' | 'args'>;

/** Exceptions older than this have been in somebody's hands, as on an ordinary day. */
const FRESH_MS = 20 * HOUR_MS;

/**
 * What a colleague has done before the demonstration begins: of the older exceptions some are
 * closed, most are followed up with dates soon or later, a few were forgotten. The acts pass the
 * same gates as a person's; their ids are fixed, so that a repeated making adds nothing.
 */
export function workBacklog(ledger: Ledger, { actor, now }: { actor: string; now: number }): void {
  ledger.write((tx) => {
    const rows = tx.all<OpenRow>("SELECT uid, raised_at FROM exception WHERE status = 'open' ORDER BY uid");
    rows.forEach(({ uid, raised_at }, index) => {
      const acts = now - raised_at < FRESH_MS ? actsOnFresh(index) : actsOnOlder(index, now);
      acts.forEach((act, step) => perform(tx, { ...act, entityId: uid, actor, occurredAt: now } as FoldedOp, step));
    });
  });
}

function perform(tx: WriteTx, op: FoldedOp, step: number): void {
  performAct(tx, op, `demonstration-${op.entityId}-${step}`);
}

function actsOnFresh(index: number): Act[] {
  return index % 4 === 0 ? [{ kind: 'exception.claim', args: {} }] : [];
}

const ANSWERS = [
  '投递部承诺今天再投，到点复查',
  '处理中心已找到邮件，安排改发',
  '已联系收件人，约定改投时间',
  '已要求调取签收底单',
] as const;

function actsOnOlder(index: number, now: number): Act[] {
  const turn = index % 10;
  // One in ten was forgotten: it stands over time, as it would.
  if (turn === 9) return [];
  const text = ANSWERS[index % ANSWERS.length] ?? ANSWERS[0];
  const nextAt = now + (1 + (index % 7) * 5) * HOUR_MS;
  const handled: Act[] = [
    { kind: 'exception.claim', args: {} },
    { kind: 'exception.follow-up', args: { text, nextAt } },
  ];
  if (turn >= 3) return handled;
  return [
    ...handled,
    { kind: 'exception.feedback', args: { text: '已将处理结果告知客户', to: 'client' } },
    { kind: 'exception.close', args: { result: '已妥善处理，客户无异议' } },
  ];
}
