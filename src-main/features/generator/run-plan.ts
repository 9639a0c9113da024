import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { cityKeyOf } from '#shared/domain/divisions/places.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { parseInstant } from '#shared/kernel/instant.ts';
import type { Ledger } from '../../ledger/index.ts';
import type { Inspection } from '../../workers/parsing/index.ts';
import { prepareImport, runImport, type ImportReport, type Parse } from '../imports/index.ts';
import { recordMail } from '../mails/index.ts';
import { runScreening, type ScreenReport } from '../screening/index.ts';
import { planSchema, type Plan, type PlanStep } from './plan.ts';

export type PlanRun = {
  ledger: Ledger;
  /** Folder that `generate` wrote. */
  dir: string;
  inspect: (path: string) => Promise<Inspection>;
  parse: Parse;
  actor: string;
  /** A new id for an act or an import at a moment. */
  newId: (now: number) => string;
  /** Called before each step with its moment, so that a settable clock can follow. */
  atStep?: (now: number, step: number, steps: number) => void;
  onImported?: (file: string, report: ImportReport) => void;
  onScreened?: (now: number, report: ScreenReport) => void;
  signal?: AbortSignal;
  /** Lets other work through between steps and batches; the command line needs none. */
  pause?: () => Promise<void>;
};

export async function readPlan(dir: string): Promise<Plan> {
  return planSchema.parse(JSON.parse(await readFile(join(dir, 'plan.json'), 'utf8')));
}

/** Does what the plan of generated days says, through the ordinary import, record and screening. */
export async function runPlan(run: PlanRun): Promise<void> {
  const { steps } = await readPlan(run.dir);
  for (const [index, step] of steps.entries()) {
    if (run.signal?.aborted) throw new AppError('cancelled', 'plan-cancelled');
    run.atStep?.(instantOf(step.now), index, steps.length);
    await run.pause?.();
    await runStep(run, step);
  }
}

function instantOf(text: string): number {
  const instant = parseInstant(text);
  if (instant === undefined) throw new AppError('invalid-input', 'plan-time', { detail: { text } });
  return instant;
}

async function runStep(run: PlanRun, step: PlanStep): Promise<void> {
  const now = instantOf(step.now);
  if (step.step === 'import') {
    for (const file of step.files) await importFile(run, step, file);
    return;
  }
  if (step.step === 'fact') {
    recordFact(run, step, now);
    return;
  }
  const report = await runScreening({ ledger: run.ledger, now, signal: run.signal });
  run.onScreened?.(now, report);
}

async function importFile(run: PlanRun, step: Extract<PlanStep, { step: 'import' }>, file: string): Promise<void> {
  const path = join(run.dir, file);
  const now = instantOf(step.now);
  const inspection = await run.inspect(path);
  const report = await runImport({
    ...prepareImport(inspection, { kind: step.kind, asOf: instantOf(step.asOf), now }),
    ledger: run.ledger,
    parse: run.parse,
    path,
    name: basename(path),
    actor: run.actor,
    now,
    uid: run.newId(now),
    signal: run.signal,
  });
  run.onImported?.(file, report);
}

function recordFact(run: PlanRun, step: Extract<PlanStep, { step: 'fact' }>, now: number): void {
  const cityKey = cityKeyOf(step.redirect);
  if (cityKey === null) throw new AppError('invalid-input', 'plan-place', { detail: { city: step.redirect.city } });
  const redirect = { cityKey, place: `${step.redirect.province}/${step.redirect.city}`, at: instantOf(step.at) };
  run.ledger.write((tx) =>
    recordMail(tx, { mailNo: step.mailNo, args: { reason: step.reason, redirect }, actor: run.actor, now, opId: run.newId(now) }),
  );
}
