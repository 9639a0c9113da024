import { findException } from '#main/features/exceptions/index.ts';
import { bundleOf } from '#main/features/sync/bundles.ts';
import type { ReadTx } from '#main/ledger/index.ts';
import { verifyChain } from '#main/ledger/index.ts';
import { countWaitingMails } from '#main/sync/facts.ts';
import { findSyncState, listStreams } from '#main/sync/store.ts';
import type { LoggedOp } from '#shared/domain/exceptions/ops.ts';
import { foldLog } from '#shared/domain/exceptions/undo.ts';
import { bundleText } from '#shared/domain/sync/mail-bundle.ts';
import { canonicalJson } from '#shared/kernel/canonical-json.ts';
import type { DecidedOp } from '#shared/wire/mutation.ts';
import type { OfficeDevice } from './device.ts';
import type { ServerChange, ServerState } from './server-oracles.ts';

export type Granted = { readonly state: ServerState; readonly streams: ReadonlySet<string> };

/** What a device at rest must hold: all its own told, all that it may see, nothing else. */
export function deviceFindings(device: OfficeDevice, granted: Granted): string[] {
  return device.read((tx) => {
    const visible = granted.state.changes.filter(({ stream }) => granted.streams.has(stream));
    return [
      ...outboxFindings(tx),
      ...cursorFindings(tx, visible),
      ...opFindings(tx, visible),
      ...stateFindings(tx, visible),
      ...mailFindings(tx, visible),
    ].map((finding) => `${finding} (${device.key})`);
  });
}

/** I3 own chain, I11 nothing waits. */
function outboxFindings(tx: ReadTx): string[] {
  const state = findSyncState(tx);
  const last = tx.pluck<number | null>('SELECT max(seq) FROM op') ?? 0;
  const findings: string[] = [];
  if (!verifyChain(tx).ok) findings.push('I3 own chain does not verify');
  if (state?.phase !== 'live') findings.push(`I11 phase ${state?.phase}`);
  if (state?.ackedSeq !== last || state.confirmedSeq !== last) findings.push(`I11 ${last - (state?.confirmedSeq ?? 0)} ops wait`);
  if (countWaitingMails(tx) > 0) findings.push(`I11 ${countWaitingMails(tx)} mails wait`);
  const parked = tx.pluck<number>('SELECT count(*) FROM parked_change') ?? 0;
  if (parked > 0) findings.push(`I12 ${parked} rows are parked`);
  return findings;
}

/** I12: cursors and head hashes are the server's, of the granted streams and of no other. */
function cursorFindings(tx: ReadTx, visible: readonly ServerChange[]): string[] {
  const heads = new Map(visible.map(({ stream, seq, hash }) => [stream, `${seq} ${hash}`]));
  const held = new Map(listStreams(tx).map(({ stream, cursor, headHash }) => [stream, `${cursor} ${headHash}`]));
  const differing = [...new Set([...heads.keys(), ...held.keys()])].filter((stream) => heads.get(stream) !== held.get(stream));
  return differing.map((stream) => `I12 cursor of ${stream} is ${held.get(stream)?.slice(0, 12)}, not ${heads.get(stream)?.slice(0, 12)}`);
}

/** The ops that the visible streams still name, each as its last row says. */
function aliveOps(visible: readonly ServerChange[]): Map<string, DecidedOp> {
  const last = new Map(visible.filter(({ entity }) => entity === 'op').map((row) => [`${row.stream} ${row.id}`, row]));
  const alive = new Map<string, DecidedOp>();
  for (const { id, body } of last.values()) {
    const op = body === null ? undefined : (JSON.parse(body) as DecidedOp);
    if (op !== undefined && (op.ver > 0 || !alive.has(id))) alive.set(id, op);
  }
  return alive;
}

