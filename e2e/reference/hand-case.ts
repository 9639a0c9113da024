import type { Rule } from '#shared/domain/screening/vocabulary.ts';
import { wallClock } from './shanghai-time.ts';
import type { ReferenceException, ReferenceOptions, ReferenceResult, Step } from './steps.ts';

/** What a hand-computed case expects after its last step; only what it names is compared. */
export type Expected = {
  /** Findings of each mail's open exception, rule → since 'yyyy-MM-dd HH:mm:ss'; {} means none is open. */
  findings?: Record<string, Partial<Record<Rule, string>>>;
  /** Per mail, in order: 'day region verdict[ late][ missing=a,b][ history]'. */
  verdicts?: Record<string, string[]>;
  /** Per mail: 'region basis'. */
  regions?: Record<string, string>;
  stages?: Record<string, string>;
  /** All exceptions in order of mail number and cycle, as far as named. */
  exceptions?: Partial<Omit<ReferenceException, 'findings'>>[];
  /** 'day region due/normal/abnormal/undetermined onTime/late'. */
  slots?: string[];
  counts?: { noAcceptance?: number; unknownRegion?: number; needFreshTrace?: number };
};

export type HandCase = { name: string; steps: Step[]; expected: Expected; options?: ReferenceOptions };

function sayFindings(result: ReferenceResult, mailNo: string): Record<string, string> {
  const open = result.exceptions.find((e) => e.mailNo === mailNo && e.status === 'open');
  return Object.fromEntries((open?.findings ?? []).map((f) => [f.rule, wallClock(f.since)]));
}

function sayVerdicts(result: ReferenceResult, mailNo: string): string[] {
  const mail = result.mails.find((m) => m.mailNo === mailNo);
  return (mail?.verdicts ?? []).map((v) => {
    const missing = v.missing.length > 0 ? ` missing=${v.missing.join(',')}` : '';
    return `${v.day} ${v.region} ${v.verdict}${v.late ? ' late' : ''}${missing}${v.counted ? '' : ' history'}`;
  });
}

function saySlots(result: ReferenceResult): string[] {
  return result.coverage.flatMap((c) =>
    c.slots
      .filter((s) => s.due > 0)
      .map((s) => `${s.day} ${s.region} ${s.due}/${s.normal}/${s.abnormal}/${s.undetermined} ${s.onTime}/${s.late}`),
  );
}

function sorted(value: unknown): string {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(Object.fromEntries(entries));
}

/** Differences between a result (the reference's, or the program's put in its form) and a case's expectation. */
export function differencesFrom(expected: Expected, result: ReferenceResult): string[] {
  const found: string[] = [];
  const compare = (what: string, want: unknown, got: unknown) => {
    if (sorted(want) !== sorted(got)) found.push(`${what}: expected ${sorted(want)}, got ${sorted(got)}`);
  };
  const byMail = <T>(part: Record<string, T> | undefined, what: string, say: (mailNo: string) => unknown) => {
    for (const [mailNo, want] of Object.entries(part ?? {})) compare(`${what} of ${mailNo}`, want, say(mailNo));
  };
  const mailOf = (mailNo: string) => result.mails.find((m) => m.mailNo === mailNo);
  byMail(expected.findings, 'findings', (mailNo) => sayFindings(result, mailNo));
  byMail(expected.verdicts, 'verdicts', (mailNo) => sayVerdicts(result, mailNo));
  byMail(expected.regions, 'region', (mailNo) => `${mailOf(mailNo)?.region} ${mailOf(mailNo)?.regionBasis}`);
  byMail(expected.stages, 'stage', (mailNo) => mailOf(mailNo)?.stage);
  if (expected.slots) compare('slots', expected.slots, saySlots(result));
  for (const [count, want] of Object.entries(expected.counts ?? {})) {
    const biggest = Math.max(0, ...result.coverage.map((c) => c[count as keyof NonNullable<Expected['counts']>]));
    compare(count, want, biggest);
  }
  if (expected.exceptions) {
    compare('number of exceptions', expected.exceptions.length, result.exceptions.length);
    expected.exceptions.forEach((want, index) => {
      const got = result.exceptions[index];
      for (const key of Object.keys(want) as (keyof typeof want)[]) {
        compare(`exception ${index + 1} ${key}`, want[key], got?.[key]);
      }
    });
  }
  return found;
}
