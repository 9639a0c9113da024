/**
 * Acts on the exceptions of a ledger without end: on one, on many at one stroke, and taking back.
 * Prints the ids of an act's ops after the ledger has acknowledged it, and nothing before: what is
 * printed must survive anything.
 */
import { writeSync } from 'node:fs';
import { openWorkspace } from '#main/engine/workspace.ts';
import { getUndoableAct, lastStandingAct, OPS_OF_ACT } from '#main/features/exceptions/index.ts';
import { actOnAll, undoAct } from '#main/features/queue/index.ts';
import type { QueueAct } from '#main/features/queue/index.ts';
import { systemTimers } from '#main/platform/timers.ts';
import { DAY_MS } from '#shared/kernel/instant.ts';

const [file = '', firstNumber = '0'] = process.argv.slice(2);
const PERSON = { id: 'test', name: 'test', staffNo: 'test', role: 'agent', station: '', clients: [] as string[], removed: false } as const;
const MANY = 25;
const workspace = await openWorkspace({ file, secret: process.env['YOUSHAO_KEY'] ?? null, asTest: false, now: undefined });
const { ledger, clock, ids } = workspace;
const ports = { ledger, clock, timers: systemTimers };
const exceptions = ledger.read((tx) => tx.pluckAll<string>(`SELECT uid FROM exception WHERE status = 'open' ORDER BY uid`));
if (exceptions.length === 0) throw new Error('there is no exception to act on');

/** What is done in turn; `many` of them at one stroke, or the last act taken back. */
const TURNS: readonly ({ act: (number: number) => QueueAct; many?: number } | 'undo')[] = [
  { act: (number) => ({ kind: 'follow-up', text: `第 ${number} 次跟进`, nextAt: clock.now() + DAY_MS }) },
  { act: () => ({ kind: 'accept' }), many: MANY },
  { act: () => ({ kind: 'set-type', type: 'damage' }), many: MANY },
  'undo',
  { act: () => ({ kind: 'snooze', until: clock.now() + DAY_MS, reason: '等客户答复' }) },
  { act: () => ({ kind: 'push', channel: 'copied' }) },
  'undo',
];

for (let number = Number(firstNumber); ; number += 1) {
  const turn = TURNS[number % TURNS.length];
  const id = ids.uuid(clock.now());
  if (turn === 'undo' || turn === undefined) await takeBack(id);
  else {
    const targets = Array.from({ length: turn.many ?? 1 }, (_, index) => exceptions[(number + index) % exceptions.length] ?? '');
    await actOnAll(ports, targets, { act: turn.act(number), actId: id, person: PERSON, now: clock.now() });
  }
  acknowledge(id);
}

async function takeBack(undoId: string): Promise<void> {
  const last = ledger.read((tx) => lastStandingAct(tx, PERSON.id));
  if (!last) return;
  const act = ledger.read((tx) => getUndoableAct(tx, last.id, PERSON.id));
  await undoAct(ports, { act, undoId, personId: PERSON.id, now: clock.now() });
}

function acknowledge(actId: string): void {
  const done = ledger.read((tx) => tx.all<{ id: string }>(OPS_OF_ACT, [actId, `${actId}/`, `${actId}0`]));
  if (done.length > 0) writeSync(1, done.map(({ id }) => `${id}\n`).join(''));
}
