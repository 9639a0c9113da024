import type { AppContract } from '#shared/contract/contract.ts';
import type { OutputOf } from '#shared/contract/define.ts';
import { maskText } from '#shared/domain/mail/masking.ts';
import type { Op, ReadTx } from '../../ledger/index.ts';
import { listOps } from '../../ledger/index.ts';
import { listPeople } from '../people/index.ts';

type Entry = OutputOf<AppContract['queue']['get']>['history'][number];

/** Changes of a suggestion are the system's bookkeeping; what they led to stands in the row. */
const LEFT_OUT = new Set(['exception.assess']);
/** The member of an op's arguments that is a person's own words. */
const WORDS: Readonly<Record<string, string>> = {
  'exception.follow-up': 'text',
  'exception.feedback': 'text',
  'exception.close': 'result',
  'mail.record': 'reason',
};

/**
 * What happened to an exception and its mail, oldest first. `kind` is the op's without its area
 * (`raise`, `claim`, `follow-up`, `record`, `reveal` …), `text` a person's words, masked, or
 * empty; an actor without a name is `system`.
 */
export function readHistory(tx: ReadTx, uid: string, mailNo: string): Entry[] {
  const names = new Map(listPeople(tx).map(({ id, name }) => [id, name]));
  const ops = [...listOps(tx, { entity: 'exception', entityId: uid }), ...listOps(tx, { entity: 'mail', entityId: mailNo })];
  return ops
    .filter(({ kind }) => !LEFT_OUT.has(kind))
    .sort((a, b) => a.seq - b.seq)
    .map((op) => entryOf(op, names));
}

function entryOf(op: Op, names: ReadonlyMap<string, string>): Entry {
  const args = (op.args ?? {}) as Record<string, unknown>;
  const member = WORDS[op.kind] ?? '';
  const words = args[member];
  const { [member]: _, assessment: __, ...rest } = args;
  return {
    at: op.occurredAt,
    actor: names.get(op.actor) ?? op.actor,
    kind: op.kind.slice(op.kind.indexOf('.') + 1),
    text: typeof words === 'string' ? maskText(words) : '',
    detail: maskDeep(rest) as Entry['detail'],
  };
}

function maskDeep(value: unknown): unknown {
  if (typeof value === 'string') return maskText(value);
  if (Array.isArray(value)) return value.map(maskDeep);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, maskDeep(member)]));
}
