import fs from 'node:fs';
import path from 'node:path';
import { planSchema } from '#main/features/generator/plan.ts';
import type { PlanStep } from '#main/features/generator/plan.ts';
import { command, killAfter, startCommand } from './command.ts';
import type { Random } from './random.ts';

/** From the clients and the first mails to screenings with exceptions; later steps repeat their kinds. */
const STEPS = 15;

export type Day = { readonly folder: string; readonly steps: readonly PlanStep[] };

/** Files, imports and screenings of some days, made by the generator. */
export async function generateDays(folder: string, seed: number): Promise<Day> {
  await command(['generate', '--mails', '1500', '--days', '1', '--seed', String(seed), '--out', folder]);
  const { steps } = planSchema.parse(JSON.parse(fs.readFileSync(path.join(folder, 'plan.json'), 'utf8')));
  return { folder, steps: steps.slice(0, STEPS) };
}

/** The command of a step on a ledger. */
export function argsOf(step: PlanStep, { folder }: Day, ledger: string): string[] {
  const common = ['--ledger', ledger, '--test-ledger', '--now', step.now];
  if (step.step === 'screen') return ['screen', ...common];
  if (step.step === 'import') {
    return ['import', ...step.files.map((file) => path.join(folder, file)), '--kind', step.kind, '--as-of', step.asOf, ...common];
  }
  const { redirect, at, reason, mailNo } = step;
  return ['fact', mailNo, '--redirect', `${redirect.province}/${redirect.city}`, '--at', at, '--reason', reason, ...common];
}

/** Runs the whole plan undisturbed; how long each step took. */
export async function walkPlan(day: Day, ledger: string): Promise<number[]> {
  const durations: number[] = [];
  for (const step of day.steps) durations.push((await command(argsOf(step, day, ledger))).durationMs);
  return durations;
}

export type KillWalk = {
  readonly day: Day;
  readonly ledger: string;
  readonly durationsMs: readonly number[];
  readonly random: Random;
  /** No more kills than this. */
  readonly killsMax: number;
};

/**
 * Runs the plan on a ledger and kills steps on the way; the ledger is verified after each, and
 * the step repeated. Returns which steps were killed and when.
 */
export async function walkPlanWithKills({ day, ledger, durationsMs, random, killsMax }: KillWalk): Promise<string[]> {
  const kills: string[] = [];
  for (const [index, step] of day.steps.entries()) {
    const args = argsOf(step, day, ledger);
    const stepsLeft = day.steps.length - index;
    // The very first step makes the ledger: killed there, there may be none to verify.
    const isChosen = index > 0 && step.step !== 'fact' && random.next() < ((killsMax - kills.length) / stepsLeft) * 1.5;
    if (isChosen) {
      const delayMs = Math.round((durationsMs[index] ?? 1000) * (0.3 + 0.7 * random.next()));
      if (await killAfter(startCommand(args), delayMs)) {
        kills.push(`${step.step} at ${delayMs} ms`);
        await command(['verify', '--ledger', ledger]);
      }
    }
    await command(args);
  }
  return kills;
}
