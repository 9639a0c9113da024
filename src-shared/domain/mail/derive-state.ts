import { DAY_MS, dayOf, dayStart } from '../../kernel/instant.ts';
import type { CompiledRules } from '../rules/compile.ts';
import type { FoldedEvent, MailRecords, MailState } from '../screening/evaluation.ts';
import type { Stage } from '../screening/vocabulary.ts';
import { deriveRegion } from './derive-region.ts';
import { foldEvents } from './fold-events.ts';
import type { MailFields, TraceEvent } from './statement.ts';

/** Facts of one mail, in any order and with repeats. */
export type MailFacts = {
  mailNo: string;
  /** Resolved record (see `resolveFields`). */
  fields: MailFields;
  events: readonly TraceEvent[];
  /** Latest instant at which a trace file, a trace answer, a summary or a "no data" named the mail. */
  traceAsOf: number | null;
  noDataAt: readonly number[];
  records: MailRecords;
};

export const NO_RECORDS: MailRecords = { regionOverride: null, recalls: [], redirects: [], remarks: [] };

function acceptanceAt(at: number, dateOnly: boolean): NonNullable<MailState['acceptance']> {
  const day = dayOf(at);
  if (!dateOnly) return { at, ageFrom: at, day };
  const start = dayStart(day);
  return { at: start, ageFrom: start + DAY_MS, day };
}

/** The record's acceptance, else the earliest event of stage accepted, else unknown. */
function acceptanceOf(fields: MailFields, events: readonly FoldedEvent[]): MailState['acceptance'] {
  if (fields.acceptedAt !== undefined) return acceptanceAt(fields.acceptedAt, fields.acceptedDateOnly === true);
  for (const event of events) if (event.stage === 'accepted') return acceptanceAt(event.at, false);
  return null;
}

/** Any void; else the last returned; else the last delivered; else the last event with a stage. */
function decisiveOf(events: readonly FoldedEvent[]): FoldedEvent | null {
  let returned: FoldedEvent | null = null;
  let delivered: FoldedEvent | null = null;
  let staged: FoldedEvent | null = null;
  for (let index = events.length - 1; index >= 0; index--) {
    const event = events[index] as FoldedEvent;
    if (event.stage === null) continue;
    if (event.stage === 'void') return event;
    staged ??= event;
    if (event.stage === 'returned') returned ??= event;
    else if (event.stage === 'delivered') delivered ??= event;
  }
  return returned ?? delivered ?? staged;
}

function isCompleteFor(event: FoldedEvent, rules: CompiledRules): boolean {
  for (const source of event.sources) {
    switch (source) {
      case 'trace-query':
      case 'trace-web':
      case 'kdniao':
        return true;
      case 'kuaidi100':
        if (event.code !== '' && !rules.kuaidi100Basic.has(event.code)) return true;
        break;
      case 'trace-push':
      case 'trace-stream':
      case 'trace-table':
      case 'other':
        if (!rules.coarseCodes.has(event.code)) return true;
        break;
      default: // Grids and lists of mails never hold a whole trace.
    }
  }
  return false;
}

/** True when some source was complete for this mail; a summary never is. */
function isComplete(events: readonly FoldedEvent[], rules: CompiledRules): boolean {
  for (const event of events) if (!event.summary && isCompleteFor(event, rules)) return true;
  return false;
}

function observedCount(folded: readonly FoldedEvent[], limit: number): number {
  let count = folded.length;
  while (count > 0 && (folded[count - 1] as FoldedEvent).at > limit) count--;
  return count;
}

const NO_EVENTS: readonly FoldedEvent[] = [];

function ascending(instants: readonly number[]): readonly number[] {
  return instants.length < 2 ? instants : [...new Set(instants)].sort((a, b) => a - b);
}

/** Folds all facts of a mail to what the rules look at. Pure; order and repetition of facts mean nothing. */
export function deriveState(facts: MailFacts, rules: CompiledRules): MailState {
  const folded = foldEvents(facts.events, rules);
  const limit = facts.traceAsOf === null ? Infinity : facts.traceAsOf + rules.ms.asOfTolerance;
  const count = observedCount(folded, limit);
  const events = count === folded.length ? folded : folded.slice(0, count);
  const decisive = decisiveOf(events);
  const stage: Stage = decisive?.stage ?? 'accepted';
  const place = deriveRegion({ fields: facts.fields, events, records: facts.records }, rules);
  return {
    mailNo: facts.mailNo,
    acceptance: acceptanceOf(facts.fields, events),
    region: place.region,
    regionBasis: place.regionBasis,
    regionConflict: place.regionConflict,
    originCity: place.origin.cityKey,
    destCity: place.destination.cityKey,
    originProvince: place.origin.provinceKey,
    destProvince: place.destination.provinceKey,
    clientCode: facts.fields.clientCode ? facts.fields.clientCode : null,
    declaredG: facts.fields.declaredG ?? null,
    actualG: facts.fields.actualG ?? null,
    events,
    beyond: count === folded.length ? NO_EVENTS : folded.slice(count),
    decisive,
    stage,
    terminal: stage === 'delivered' || stage === 'returned' || stage === 'void',
    complete: isComplete(events, rules),
    traceAsOf: facts.traceAsOf,
    noDataAt: ascending(facts.noDataAt),
    remark: facts.fields.remark ?? '',
    records: facts.records,
  };
}
