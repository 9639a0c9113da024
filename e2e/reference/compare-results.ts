import type { ReferenceException, ReferenceMail, ReferenceResult, ReferenceVerdict } from './steps.ts';

/**
 * What is compared is what the page decides. Left out: `evaluatedAt` (an unchanged mail need not be
 * evaluated again), the order of verdicts of one day, an organisation where the page names no holder,
 * and what a self-cleared exception last suggested.
 */
function sayVerdict(v: ReferenceVerdict): string {
  const flags = `${v.late ? ' late' : ''}${v.counted ? '' : ' history'}`;
  return `${v.day} ${v.region} ${v.verdict}${flags} missing=${[...v.missing].sort().join()} rules=${[...v.rules].sort().join()}`;
}

function sayMail(mail: ReferenceMail): Record<string, unknown> {
  const { mailNo, region, regionBasis, acceptedAt, traceAsOf, stage } = mail;
  const events = mail.events.map((e) => `${e.at} ${e.code} ${e.stage}`);
  return { mailNo, region, regionBasis, acceptedAt, traceAsOf, stage, events, verdicts: mail.verdicts.map(sayVerdict).sort() };
}

function sayException(e: ReferenceException): Record<string, unknown> {
  const findings = e.findings.map((f) => `${f.rule}@${f.since}`).sort();
  const { mailNo, cycle, status } = e;
  if (status === 'self-cleared') return { mailNo, cycle, status };
  const { day, region, mainRule, abnormalType, responsibleStage, priority } = e;
  return { mailNo, cycle, status, day, region, mainRule, abnormalType, responsibleStage, priority, findings };
}

function sayCoverage(result: ReferenceResult): string[] {
  return result.coverage
    .flatMap((c) => [
      ...c.slots
        .filter((s) => s.due > 0)
        .map((s) => `${s.day} ${s.region} ${s.due}=${s.normal}+${s.abnormal}+${s.undetermined} ${s.onTime}+${s.late}`),
      ...(c.slots.some((s) => s.due > 0)
        ? [`${c.day} noAcceptance ${c.noAcceptance} unknownRegion ${c.unknownRegion} needFreshTrace ${c.needFreshTrace}`]
        : []),
    ])
    .sort();
}

function compareLists(what: string, one: readonly Record<string, unknown>[], other: readonly Record<string, unknown>[]): string[] {
  const found = one.length === other.length ? [] : [`number of ${what}: ${one.length} and ${other.length}`];
  one.forEach((item, index) => {
    for (const key of Object.keys(item)) {
      const [a, b] = [JSON.stringify(item[key]), JSON.stringify(other[index]?.[key])];
      if (a !== b) found.push(`${what} ${String(item['mailNo'])} ${key}: ${a} and ${b}`);
    }
  });
  return found;
}

/** Where two results of one case disagree; empty when they agree. */
export function disagreements(reference: ReferenceResult, other: ReferenceResult): string[] {
  const coverage = [sayCoverage(reference).join('\n'), sayCoverage(other).join('\n')];
  return [
    ...compareLists('mail', reference.mails.map(sayMail), other.mails.map(sayMail)),
    ...compareLists('exception', reference.exceptions.map(sayException), other.exceptions.map(sayException)),
    ...(coverage[0] === coverage[1] ? [] : [`coverage: ${coverage[0]} and ${coverage[1]}`]),
    ...compareLists('run', reference.runs, other.runs),
  ];
}
