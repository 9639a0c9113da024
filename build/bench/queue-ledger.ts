/** A ledger full of exceptions, raised as screening raises them, in the hands of three people. */
import type { Assessment } from '#shared/domain/exceptions/exception.ts';
import type { FoldedOp } from '#shared/domain/exceptions/ops.ts';
import { interventionDueAt } from '#shared/domain/screening/intervention.ts';
import { ABNORMAL_TYPES, PRIORITIES, RESPONSIBLE_STAGES, RULES } from '#shared/domain/screening/vocabulary.ts';
import { at } from '#shared/kernel/assert.ts';
import { HOUR_MS } from '#shared/kernel/instant.ts';
import { exceptionUid } from '#shared/domain/exceptions/ids.ts';
import { performAct, reconcileFindings } from '#main/features/exceptions/index.ts';
import { addPerson } from '#main/features/people/index.ts';
import { rulesAt } from '#main/features/rules/index.ts';
import { openLedger } from '#main/ledger/index.ts';
import type { Ledger, WriteTx } from '#main/ledger/index.ts';
import type { Clock } from '#main/platform/clock.ts';
import { systemIds } from '#main/platform/ids.ts';

export const PEOPLE = [
  { id: 'p1', name: '周敏', staffNo: '001', role: 'agent', station: '席位 01' },
  { id: 'p2', name: '李航', staffNo: '002', role: 'agent', station: '席位 02' },
  { id: 'p3', name: '陈静', staffNo: '003', role: 'leader', station: '席位 03' },
] as const;
const REGIONS = ['same-city', 'in-province', 'out-of-province'] as const;
const ORGANISATIONS = 240;
const CLIENTS = 300;
const BATCH = 2000;
/** They were raised over this long. */
const RAISED_OVER_MS = 60 * HOUR_MS;

export function makeQueueLedger(file: string, exceptions: number, clock: Clock): Ledger {
  const ledger = openLedger({ file, key: Buffer.alloc(32, 7), clock, ids: systemIds(), appVersion: '0.0.0' });
  const now = clock.now();
  ledger.write((tx) => {
    for (const person of PEOPLE) addPerson(tx, person, { opId: `add-${person.id}`, actor: person.id, now });
    for (let index = 0; index < CLIENTS; index += 1) addClient(tx, index);
  });
  for (let from = 0; from < exceptions; from += BATCH) {
    ledger.write((tx) => {
      for (let index = from; index < Math.min(exceptions, from + BATCH); index += 1) addException(tx, { index, exceptions, now });
    });
  }
  return ledger;
}

function addClient(tx: WriteTx, index: number): void {
  const tiers = index % 3 === 0 ? '["agreement","vip"]' : index % 3 === 1 ? '["agreement"]' : '[]';
  tx.run("INSERT INTO client (code, name, tiers, account_manager, industry, groups_json, seen_only) VALUES (?, ?, ?, '', '', '[]', 0)", [
    `C${index}`,
    `示例客户${index}`,
    tiers,
  ]);
}

function addException(tx: WriteTx, { index, exceptions, now }: { index: number; exceptions: number; now: number }): void {
  const mailNo = String(1_127_000_000_000 + index);
  const raisedAt = now - Math.round((RAISED_OVER_MS * (exceptions - index)) / exceptions);
  const rule = at(RULES, index % RULES.length);
  const rules = rulesAt(tx, now);
  const priority = at(PRIORITIES, index % PRIORITIES.length);
  const assess = (): Assessment => ({
    day: 20_000,
    region: at(REGIONS, index % REGIONS.length),
    clientCode: `C${index % CLIENTS}`,
    mainRule: rule,
    type: at(ABNORMAL_TYPES, index % ABNORMAL_TYPES.length),
    stage: at(RESPONSIBLE_STAGES, index % RESPONSIBLE_STAGES.length),
    organisation: `第${(index * 7) % ORGANISATIONS}揽投部`,
    priority,
    interventionDue: interventionDueAt(raisedAt, priority, rules),
  });
  reconcileFindings(tx, mailNo, {
    now: raisedAt,
    findings: [{ rule, since: raisedAt - HOUR_MS, evidence: { thresholdMs: HOUR_MS } }],
    assess,
  });
  for (const [step, act] of actsOn(index, now).entries()) {
    const op = { ...act, entityId: exceptionUid(mailNo, 1), actor: at(PEOPLE, index % 3).id, occurredAt: now - HOUR_MS } as FoldedOp;
    performAct(tx, op, `made-${index}-${step}`);
  }
}

/** One in four has an owner, one in eight was followed up, a few are put aside. */
function actsOn(index: number, now: number): Pick<FoldedOp, 'kind' | 'args'>[] {
  if (index % 4 !== 0) return [];
  const acts: Pick<FoldedOp, 'kind' | 'args'>[] = [{ kind: 'exception.claim', args: {} }];
  if (index % 8 === 0) acts.push({ kind: 'exception.follow-up', args: { text: '已催投递部', nextAt: now + (index % 48) * HOUR_MS } });
  if (index % 400 === 0) acts.push({ kind: 'exception.snooze', args: { until: now + 20 * HOUR_MS, reason: '等客户答复' } });
  return acts;
}
