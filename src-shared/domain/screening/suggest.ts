import type { CompiledRules } from '../rules/compile.ts';
import type { Finding, FoldedEvent, MailState, Suggestion } from './evaluation.ts';
import { overdueDays } from './overdue-days.ts';
import { isDeliverySide } from './scan.ts';
import { RULES, type AbnormalType, type Priority, type ResponsibleStage, type Rule } from './vocabulary.ts';

export type SuggestionInput = {
  now: number;
  rules: CompiledRules;
  isKeyClient: boolean;
  /** Duty day of the mail, null without a slot. */
  slotDay: number | null;
};

function mainFinding(findings: readonly Finding[]): Finding | undefined {
  for (const rule of RULES) {
    const found = findings.find((finding) => finding.rule === rule);
    if (found) return found;
  }
  return undefined;
}

function typeOf(finding: Finding, state: MailState, rules: CompiledRules): AbnormalType {
  if (finding.rule === 'attempt-failed') {
    const reason = finding.evidence['reason'];
    const entry = rules.set.attemptReasons.find((each) => each.reason === reason);
    if (entry) return entry.type;
  }
  if (finding.rule === 'overdue' && isDeliverySide(state.stage)) return 'urge-delivery';
  return rules.set.answers[finding.rule].type;
}

/** The last event that has a stage, up to an index: flags and unknown scans hold nothing. */
function lastStaged(events: readonly FoldedEvent[], until: number): FoldedEvent | undefined {
  for (let index = until; index >= 0; index--) {
    const event = events[index];
    if (event?.stage) return event;
  }
  return undefined;
}

function organisationName(event: FoldedEvent | undefined): string | null {
  return event ? event.orgName || event.orgCode || null : null;
}

type Responsible = Pick<Suggestion, 'responsibleStage' | 'organisation'>;

function heldBy(stage: ResponsibleStage, state: MailState, rules: CompiledRules): Responsible {
  for (let index = state.events.length - 1; index >= 0; index--) {
    const event = state.events[index];
    if (event?.stage && rules.set.stageHolders[event.stage] === stage) {
      return { responsibleStage: stage, organisation: organisationName(event) };
    }
  }
  return { responsibleStage: stage, organisation: null };
}

/** Who held the mail at an event; before the first staged one it lies with acceptance. */
function holderAt(index: number, state: MailState, rules: CompiledRules): Responsible {
  const holder = lastStaged(state.events, index);
  return {
    responsibleStage: rules.set.stageHolders[holder?.stage ?? 'accepted'],
    organisation: organisationName(holder),
  };
}

/** Index of the event that evidence names, else of the last one. */
function offendingIndex(finding: Finding, state: MailState): number {
  const { eventAt, eventCode, organisation } = finding.evidence;
  const index = state.events.findIndex(
    (event) => event.at === eventAt && event.code === eventCode && organisationName(event) === organisation,
  );
  return index >= 0 ? index : state.events.length - 1;
}

function responsibleFor(finding: Finding, state: MailState, rules: CompiledRules): Responsible {
  const choice = rules.set.answers[finding.rule].responsible;
  if (choice === 'holder') return holderAt(state.events.length - 1, state, rules);
  if (choice === 'event-holder') return holderAt(offendingIndex(finding, state), state, rules);
  return heldBy(choice, state, rules);
}

function priorityOf(findings: readonly Finding[], input: SuggestionInput): Priority {
  const { priorities } = input.rules.set;
  const fired = (list: readonly Rule[]): boolean => findings.some(({ rule }) => list.includes(rule));
  const isLongOverdue =
    input.slotDay !== null && fired(['overdue']) && overdueDays(input.slotDay, input.now, input.rules) >= priorities.overdueDays;
  if (fired(priorities.p1) || (isLongOverdue && input.isKeyClient)) return 'P1';
  if (fired(priorities.p2) || isLongOverdue) return 'P2';
  return findings.every(({ rule }) => priorities.p4.includes(rule)) ? 'P4' : 'P3';
}

/** What a mail's findings suggest: main rule, type, who is responsible, priority. Null without findings. */
export function suggest(state: MailState, findings: readonly Finding[], input: SuggestionInput): Suggestion | null {
  const main = mainFinding(findings);
  if (!main) return null;
  return {
    mainRule: main.rule,
    abnormalType: typeOf(main, state, input.rules),
    ...responsibleFor(main, state, input.rules),
    priority: priorityOf(findings, input),
  };
}
