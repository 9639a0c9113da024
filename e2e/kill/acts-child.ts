/**
 * Acts on the exceptions of a ledger without end. Prints the op's id after each act that the
 * ledger has acknowledged, and nothing before: what is printed must survive anything.
 */
import { writeSync } from 'node:fs';
import { openWorkspace } from '#main/engine/workspace.ts';
import { performAct } from '#main/features/exceptions/index.ts';
import { DAY_MS } from '#shared/kernel/instant.ts';

const [file = '', firstNumber = '0'] = process.argv.slice(2);
const workspace = await openWorkspace({ file, secret: process.env['YOUSHAO_KEY'] ?? null, asTest: false, now: undefined });
const exceptions = workspace.ledger.read((tx) => tx.all<{ uid: string }>(`SELECT uid FROM exception WHERE status = 'open' ORDER BY uid`));
if (exceptions.length === 0) throw new Error('there is no exception to act on');

for (let number = Number(firstNumber); ; number += 1) {
  const entityId = exceptions[number % exceptions.length]?.uid ?? '';
  const now = workspace.clock.now();
  const opId = workspace.ids.uuid(now);
  const args = { text: `第 ${number} 次跟进`, nextAt: now + DAY_MS };
  workspace.ledger.write((tx) => performAct(tx, { kind: 'exception.follow-up', args, entityId, actor: 'test', occurredAt: now }, opId));
  writeSync(1, `${opId}\n`);
}
