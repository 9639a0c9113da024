import type { AppHandlers } from '#shared/contract/contract.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { parseDay } from '#shared/kernel/instant.ts';
import type { Ledger } from '../../ledger/index.ts';
import type { HandlerContext } from '../handler-context.ts';
import { enqueueScreening } from '../jobs/index.ts';
import { rulesAt } from '../rules/index.ts';
import { readCoverageList } from './coverage-list.ts';
import type { CoverageMails } from './coverage-list.ts';
import { ensureFolded } from './run-screening.ts';
import { readCoverageReport, readScreeningStatus } from './status-reader.ts';
import type { CoverageReport, ScreeningStatus } from './status-reader.ts';

/** So many changed mails are folded before a report is answered; more of them in the background. */
const FOLDED_AT_ONCE = 500;

/** Coverage of a day, the mails behind its numbers, runs by hand, and how screening stands. */
export function createScreeningHandlers(context: HandlerContext): AppHandlers['screening'] {
  const folding = new WeakSet<Ledger>();
  return {
    coverage: async ({ day }) => {
      await foldFor(context, folding);
      return context.ledger().read<CoverageReport>((tx) => readCoverageReport(tx, dayOf(day), momentOf(context)(tx)));
    },
    coverageList: async ({ day, ...input }) => {
      await foldFor(context, folding);
      const number = dayOf(day);
      return context
        .ledger()
        .read<CoverageMails>((tx) => readCoverageList(tx, { day, ...input }, { day: number, ...momentOf(context)(tx) }));
    },
    run: () => context.ledger().write<{ jobId: string }>((tx) => enqueueScreening(tx, { createdBy: context.person().id })),
    status: () => context.ledger().read<ScreeningStatus>((tx) => readScreeningStatus(tx, (id) => context.jobs().progressOf(id))),
  };
}

function momentOf({ clock }: HandlerContext) {
  const now = clock.now();
  return (tx: Parameters<typeof rulesAt>[0]) => ({ now, rules: rulesAt(tx, now) });
}

function dayOf(text: string): number {
  const day = parseDay(text);
  if (day === undefined) throw new AppError('invalid-input', 'input-not-valid');
  return day;
}

/** Region and posting day of changed mails decide which slot they are counted in. */
async function foldFor({ ledger, clock, timers, log, publish }: HandlerContext, folding: WeakSet<Ledger>): Promise<void> {
  const open = ledger();
  if (open.isReadonly || folding.has(open)) return;
  const changed = open.read((tx) => tx.pluckAll('SELECT 1 FROM mail WHERE dirty > 0 AND dirty = 1 LIMIT ?', [FOLDED_AT_ONCE + 1]).length);
  if (changed === 0) return;
  folding.add(open);
  const done = ensureFolded({ ledger: open, now: clock.now(), pause: () => timers.yieldToLoop() }).finally(() => folding.delete(open));
  if (changed <= FOLDED_AT_ONCE) return done;
  void done.then(
    () => publish('screening.changed', {}),
    // A ledger that was closed meanwhile goes on with it at the next report.
    (error: unknown) => open.isOpen && log.warn('fold-failed', { error }),
  );
}
