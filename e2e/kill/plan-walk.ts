import fs from 'node:fs';
import path from 'node:path';
import { planSchema } from '#main/features/generator/plan.ts';
import type { PlanStep } from '#main/features/generator/plan.ts';
import { command, ended, killAfter, start, startCommand } from './command.ts';
import type { Random } from './random.ts';

/** From the clients and the first mails to screenings with exceptions; later steps repeat their kinds. */
const STEPS = 15;

export type Days = { readonly folder: string; readonly steps: readonly PlanStep[] };

/** Files, imports and screenings of some days, made by the generator, the plan cut short. */
export async function generateDays(folder: string, seed: number): Promise<Days> {
  await command(['generate', '--mails', '1500', '--days', '1', '--seed', String(seed), '--out', folder]);
  const file = path.join(folder, 'plan.json');
  const plan = planSchema.parse(JSON.parse(fs.readFileSync(file, 'utf8')));
  const steps = plan.steps.slice(0, STEPS);
  fs.writeFileSync(file, JSON.stringify({ ...plan, steps }));
  return { folder, steps };
}

/** Runs the whole plan undisturbed on a new ledger. */
export async function walkCalmly({ folder }: Days, ledger: string): Promise<void> {
  const run = await ended(start('e2e/kill/walk-child.ts', [folder, ledger]));
  if (run.code !== 0) throw new Error(`the undisturbed walk exited with ${String(run.code)}\n${run.stderr.slice(-2000)}`);
}

function argsOf(step: PlanStep, { folder }: Days, ledger: string): string[] {
  const common = ['--ledger', ledger, '--test-ledger', '--now', step.now];
  if (step.step === 'screen') return ['screen', ...common];
  if (step.step === 'import') {
    return ['import', ...step.files.map((file) => path.join(folder, file)), '--kind', step.kind, '--as-of', step.asOf, ...common];
  }
  const { redirect, at, reason, mailNo } = step;
  return ['fact', mailNo, '--redirect', `${redirect.province}/${redirect.city}`, '--at', at, '--reason', reason, ...common];
}

export type KillWalk = {
  readonly days: Days;
  readonly ledger: string;
  readonly random: Random;
  /** No more kills than this. */
  readonly killsMax: number;
};

/**
 * Runs the plan on a ledger, a command a step, and kills steps on the way; the ledger is verified
 * after each kill, and the step repeated. Returns which steps were killed and when.
 */
export async function walkWithKills({ days, ledger, random, killsMax }: KillWalk): Promise<string[]> {
  const kills: string[] = [];
  // How long a step takes depends on the machine: the last one of its kind says it.
  const tookMs: Partial<Record<PlanStep['step'], number>> = {};
  for (const [index, step] of days.steps.entries()) {
    const args = argsOf(step, days, ledger);
    const share = (killsMax - kills.length) / (days.steps.length - index);
    const expectedMs = tookMs[step.step];
    // A kind is seen once before it is killed, and the step that makes the ledger never is.
    if (expectedMs !== undefined && step.step !== 'fact' && random.next() < share * 2) {
      const delayMs = Math.round(expectedMs * (0.3 + 0.6 * random.next()));
      if (await killAfter(startCommand(args), delayMs)) {
        kills.push(`step ${index} ${step.step} at ${delayMs} ms`);
        await command(['verify', '--ledger', ledger]);
      }
    }
    tookMs[step.step] = (await command(args)).durationMs;
  }
  return kills;
}
