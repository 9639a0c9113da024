import { actOf } from '#shared/domain/exceptions/acts.ts';
import type { TrainingAnswer } from '#shared/domain/training/ops.ts';
import type { TrainingFacts } from '#shared/domain/training/tasks.ts';
import type { ReadTx } from '../../ledger/index.ts';
import { DATA_EXPORT } from '../exports/index.ts';

export type TrainingStart = { readonly seq: number; readonly at: number };
type OpRow = { id: string; kind: string; entity: string; entity_id: string; args_json: string | null; at: number };

export const LAST_START = `SELECT seq, occurred_at AS at FROM op
  WHERE entity = 'training' AND entity_id = ? AND kind = 'training.start' ORDER BY seq DESC LIMIT 1`;
export const OPS_SINCE = `SELECT id, kind, entity, entity_id, args_json, occurred_at AS at FROM op WHERE seq > ? AND actor = ? ORDER BY seq`;

/** When the person began, the last time. */
export function findStart(tx: ReadTx, personId: string): TrainingStart | undefined {
  return tx.get<TrainingStart>(LAST_START, [personId]);
}

/** What the ledger knows of the person's acts since then. */
export function readFacts(tx: ReadTx, personId: string, start: TrainingStart): TrainingFacts {
  const ops = tx.all<OpRow>(OPS_SINCE, [start.seq, personId]);
  const ofKind = (kind: string): OpRow[] => ops.filter((op) => op.kind === kind);
  return {
    acts: ops
      .filter((op) => op.entity === 'exception')
      .map(({ id, kind, entity_id: exceptionId, at }) => ({ kind, exceptionId, actId: actOf(id), at })),
    importedAt: listImports(tx, personId, start.at),
    exportedAt: ofKind(DATA_EXPORT).map(({ at }) => at),
    rightAnswers: ofKind('training.answer').flatMap(({ args_json: args, at }) => {
      const answer = args === null ? undefined : (JSON.parse(args) as TrainingAnswer);
      return answer?.right === true ? [{ task: answer.task, at }] : [];
    }),
  };
}

/** A demonstration has a few hundred files; nothing else is asked about them in this way. */
function listImports(tx: ReadTx, personId: string, since: number): number[] {
  const sql = `SELECT finished_at FROM import_file
    WHERE actor = ? AND state = 'done' AND started_at >= ? AND rows_new + rows_updated > 0`;
  return tx.pluckAll<number>(sql, [personId, since]);
}
