import { saveClient } from '#main/features/clients/index.ts';
import { findException, getUndoableAct, lastStandingAct, performAct, undoOnException, undoParts } from '#main/features/exceptions/index.ts';
import { recordMail } from '#main/features/mails/index.ts';
import { changePerson, findPerson } from '#main/features/people/index.ts';
import { getVersion, saveVersion } from '#main/features/rules/index.ts';
import type { WriteTx } from '#main/ledger/index.ts';
import type { ExceptionState } from '#shared/domain/exceptions/exception.ts';
import type { FoldedOp } from '#shared/domain/exceptions/ops.ts';
import { ROLES } from '#shared/domain/people/person.ts';
import { draftHash, draftOf } from '#shared/domain/rules/draft.ts';
import { DAY_MS, HOUR_MS } from '#shared/kernel/instant.ts';
import { CLIENTS, COLLEAGUES, MAILS, STATIONS } from './office.ts';

/** Somebody does something: which of many, `number` tells. */
export type Doing = { readonly personId: string; readonly opId: string; readonly number: number };

type Draft = Pick<FoldedOp, 'kind' | 'args'>;
/** A small tree of acts: what a seat does to an exception. */
const ON_EXCEPTION: readonly ((doing: Doing, now: number, state: ExceptionState) => Draft)[] = [
  () => ({ kind: 'exception.claim', args: {} }),
  ({ opId }, now, { assessment }) => ({
    kind: 'exception.accept',
    args: { type: assessment.type, stage: assessment.stage, organisation: null, text: `接单 ${opId}`, nextAt: now + DAY_MS, macro: null },
  }),
  ({ opId }, now) => ({ kind: 'exception.follow-up', args: { text: `跟进 ${opId}`, nextAt: now + DAY_MS } }),
  ({ opId }, now) => ({ kind: 'exception.follow-up', args: { text: `回电 ${opId}`, nextAt: now + HOUR_MS } }),
  ({ number }) => ({ kind: 'exception.set-type', args: { type: number % 2 === 0 ? 'delay' : 'loss' } }),
  ({ number }) => ({ kind: 'exception.set-stage', args: { stage: number % 2 === 0 ? 'delivery' : 'transport', organisation: null } }),
  ({ number }) => ({ kind: 'exception.transfer', args: { to: COLLEAGUES[number % COLLEAGUES.length]?.id ?? '', reason: '换班' } }),
  ({ number }, now) => ({ kind: 'exception.snooze', args: { until: now + DAY_MS + number, reason: '等回音' } }),
  () => ({ kind: 'exception.waive-push', args: { reason: '客户已知' } }),
  ({ opId }) => ({ kind: 'exception.feedback', args: { text: `已告知 ${opId}`, to: 'client' } }),
  ({ opId }) => ({ kind: 'exception.close', args: { result: `已妥投 ${opId}` } }),
];

/** An act on an exception that the seat sees, or what was done last taken back. Throws what the desk itself refuses. */
export function actOnException(tx: WriteTx, doing: Doing): void {
  if (doing.number % 12 === 11) return undoLast(tx, doing);
  const uids = tx.pluckAll<string>('SELECT uid FROM exception ORDER BY uid');
  const uid = uids[Math.floor(doing.number / 12) % Math.max(1, uids.length)];
  const state = uid === undefined ? undefined : findException(tx, uid);
  if (state === undefined) return;
  const now = tx.environment.clock.now();
  const draft = ON_EXCEPTION[doing.number % 12]?.(doing, now, state);
  if (draft === undefined) return;
  const op = { ...draft, entityId: state.uid, actor: doing.personId, occurredAt: now } as FoldedOp;
  // A desk that closes gives the stamps first, as its person would.
  if (op.kind === 'exception.close') stamp(tx, state, doing);
  performAct(tx, op, doing.opId);
}

function stamp(tx: WriteTx, state: ExceptionState, { personId, opId }: Doing): void {
  const now = tx.environment.clock.now();
  const base = { entityId: state.uid, actor: personId, occurredAt: now };
  const { type, stage } = state.assessment;
  performAct(
    tx,
    {
      ...base,
      kind: 'exception.accept',
      args: { type, stage, organisation: null, text: `办结前 ${opId}`, nextAt: now + DAY_MS, macro: null },
    },
    `${opId}-accept`,
  );
  performAct(tx, { ...base, kind: 'exception.waive-push', args: { reason: '客户已知' } }, `${opId}-waive`);
  performAct(tx, { ...base, kind: 'exception.feedback', args: { text: `反馈 ${opId}`, to: 'client' } }, `${opId}-feedback`);
}

function undoLast(tx: WriteTx, { personId, opId }: Doing): void {
  const act = lastStandingAct(tx, personId);
  if (act === undefined) return;
  const { id } = getUndoableAct(tx, act.id, personId);
  const now = tx.environment.clock.now();
  for (const part of undoParts(tx, id)) undoOnException(tx, part, { actId: id, undoId: opId, personId, now });
}

/** Clients, people, rules and what is recorded of mails. Throws what the desk itself refuses. */
export function manage(tx: WriteTx, { personId, opId, number }: Doing): void {
  const now = tx.environment.clock.now();
  MANAGED[number % MANAGED.length]?.(tx, Math.floor(number / MANAGED.length), { opId, actor: personId, now });
}

type Managing = (tx: WriteTx, pick: number, act: { opId: string; actor: string; now: number }) => void;

const MANAGED: readonly Managing[] = [
  (tx, pick, act) => {
    const client = CLIENTS[pick % CLIENTS.length];
    const station = STATIONS[Math.floor(pick / CLIENTS.length) % STATIONS.length] ?? '';
    if (client !== undefined) saveClient(tx, { ...client, industry: act.opId, station }, act);
  },
  (tx, pick, act) => {
    const { id } = COLLEAGUES[pick % COLLEAGUES.length] ?? { id: '' };
    const role = pick % 3 === 0 ? ROLES[Math.floor(pick / 3) % ROLES.length] : findPerson(tx, id)?.role;
    const station = STATIONS[pick % STATIONS.length] ?? '';
    changePerson(tx, id, { args: { role: role ?? 'agent', station, clients: pick % 2 === 0 ? ['C1'] : [] }, act });
  },
  (tx, pick, act) => {
    const draft = draftOf(getVersion(tx, 1).set);
    const effectiveFrom = act.now + DAY_MS + pick;
    saveVersion(tx, { draft, dryRunHash: draftHash(draft), effectiveFrom, reason: act.opId, basedOn: 1 }, act);
  },
  (tx, pick, { opId, actor, now }) => {
    const mailNo = MAILS[pick % MAILS.length]?.mailNo ?? '';
    recordMail(tx, { mailNo, args: { remark: `备注 ${opId}`, reason: '客户来电' }, actor, now, opId });
  },
];
