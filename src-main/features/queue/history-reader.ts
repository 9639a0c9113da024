import type { AppContract } from '#shared/contract/contract.ts';
import type { OutputOf } from '#shared/contract/define.ts';
import { maskText } from '#shared/domain/mail/masking.ts';
import type { EntityOp, ReadTx } from '../../ledger/index.ts';
import { entityLog } from '../../ledger/index.ts';
import { listPeople } from '../people/index.ts';

type Entry = OutputOf<AppContract['queue']['get']>['history'][number];

/** Changes of a suggestion are the system's bookkeeping; what they led to stands in the row. */
const LEFT_OUT = new Set(['exception.assess']);
/** The member of an op's arguments that is a person's own words. */
const WORDS: Readonly<Record<string, string>> = {
  'exception.follow-up': 'text',
  'exception.accept': 'text',
  'exception.push': 'text',
  'exception.waive-push': 'reason',
  'exception.transfer': 'reason',
  'exception.snooze': 'reason',
  'exception.feedback': 'text',
  'exception.close': 'result',
  'mail.record': 'reason',
};

/**
 * What happened to an exception and its mail, oldest first. `kind` is the op's without its area
 * (`raise`, `claim`, `follow-up`, `record`, `reveal` …), `text` a person's words, masked, or
 * empty; an actor without a name is `system`. What was taken back stays, with `undone` in its
 * detail; the `undo` names the kinds that it took back.
 */
export function readHistory(tx: ReadTx, uid: string, mailNo: string): Entry[] {
  const names = new Map(listPeople(tx).map(({ id, name }) => [id, name]));
  const ops = [...entityLog(tx, 'exception', uid), ...entityLog(tx, 'mail', mailNo)];
  // Among those of other machines there is no order but their own times.
  const isOwn = ops.every(({ seq }) => seq !== null);
  const kinds = new Map(ops.map(({ id, kind }) => [id, wordOf(kind)]));
  const undone = new Set(ops.flatMap(undoneBy));
  return ops
    .filter(({ kind }) => !LEFT_OUT.has(kind))
    .sort((a, b) => (isOwn ? (a.seq ?? 0) - (b.seq ?? 0) : a.occurredAt - b.occurredAt))
    .map((op) => {
      if (op.kind === UNDO) return { ...entryOf(op, names), detail: { kinds: undoneBy(op).map((id) => kinds.get(id) ?? '') } };
      const entry = entryOf(op, names);
      return undone.has(op.id) ? { ...entry, detail: { ...entry.detail, undone: true } } : entry;
    });
}

const UNDO = 'exception.undo';

function undoneBy({ kind, args }: EntityOp): readonly string[] {
  return kind === UNDO ? ((args as { ops?: readonly string[] } | undefined)?.ops ?? []) : [];
}

function wordOf(kind: string): string {
  return kind.slice(kind.indexOf('.') + 1);
}

function entryOf(op: EntityOp, names: ReadonlyMap<string, string>): Entry {
  const args = (op.args ?? {}) as Record<string, unknown>;
  const member = WORDS[op.kind] ?? '';
  const words = args[member];
  const { [member]: _, assessment: __, ...rest } = args;
  return {
    at: op.occurredAt,
    actor: names.get(op.actor) ?? op.actor,
    kind: wordOf(op.kind),
    text: typeof words === 'string' ? maskText(words) : '',
    detail: {
      ...(maskDeep(rest) as Entry['detail']),
      ...(typeof rest['to'] === 'string' && names.has(rest['to']) && { to: names.get(rest['to']) }),
    },
  };
}

function maskDeep(value: unknown): unknown {
  if (typeof value === 'string') return maskText(value);
  if (Array.isArray(value)) return value.map(maskDeep);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, maskDeep(member)]));
}
