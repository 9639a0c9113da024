import type { CompiledRules } from '#shared/domain/rules/compile.ts';
import { postingDayFor, slotOpening } from '#shared/domain/screening/slots.ts';
import type { SlotRegion } from '#shared/domain/screening/vocabulary.ts';
import { SLOT_REGIONS } from '#shared/domain/screening/vocabulary.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { ReadTx, WriteTx } from '../../ledger/index.ts';
import { keyClientTest } from '../clients/index.ts';
import { rulesAt } from '../rules/index.ts';
import { armForRules, isArmedFor } from './arm-for-rules.ts';
import type { WalkRequest } from './arm-for-rules.ts';
import { countWatched, listOpenedSlots } from './coverage-reader.ts';
import type { SlotRow } from './coverage-reader.ts';
import { Provisional } from './provisional.ts';
import { MailScreener } from './screen-mail.ts';
import type { ScreenContext } from './screen-context.ts';
import type { ScreenCounts } from './screen-mail.ts';

/** Mails that are read, judged and written together: few enough that they stay in the processor's caches. */
const BATCH = 200;
/**
 * Batches a transaction: one where others wait between the batches, so that none of them waits 50 ms;
 * many where nobody waits, since a page of the ledger that several of them touch is then written once.
 */
const SHARED_BATCHES = 1;
const OWN_BATCHES = 250;

export type ScreenRequest = WalkRequest & {
  /** Only the slots of this day (and region); the watch is left out then. */
  day?: number | undefined;
  region?: SlotRegion | undefined;
  /** Marks slots run for the first time by this run as 补筛. */
  catchUp?: boolean | undefined;
  onProgress?: ((done: number, total: number) => void) | undefined;
};
export type ScreenReport = {
  slots: SlotRow[];
  watched: number;
  raised: number;
  withdrawn: number;
  selfCleared: number;
};

type Picker = (tx: ReadTx, limit: number) => number[];

/**
 * Evaluates what is due or changed up to `now`: mails whose facts changed, and mails with a slot
 * opening or a deadline that has come. What has neither is not touched, so the cost does not grow
 * with what is stored. Stops between batches when aborted; what is done stays.
 */
export async function runScreening(request: ScreenRequest): Promise<ScreenReport> {
  const { ledger, now } = request;
  const isWhole = request.day === undefined && request.region === undefined;
  await armForRules(request);
  // Which changed mails belong to a slot is known only when all of them are folded.
  if (!isWhole) await ensureFolded(request);
  const rules = ledger.read((tx) => rulesAt(tx, now));
  const total = ledger.read((tx) => countCandidates(tx, now));
  const sums: ScreenCounts = { raised: 0, withdrawn: 0, selfCleared: 0, evaluated: 0, due: 0 };
  const isKeyClient = ledger.read((tx) => keyClientTest(tx, rules));
  const provisional = ledger.read((tx) => new Provisional(tx));
  const context: ScreenContext = { now, rules, isKeyClient, provisional };
  for (const pick of picksOf(request, rules)) {
    await drain(request, pick, (tx, ids) => {
      const screener = new MailScreener(tx, context);
      screener.screen(ids);
      addCounts(sums, screener);
      request.onProgress?.(sums.evaluated, Math.max(total, sums.evaluated));
    });
  }
  const report = ledger.write((tx) => {
    const slots = listOpenedSlots(tx, now, rules).filter((slot) => isAsked(slot, request));
    Provisional.settle(tx);
    recordRuns(tx, slots, request);
    tx.emit('screening.changed', {});
    const watched = isWhole ? countWatched(tx) : 0;
    return { slots, watched, raised: sums.raised, withdrawn: sums.withdrawn, selfCleared: sums.selfCleared };
  });
  return report;
}

