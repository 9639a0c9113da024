import type { AppContract, AppHandlers } from '#shared/contract/contract.ts';
import type { OutputOf } from '#shared/contract/define.ts';
import type { TrainingAnswer, TrainingStartArgs } from '#shared/domain/training/ops.ts';
import { isRightAnswer, judgeTraining, TRAINING_TASKS } from '#shared/domain/training/tasks.ts';
import type { TrainingFacts } from '#shared/domain/training/tasks.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { appendOp } from '../../ledger/index.ts';
import type { WriteTx } from '../../ledger/index.ts';
import type { HandlerContext } from '../handler-context.ts';
import { findStart, lastImport, readFacts } from './facts-reader.ts';
import { writePracticeFile } from './practice-file.ts';
import { askQuestions, truthOf } from './questions.ts';

const NO_FACTS: TrainingFacts = { acts: [], importedAt: [], exportedAt: [], rightAnswers: [] };
const SEEDS = 1_000_000;

/** Training happens in demonstrations alone, so that no exercise is ever a real mail's. */
export function createTrainingHandlers(context: HandlerContext): AppHandlers['training'] {
  const isAvailable = (): boolean => context.kind() !== 'real';
  const assertAvailable = (): void => {
    if (!isAvailable()) throw new AppError('forbidden', 'only-in-demonstration');
  };
  return {
    state: () => {
      const personId = context.person().id;
      const available = isAvailable();
      return context.ledger().read<OutputOf<AppContract['training']['state']>>((tx) => {
        const start = available ? findStart(tx, personId) : undefined;
        const done = judgeTraining(start === undefined ? NO_FACTS : readFacts(tx, personId, start));
        return {
          available,
          startedAt: start?.at ?? null,
          tasks: TRAINING_TASKS.map((task) => ({ task, doneAt: done[task] })),
          questions: start === undefined ? { coverage: null, search: null } : askQuestions(tx, context.clock.now()),
        };
      });
    },
    start: () => {
      assertAvailable();
      context
        .ledger()
        .write((tx) => log(tx, context, { kind: 'training.start', args: { files: lastImport(tx) } satisfies TrainingStartArgs }));
      return {};
    },
    answer: ({ task, about, answer }) => {
      assertAvailable();
      return context.ledger().write<{ right: boolean }>((tx) => {
        const truth = truthOf(tx, task, about);
        const right = truth !== undefined && isRightAnswer(task, answer, truth);
        const args: TrainingAnswer = { task, about, answer, right };
        log(tx, context, { kind: 'training.answer', args });
        return { right };
      });
    },
    practiceFile: () => {
      assertAvailable();
      const seed = context.ids.bytes(4).readUInt32LE(0) % SEEDS;
      return { path: writePracticeFile({ folder: context.settings().exportFolder, now: context.clock.now(), seed }) };
    },
  };
}

function log(tx: WriteTx, { clock, ids, person }: HandlerContext, op: { kind: string; args: object }): void {
  const [now, personId] = [clock.now(), person().id];
  appendOp(tx, { ...op, id: ids.uuid(now), entity: 'training', entityId: personId, actor: personId, occurredAt: now });
  tx.emit('training.changed', {});
}
