import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#shared/kernel/app-error.ts';
import { formatDay, parseDay, type DayNumber } from '#shared/kernel/instant.ts';
import type { Rule } from '#shared/domain/screening/vocabulary.ts';
import type { Window } from './appearances.ts';
import { clientBook } from './clients.ts';
import type { MailPlan } from './mail-plan.ts';
import { OutputFiles } from './output-files.ts';
import { planSteps } from './plan-steps.ts';
import { planUnit, type PlanContext } from './plan-mail.ts';
import type { Plan } from './plan.ts';
import { RecordFiles } from './record-files.ts';
import { unitTable, type UnitTable } from './shares.ts';
import { Tally } from './tally.ts';
import { EVENING, MORNING, screenAt, snapAt, type Snap } from './timeline.ts';
import { TraceFiles } from './trace-files.ts';
import type { Truth } from './truth.ts';

/** Last posting day when none is given: fixed, so that a seed alone makes the same files. */
export const DEFAULT_END_DAY: DayNumber = parseDay('2025-06-19') ?? 0;

/** Days of watching after the last posting day: its out-of-province mail is due then. */
const WATCH_DAYS = 3;
const LARGEST_WORKBOOK_SET = 100_000;

export type GenerateOptions = {
  mails: number;
  /** Posting days. */
  days: number;
  seed: number;
  outDir: string;
  /** Last posting day; default `DEFAULT_END_DAY`. */
  endDay?: DayNumber;
  /** Last snapshot that is told and screened; default the evening of the last posting day + 3. */
  lastSnap?: Snap;
  /** Share of mails that are raised at some screening; default 0.03. */
  abnormalShare?: number;
  signal?: AbortSignal;
  onProgress?: (done: number, total: number) => void;
};

export type GenerationSummary = {
  mails: number;
  events: number;
  clean: number;
  abnormal: number;
  selfCleared: number;
  undetermined: number;
  ruleCounts: Partial<Record<Rule, number>>;
  files: number;
  bytes: number;
  steps: number;
  /** Days as `YYYY-MM-DD`, the last moment of the plan as an instant. */
  firstPostingDay: string;
  lastPostingDay: string;
  finishedAt: number;
};

type Run = {
  options: GenerateOptions;
  context: PlanContext;
  table: UnitTable;
  output: OutputFiles;
  records: RecordFiles;
  traces: TraceFiles;
  tally: Tally;
  redirects: MailPlan[];
};

/**
 * Writes the files of the given days into `outDir`, with `plan.json` (what an operator does, in
 * order) and `truth.json` (what must be found). The same options make the same bytes.
 * Fails with `cancelled` when the signal is aborted, `invalid-input` on impossible numbers.
 */
export async function generate(options: GenerateOptions): Promise<GenerationSummary> {
  const run = begin(options);
  await clearEarlier(options.outDir);
  run.records.addClients(run.context.book.clients, run.context.window.firstSnap);
  await writeMails(run);
  await run.records.finish();
  await run.output.flushAll();
  return await conclude(run);
}

function begin(options: GenerateOptions): Run {
  const { mails, days, seed } = options;
  const isCount = (n: number): boolean => Number.isSafeInteger(n) && n > 0;
  if (!isCount(mails) || !isCount(days) || !Number.isSafeInteger(seed) || seed < 0 || mails > 2_000_000) {
    throw new AppError('invalid-input', 'generator-numbers', { detail: { mails, days, seed } });
  }
  const endDay = options.endDay ?? DEFAULT_END_DAY;
  const firstPostDay = endDay - days + 1;
  const lastSnap = options.lastSnap ?? snapAt(endDay + WATCH_DAYS, EVENING);
  const window: Window = { firstSnap: snapAt(firstPostDay, MORNING), lastSnap };
  const output = new OutputFiles(options.outDir);
  const small = mails <= LARGEST_WORKBOOK_SET;
  const record = { seed, firstPostDay, lastSnap, workbookRows: 400, workbookEveryDay: small };
  return {
    options,
    context: { seed, firstPostDay, window, book: clientBook(mails / days, seed) },
    table: unitTable(mails, options.abnormalShare ?? 0.03, seed),
    output,
    records: new RecordFiles(output, record),
    traces: new TraceFiles(output, seed),
    tally: new Tally(window, firstPostDay),
    redirects: [],
  };
}

/** An earlier set in the same folder would be taken for part of this one. */
async function clearEarlier(outDir: string): Promise<void> {
  const present = await readdir(outDir).catch((): string[] => []);
  if (!present.includes('plan.json')) return;
  for (const name of ['轨迹', '邮件', 'plan.json', 'truth.json', 'clients.csv']) {
    await rm(join(outDir, name), { recursive: true, force: true });
  }
}