/** Brings region, posting day and slots of changed mails up to date, asking no rule. */
export async function ensureFolded(request: WalkRequest): Promise<void> {
  const { ledger, now } = request;
  await armForRules(request);
  const rules = ledger.read((tx) => rulesAt(tx, now));
  const provisional = ledger.read((tx) => new Provisional(tx));
  const context: ScreenContext = { now, rules, isKeyClient: () => false, provisional };
  await drain(
    request,
    (tx, limit) => tx.pluckAll<number>('SELECT id FROM mail WHERE dirty > 0 AND dirty = 1 LIMIT ?', [limit]),
    (tx, ids) => {
      new MailScreener(tx, context).fold(ids);
    },
  );
}

async function drain(
  { ledger, now, signal, pause }: WalkRequest,
  pick: Picker,
  work: (tx: WriteTx, ids: readonly number[]) => void,
): Promise<void> {
  for (;;) {
    if (signal?.aborted) throw new AppError('cancelled', 'cancelled');
    const isDone = ledger.write((tx) => {
      // A later run has readied the mails for another version meanwhile: what is left is its part.
      if (!isArmedFor(tx, now)) return true;
      for (let batch = 0; batch < (pause ? SHARED_BATCHES : OWN_BATCHES); batch++) {
        const ids = pick(tx, BATCH);
        if (ids.length === 0) return true;
        work(tx, ids);
      }
      return false;
    });
    if (isDone) return;
    await pause?.();
  }
}

function addCounts(sums: ScreenCounts, screener: MailScreener): void {
  for (const key of Object.keys(sums) as (keyof ScreenCounts)[]) sums[key] += screener.counts[key];
}

/** Which mails to look at; each query answers with what is still to be done, until nothing is. */
function picksOf({ now, day, region }: ScreenRequest, rules: CompiledRules): Picker[] {
  if (day === undefined && region === undefined) {
    return [
      (tx, limit) => tx.pluckAll<number>('SELECT id FROM mail WHERE next_at <= ? LIMIT ?', [now, limit]),
      (tx, limit) => tx.pluckAll<number>('SELECT id FROM mail WHERE dirty > 0 LIMIT ?', [limit]),
    ];
  }
  return SLOT_REGIONS.filter((each) => region === undefined || each === region).map((each) => (tx, limit) => {
    if (day === undefined) return tx.pluckAll<number>(REGION_PICK, [each, now, now, limit]);
    const days = postingDayFor(day, each, rules);
    if (days === null || slotOpening(day, each, rules) > now) return [];
    return tx.pluckAll<number>(SLOT_PICK, [days.from, days.to, each, now, limit]);
  });
}

const SLOT_PICK = `SELECT id FROM mail WHERE posting_day BETWEEN ? AND ? AND region IN (?, 'unknown')
  AND (dirty > 0 OR next_at <= ?) LIMIT ?`;
const REGION_PICK = `SELECT id FROM mail WHERE region IN (?, 'unknown') AND (next_at <= ? OR (dirty > 0 AND accepted_at <= ?)) LIMIT ?`;

/** For the progress bar: counted in the indices alone, a mail that is both stands twice. */
function countCandidates(tx: ReadTx, now: number): number {
  const changed = tx.pluck<number>('SELECT count(*) FROM mail WHERE dirty > 0') ?? 0;
  const timed = tx.pluck<number>('SELECT count(*) FROM mail WHERE next_at <= ?', [now]) ?? 0;
  return changed + timed;
}

function isAsked(slot: SlotRow, { day, region }: ScreenRequest): boolean {
  return (day === undefined || slot.day === day) && (region === undefined || slot.region === region);
}

function recordRuns(tx: WriteTx, slots: readonly SlotRow[], { now, catchUp }: ScreenRequest): void {
  for (const slot of slots) {
    tx.run(
      `INSERT INTO slot_run (day, region, first_at, last_at, catch_up) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (day, region) DO UPDATE SET last_at = excluded.last_at`,
      [slot.day, slot.region, now, now, catchUp === true ? 1 : 0],
    );
  }
}
