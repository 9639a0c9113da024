import type { ExceptionOpKind } from '../exceptions/ops.ts';
import type { Act } from './matrix.ts';

/** What the program decides by rules; no person does it, and none may in its name. */
export type OpAct = Act | 'system';

const EXCEPTION_OPS: Readonly<Record<ExceptionOpKind, OpAct>> = {
  'exception.raise': 'system',
  'exception.find': 'system',
  'exception.withdraw': 'system',
  'exception.assess': 'system',
  'exception.self-clear': 'system',
  'exception.claim': 'exception.claim',
  'exception.follow-up': 'exception.follow-up',
  'exception.accept': 'exception.accept',
  'exception.set-next': 'exception.set-next',
  'exception.transfer': 'exception.transfer',
  'exception.snooze': 'exception.snooze',
  'exception.wake': 'exception.wake',
  'exception.push': 'exception.push',
  'exception.waive-push': 'exception.waive-push',
  'exception.set-type': 'exception.set-type',
  'exception.set-stage': 'exception.set-stage',
  'exception.feedback': 'exception.feedback',
  'exception.confirm-self-cleared': 'exception.confirm-self-cleared',
  'exception.close': 'exception.close',
  'exception.undo': 'exception.undo',
};

/** The act that each kind of op is; a kind that is added without its row does nothing on any machine. */
export const OP_ACTS: Readonly<Record<string, OpAct>> = {
  ...EXCEPTION_OPS,
  'view.save': 'view.save',
  'view.remove': 'view.remove',
  'view.reorder': 'view.reorder',
  'mail.record': 'mail.record',
  'rules.save': 'rules.save',
  'rules.withdraw': 'rules.withdraw',
  'client.save': 'client.save',
  'person.add': 'person.add',
  'person.change': 'person.change',
  'person.remove': 'person.remove',
  'data.reveal': 'data.reveal',
  'data.export': 'export.run',
  'data.erase': 'data.erase',
  'key.export': 'key.export',
  'training.start': 'training.use',
  'training.answer': 'training.use',
};

/** Null for a kind that nobody has declared. */
export function actOfOp(kind: string): OpAct | null {
  return Object.hasOwn(OP_ACTS, kind) ? (OP_ACTS[kind] ?? null) : null;
}
