import { actOf } from '#shared/domain/exceptions/acts.ts';
import type { TrainingAnswer, TrainingStartArgs } from '#shared/domain/training/ops.ts';
import type { TrainingFacts } from '#shared/domain/training/tasks.ts';
import type { ReadTx } from '../../ledger/index.ts';
import { DATA_EXPORT } from '../exports/index.ts';

export type TrainingStart = { readonly seq: number; readonly at: number; readonly files: number };
type OpRow = { id: string; kind: string; entity: string; entity_id: string; args_json: string | null; at: number };

export const LAST_START = `SELECT seq, occurred_at AS at, args_json FROM op
  WHERE entity = 'training' AND entity_id = ? AND kind = 'training.start' ORDER BY seq DESC LIMIT 1`;
export const OPS_SINCE = `SELECT id, kind, entity, entity_id, args_json, occurred_at AS at FROM op WHERE seq > ? AND actor = ? ORDER BY seq`;

/** When the person began, the last time. */
export function findStart(tx: ReadTx, personId: string): TrainingStart | undefined {
  const row = tx.get<{ seq: number; at: number; args_json: string | null }>(LAST_START, [personId]);
  if (row === undefined) return undefined;
  const files = row.args_json === null ? 0 : (JSON.parse(row.args_json) as TrainingStartArgs).files;
  return { seq: row.seq, at: row.at, files };
}

/** What the ledger knows of the person's acts since then. */
export function readFacts(tx: ReadTx, personId: string, start: TrainingStart): TrainingFacts {
  const ops = tx.all<OpRow>(OPS_SINCE, [start.seq, personId]);
  const ofKind = (kind: string): OpRow[] => ops.filter((op) => op.kind === kind);
  return {
    acts: ops
      .filter((op) => op.entity === 'exception')
      .map(({ id, kind, entity_id: exceptionId, at }) => ({ kind, exceptionId, actId: actOf(id), at })),
    importedAt: listImports(tx, personId, start.files),
    exportedAt: ofKind(DATA_EXPORT).map(({ at }) => at),
    rightAnswers: ofKind('training.answer').flatMap(({ args_json: args, at }) => {
      const answer = args === null ? undefined : (JSON.parse(args) as TrainingAnswer);
      return answer?.right === true ? [{ task: answer.task, at }] : [];
    }),
  };
}

export const IMPORTS_SINCE = `SELECT finished_at FROM import_file
  WHERE id > ? AND actor = ? AND state = 'done' AND rows_new + rows_updated > 0`;

function listImports(tx: ReadTx, personId: string, files: number): number[] {
  return tx.pluckAll<number>(IMPORTS_SINCE, [files, personId]);
}

/** Number of the last import so far; 0 before the first. */
export function lastImport(tx: ReadTx): number {
  return tx.pluck<number | null>('SELECT max(id) FROM import_file') ?? 0;
}