/** I12: decided ops, word for word. */
function opFindings(tx: ReadTx, visible: readonly ServerChange[]): string[] {
  const told = ({ ver, verdict, code, args, effect, actor, occurredAt }: DecidedOp): string =>
    canonicalJson([ver, verdict, code, args, effect === null ? null : canonicalJson(effect), actor, occurredAt]);
  const expected = new Map([...aliveOps(visible)].map(([id, op]) => [id, told(op)]));
  type Row = {
    id: string;
    ver: number;
    verdict: string;
    code: string;
    args_json: string | null;
    effect_json: string | null;
    actor: string;
    occurred_at: number;
  };
  const rows = tx.all<Row>('SELECT id, ver, verdict, code, args_json, effect_json, actor, occurred_at FROM decided_op');
  const held = new Map(
    rows.map((row) => [
      row.id,
      canonicalJson([row.ver, row.verdict, row.code, row.args_json, row.effect_json, row.actor, row.occurred_at]),
    ]),
  );
  const differing = [...new Set([...expected.keys(), ...held.keys()])].filter((id) => expected.get(id) !== held.get(id));
  return differing.map((id) => {
    const [here, there] = [held.get(id) ?? 'not here', expected.get(id) ?? 'not visible'];
    return `I12 op ${id} is ${here.slice(0, 120)}, at the server ${there.slice(0, 120)}`;
  });
}

/** I12: exceptions are the fold of the server's ops. */
function stateFindings(tx: ReadTx, visible: readonly ServerChange[]): string[] {
  const logs = new Map<string, DecidedOp[]>();
  for (const op of aliveOps(visible).values()) {
    if (op.entity === 'exception' && op.ver > 0) logs.set(op.entityId, [...(logs.get(op.entityId) ?? []), op]);
  }
  const findings: string[] = [];
  for (const uid of new Set([...logs.keys(), ...tx.pluckAll<string>('SELECT uid FROM exception')])) {
    const log = [...(logs.get(uid) ?? [])].sort((a, b) => a.ver - b.ver);
    const expected = foldLog(log.map(loggedOf)).state;
    const held = findException(tx, uid);
    if (canonicalJson(held ?? null) !== canonicalJson(expected ?? null))
      findings.push(`I12 exception ${uid}: ${differenceOf(held, expected)}`);
  }
  return findings;
}

function loggedOf({ id, kind, entityId, args, effect, actor, occurredAt }: DecidedOp): LoggedOp {
  const told = { id, kind: effect?.kind ?? kind, entityId, args: effect?.args ?? JSON.parse(args ?? 'null'), actor, occurredAt };
  return told as LoggedOp;
}

function differenceOf(held: object | undefined, expected: object | undefined): string {
  if (held === undefined || expected === undefined) return held === undefined ? 'not here' : 'not visible';
  const [left, right] = [held, expected] as Record<string, unknown>[];
  const names = Object.keys({ ...left, ...right }).filter(
    (name) => canonicalJson(left?.[name] ?? null) !== canonicalJson(right?.[name] ?? null),
  );
  return names
    .map((name) => `${name} ${canonicalJson(left?.[name] ?? null)} ≠ ${canonicalJson(right?.[name] ?? null)}`)
    .join(', ')
    .slice(0, 300);
}

/** I12: mails of the granted streams and no others, with all that anybody knows of them. */
function mailFindings(tx: ReadTx, visible: readonly ServerChange[]): string[] {
  const expected = new Map<string, { ver: number; body: string | null }>();
  for (const { entity, id, rowVer, body } of visible) {
    if (entity === 'mail-bundle' && rowVer >= (expected.get(id)?.ver ?? 0)) expected.set(id, { ver: rowVer, body });
  }
  // What a seat imported of others' clients stays its own: it was never sent here, and is not taken there.
  const received = tx.pluckAll<string>("SELECT DISTINCT id FROM row_stream WHERE entity = 'mail-bundle'");
  const findings: string[] = [];
  for (const [mailNo, { body }] of expected) {
    const bundle = bundleOf(tx, mailNo);
    const text = bundle === undefined ? 'not here' : bundleText(bundle);
    if (text !== body) findings.push(`I12 mail ${mailNo}: ${firstDifference(text, body ?? '')}`);
  }
  for (const mailNo of received) if (!expected.has(mailNo)) findings.push(`I12 mail ${mailNo} is not visible`);
  return findings;
}

function firstDifference(held: string, expected: string): string {
  let at = 0;
  while (at < held.length && held[at] === expected[at]) at += 1;
  return `…${held.slice(Math.max(0, at - 40), at + 80)} ≠ …${expected.slice(Math.max(0, at - 40), at + 80)}`;
}
