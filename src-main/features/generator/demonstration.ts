import { dayOf, type DayNumber } from '#shared/kernel/instant.ts';
import { generate, type GenerationSummary } from './generate.ts';
import { MORNING, screenAt, snapAt, snapOf, type Snap } from './timeline.ts';

export type DemonstrationOptions = {
  seed: number;
  outDir: string;
  /** The day that is shown as today. */
  endDay: DayNumber;
  /** Nothing in the set is later than this moment; default: after the morning screening of `endDay`. */
  now?: number;
  mails?: number;
  signal?: AbortSignal;
  onProgress?: (done: number, total: number) => void;
};

const POSTING_DAYS = 5;
const MAILS = 3000;
const ABNORMAL_SHARE = 0.045;

/** Last snapshot that has been screened at a moment. */
function lastScreened(now: number): Snap {
  let snap = snapOf(now);
  while (screenAt(snap) > now) snap--;
  return snap;
}

/**
 * A small set for a demonstration ledger: mails posted on the five days before `endDay`, so that
 * all of today's slots hold mails and about a hundred exceptions stand open.
 */
export async function demonstrationDay(options: DemonstrationOptions): Promise<GenerationSummary> {
  const { endDay, now } = options;
  const lastSnap = now === undefined ? snapAt(endDay, MORNING) : lastScreened(now);
  const today = dayOf(screenAt(lastSnap));
  return await generate({
    mails: options.mails ?? MAILS,
    days: POSTING_DAYS,
    seed: options.seed,
    outDir: options.outDir,
    endDay: today - 1,
    lastSnap,
    abnormalShare: ABNORMAL_SHARE,
    ...(options.signal ? { signal: options.signal } : {}),
    ...(options.onProgress ? { onProgress: options.onProgress } : {}),
  });
}