/** Sundays and Saturdays are slower; weights of a week that starts on Thursday, as day 0 did. */
const WEEK = [1.05, 1.05, 0.7, 0.55, 1.1, 1.1, 1.05];

function unitsByDay(units: number, firstDay: DayNumber, days: number): number[] {
  const weights = Array.from({ length: days }, (_, n) => WEEK[(firstDay + n) % 7] ?? 1);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let passed = 0;
  return weights.map((weight) => {
    passed += weight;
    return Math.round((units * passed) / total);
  });
}

const BATCH = 500;

async function writeMails(run: Run): Promise<void> {
  const { options, context, table } = run;
  const ends = unitsByDay(table.units, context.firstPostDay, options.days);
  let unit = 0;
  for (let n = 0; n < ends.length; n++) {
    for (; unit < (ends[n] ?? 0); unit++) {
      const plans = planUnit({ index: unit, script: table.scriptOf(unit), postDay: context.firstPostDay + n }, context);
      for (const mail of plans) writeMail(run, mail);
      if (unit % BATCH === 0) await pause(run);
    }
  }
}

function writeMail(run: Run, mail: MailPlan): void {
  const index = run.tally.mails;
  run.tally.add(mail);
  if (mail.redirect && mail.redirect.recordedSnap <= run.context.window.lastSnap) run.redirects.push(mail);
  if (mail.recordSnap <= run.context.window.lastSnap) run.records.add(mail, index);
  run.traces.add(mail, index);
}

async function pause(run: Run): Promise<void> {
  if (run.options.signal?.aborted) throw new AppError('cancelled', 'generation-cancelled', { detail: { mails: run.tally.mails } });
  run.options.onProgress?.(run.tally.mails, run.options.mails);
  await run.output.flushFull();
}

async function conclude(run: Run): Promise<GenerationSummary> {
  const { options, context, tally, output } = run;
  const lastPostingDay = formatDay(context.firstPostDay + options.days - 1);
  const plan: Plan = {
    version: 1,
    seed: options.seed,
    mails: tally.mails,
    firstPostingDay: formatDay(context.firstPostDay),
    lastPostingDay,
    steps: planSteps({ window: context.window, records: run.records, traces: run.traces, redirects: run.redirects }),
  };
  const truth = truthOf(run);
  await output.writeWhole('plan.json', Buffer.from(`${JSON.stringify(plan, null, 1)}\n`));
  await output.writeWhole('truth.json', Buffer.from(`${JSON.stringify(truth)}\n`));
  options.onProgress?.(options.mails, options.mails);
  return {
    mails: tally.mails,
    events: tally.events,
    clean: tally.clean,
    abnormal: tally.abnormal.length,
    selfCleared: tally.selfCleared.length,
    undetermined: tally.undetermined.length,
    ruleCounts: tally.ruleCounts,
    files: truth.files.length,
    bytes: output.bytes,
    steps: plan.steps.length,
    firstPostingDay: plan.firstPostingDay,
    lastPostingDay,
    finishedAt: screenAt(context.window.lastSnap),
  };
}

function truthOf(run: Run): Truth {
  const { tally, traces, records } = run;
  const files = [...records.files.values(), ...traces.files.values()].map((file) => file.truth);
  const sum = (of: (file: (typeof files)[number]) => number): number => files.reduce((total, file) => total + of(file), 0);
  const countCleaned = (cleaned: Record<string, number>): number => Object.values(cleaned).reduce((a, b) => a + b, 0);
  return {
    version: 1,
    seed: run.options.seed,
    mails: tally.mails,
    events: tally.events,
    clean: tally.clean,
    carriedOver: tally.carriedOver,
    abnormal: tally.abnormal,
    selfCleared: tally.selfCleared,
    undetermined: tally.undetermined,
    ruleCounts: tally.ruleCounts,
    slots: tally.sortedSlots(),
    files: files.sort((a, b) => (a.file < b.file ? -1 : 1)),
    dirt: {
      repeatedRows: sum((file) => file.repeated),
      refusedRows: sum((file) => file.refused.length),
      cleanedValues: sum((file) => countCleaned(file.cleaned)),
      repeatedEvents: traces.repeatedEvents,
      disorderedEnvelopes: traces.disorderedEnvelopes,
      lateFiles: files.filter((file) => file.kind === 'late-traces').length,
      lateMails: tally.lateMails,
    },
  };
}
