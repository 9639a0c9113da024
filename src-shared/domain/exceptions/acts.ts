/**
 * What a person does at one stroke is one act with one id. On each exception that it touches it is
 * one op, and the op's id begins with the act's, so that the log alone says what belongs together.
 */
const OF_MANY = /^(.+)\/[0-9a-f]{32}$/u;

export function actOpId(actId: string, exceptionUid: string): string {
  return `${actId}/${exceptionUid}`;
}

/** The act that an op belongs to; an op that was written alone is an act by itself. */
export function actOf(opId: string): string {
  return OF_MANY.exec(opId)?.[1] ?? opId;
}

export type Act = {
  id: string;
  /** Number of its first and last op. */
  seq: number;
  lastSeq: number;
  actor: string;
  /** Kind of its ops. */
  kind: string;
  at: number;
  ops: number;
  undone: number;
};
export type ActOp = { seq: number; id: string; kind: string; actor: string; occurredAt: number };

/** Folds one person's op on an exception into its act. */
export function foldAct(act: Act | undefined, op: ActOp): Act {
  if (act) return { ...act, lastSeq: op.seq, ops: act.ops + 1 };
  return { id: actOf(op.id), seq: op.seq, lastSeq: op.seq, actor: op.actor, kind: op.kind, at: op.occurredAt, ops: 1, undone: 0 };
}
