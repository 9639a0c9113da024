import { maskText } from '#shared/domain/mail/masking.ts';
import type { ReadTx } from '../../ledger/index.ts';

/** An op as the log stores it, as far as search looks at it. */
export type OpText = {
  seq: number;
  id: string;
  kind: string;
  entity: string;
  entity_id: string;
  args_json: string | null;
  actor: string;
  occurred_at: number;
};
export const OP_TEXT_COLUMNS = 'seq, id, kind, entity, entity_id, args_json, actor, occurred_at';

/** Members of an op's arguments that are a person's own words, in the order in which they are shown. */
const WORDS = ['text', 'result', 'remark', 'note', 'reason'] as const;
const ENTITIES: ReadonlySet<string> = new Set(['exception', 'mail']);
const SYSTEM = 'system';

/**
 * What a person wrote by an op, masked as every screen shows it; empty when nothing. What is masked
 * is not searched either: a find would give it away.
 */
export function passageOf(op: OpText): string {
  if (op.actor === SYSTEM || op.args_json === null || !ENTITIES.has(op.entity)) return '';
  const args = JSON.parse(op.args_json) as Readonly<Record<string, unknown>>;
  const texts = WORDS.map((name) => args[name]).filter((value): value is string => typeof value === 'string' && value !== '');
  return maskText(texts.join('\n'));
}

/** The acts that a person took back by an op; empty for any other op. */
export function undoneOps(op: OpText): readonly string[] {
  if (op.kind !== UNDO || op.args_json === null) return [];
  const { ops } = JSON.parse(op.args_json) as { ops?: readonly string[] };
  return ops ?? [];
}

/** Whether the act has been taken back since. */
export function isUndone(tx: ReadTx, op: OpText): boolean {
  if (op.entity !== 'exception') return false;
  const undos = tx.pluckAll<string | null>(UNDOS, [op.entity_id, op.seq, UNDO]);
  return undos.some((args) => args !== null && (JSON.parse(args) as { ops?: readonly string[] }).ops?.includes(op.id) === true);
}

const UNDO = 'exception.undo';
const UNDOS = "SELECT args_json FROM op WHERE entity = 'exception' AND entity_id = ? AND seq > ? AND kind = ?";

/**
 * What an exception names: organisations that answer for it, suggested or decided, and the words of
 * its findings' evidence. Masked as screens show it.
 */
export function exceptionTexts(
  tx: ReadTx,
  exception: { uid: string; suggested_org: string | null; organisation: string | null },
): string[] {
  const texts = new Set<string>();
  const add = (value: unknown): void => {
    if (typeof value === 'string' && value !== '') texts.add(maskText(value));
    else if (Array.isArray(value)) for (const each of value) add(each);
  };
  add(exception.organisation);
  add(exception.suggested_org);
  for (const evidence of tx.pluckAll<string>('SELECT evidence FROM finding WHERE exception_uid = ? ORDER BY rule', [exception.uid])) {
    for (const value of Object.values(JSON.parse(evidence) as Record<string, unknown>)) add(value);
  }
  return [...texts];
}
