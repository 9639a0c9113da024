import { formatInstant, MINUTE_MS } from '#shared/kernel/instant.ts';
import type { Window } from './appearances.ts';
import type { MailPlan } from './mail-plan.ts';
import type { PlanStep } from './plan.ts';
import type { RecordFiles } from './record-files.ts';
import { asOf, factAt, importAt, screenAt, type Snap } from './timeline.ts';
import type { TraceFiles } from './trace-files.ts';

export type PlanParts = { window: Window; records: RecordFiles; traces: TraceFiles; redirects: readonly MailPlan[] };

/** Minutes between the import of the records and the as-of of the same snapshot's traces. */
const RECORDS_EARLIER_MIN = 40;

/** What the operator does at each snapshot: records, traces, late traces, facts, screening. */
export function planSteps(parts: PlanParts): PlanStep[] {
  const steps: PlanStep[] = [];
  for (let snap = parts.window.firstSnap; snap <= parts.window.lastSnap; snap++) steps.push(...stepsOf(parts, snap));
  return steps;
}

function stepsOf(parts: PlanParts, snap: Snap): PlanStep[] {
  const steps = recordSteps(parts, snap);
  steps.push(...traceSteps(parts, snap));
  for (const mail of parts.redirects) {
    if (mail.redirect?.recordedSnap !== snap) continue;
    steps.push({
      step: 'fact',
      mailNo: mail.mailNo,
      redirect: { province: mail.redirect.city.province, city: mail.redirect.city.name },
      at: formatInstant(mail.redirect.at),
      reason: '寄件人来电更改收件地址',
      now: formatInstant(factAt(snap)),
    });
  }
  steps.push({ step: 'screen', now: formatInstant(screenAt(snap)) });
  return steps;
}

function recordSteps(parts: PlanParts, snap: Snap): PlanStep[] {
  const files = [...parts.records.files.values()].filter((file) => file.snap === snap);
  const now = asOf(snap) - RECORDS_EARLIER_MIN * MINUTE_MS;
  const kinds = [
    ['clients', files.filter((file) => file.truth.kind === 'clients')],
    ['mails', files.filter((file) => file.truth.kind === 'mails' || file.truth.kind === 'registered')],
    ['auto', files.filter((file) => file.truth.kind === 'quality-grid')],
  ] as const;
  const steps: PlanStep[] = [];
  for (const [kind, some] of kinds) {
    const names = some.map((file) => file.truth.file).sort();
    if (names.length === 0) continue;
    // A grid tells last operations up to the moment at which it was made.
    const at = kind === 'auto' ? asOf(snap) : now;
    const clockNow = kind === 'auto' ? importAt(snap) : now + 5 * MINUTE_MS;
    steps.push({ step: 'import', kind, files: names, asOf: formatInstant(at), now: formatInstant(clockNow) });
  }
  return steps;
}

function traceSteps(parts: PlanParts, snap: Snap): PlanStep[] {
  const byAsOf = new Map<Snap, string[]>();
  for (const file of parts.traces.files.values()) {
    if (file.arrival !== snap) continue;
    const names = byAsOf.get(file.snap) ?? [];
    names.push(file.truth.file);
    byAsOf.set(file.snap, names);
  }
  return [...byAsOf.entries()]
    .sort(([a], [b]) => b - a)
    .map(([known, names]) => ({
      step: 'import' as const,
      kind: 'traces' as const,
      files: names.sort(),
      asOf: formatInstant(asOf(known)),
      now: formatInstant(importAt(snap)),
    }));
}
