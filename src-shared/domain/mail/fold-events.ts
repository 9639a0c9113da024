import type { FoldedEvent } from '../screening/evaluation.ts';
import { STAGE_RANK, type CompiledRules } from '../rules/compile.ts';
import { cityOfEvent } from './event-city.ts';
import { SOURCE_SYSTEMS, type SourceSystem, type TraceEvent } from './statement.ts';

const NONE: readonly string[] = [];
const ALONE: Readonly<Record<SourceSystem, readonly SourceSystem[]>> = Object.fromEntries(
  SOURCE_SYSTEMS.map((source) => [source, [source]]),
) as unknown as Record<SourceSystem, readonly SourceSystem[]>;
const TRUST_ORDER: Readonly<Record<SourceSystem, number>> = Object.fromEntries(
  SOURCE_SYSTEMS.map((source, index) => [source, index]),
) as Record<SourceSystem, number>;

type Organised = { orgCode: string; orgName: string };

function organisationOf(event: Organised): string {
  return event.orgCode === '' ? event.orgName : event.orgCode;
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** Order that brings copies of one identity together. */
function byIdentity(a: TraceEvent, b: TraceEvent): number {
  if (a.at !== b.at) return a.at - b.at;
  return compare(a.code, b.code) || compare(organisationOf(a), organisationOf(b)) || compare(a.system, b.system);
}

function rankOf(event: FoldedEvent): number {
  return event.stage === null ? -1 : STAGE_RANK[event.stage];
}

/** Time, stage rank (none first), code, organisation; the code system makes the order total. */
function byOrder(a: FoldedEvent, b: FoldedEvent): number {
  if (a.at !== b.at) return a.at - b.at;
  return rankOf(a) - rankOf(b) || compare(a.code, b.code) || compare(organisationOf(a), organisationOf(b)) || compare(a.system, b.system);
}

/** Traces are nearly sorted and short. */
function insertionSort<T>(list: T[], order: (a: T, b: T) => number): void {
  for (let index = 1; index < list.length; index++) {
    const item = list[index] as T;
    let place = index - 1;
    while (place >= 0 && order(list[place] as T, item) > 0) {
      list[place + 1] = list[place] as T;
      place--;
    }
    list[place + 1] = item;
  }
}

function sortBy<T>(list: T[], order: (a: T, b: T) => number): void {
  if (list.length <= 24) insertionSort(list, order);
  else list.sort(order);
}

function stageOf(event: TraceEvent, names: readonly string[], rules: CompiledRules): FoldedEvent['stage'] {
  const known = rules.codes[event.system].get(event.code);
  if (known !== undefined) return known;
  // A vendor's states are read by its own table alone; only an event without any code is read by name.
  if (event.system !== 'post' && event.code !== '') return null;
  return names.length === 0 ? null : rules.stageOfNames(names);
}

function single(event: TraceEvent, rules: CompiledRules): FoldedEvent {
  const names = event.name === '' ? NONE : [event.name];
  return {
    at: event.at,
    system: event.system,
    code: event.code,
    orgCode: event.orgCode,
    orgName: event.orgName,
    province: event.province,
    city: event.city,
    summary: event.summary,
    source: event.source,
    names,
    texts: event.text === '' ? NONE : [event.text],
    sources: ALONE[event.source],
    stage: stageOf(event, names, rules),
    cityKey: cityOfEvent(event),
  };
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].filter((value) => value !== '').sort(compare);
}

/** The city that all copies which know one agree on. */
function agreedCity(copies: readonly TraceEvent[]): string | null {
  const keys = new Set<string>();
  for (const copy of copies) {
    const key = cityOfEvent(copy);
    if (key !== null) keys.add(key);
  }
  const [key] = keys;
  return keys.size === 1 && key !== undefined ? key : null;
}

function merged(copies: readonly TraceEvent[], first: TraceEvent, rules: CompiledRules): FoldedEvent {
  const names = distinct(copies.map((copy) => copy.name));
  const sources = SOURCE_SYSTEMS.filter((source) => copies.some((copy) => copy.source === source));
  const smallest = (member: 'orgName' | 'province' | 'city'): string => distinct(copies.map((copy) => copy[member]))[0] ?? '';
  return {
    at: first.at,
    system: first.system,
    code: first.code,
    orgCode: first.orgCode,
    orgName: smallest('orgName'),
    province: smallest('province'),
    city: smallest('city'),
    summary: copies.every((copy) => copy.summary),
    source: sources.reduce((best, source) => (TRUST_ORDER[source] < TRUST_ORDER[best] ? source : best), first.source),
    names,
    texts: distinct(copies.map((copy) => copy.text)),
    sources,
    stage: stageOf(first, names, rules),
    cityKey: agreedCity(copies),
  };
}

/**
 * One event per identity (time, code system, code, organisation code or else name) with the names,
 * texts and sources of all copies, in the order of the page. Order and repetition of the input mean nothing.
 */
export function foldEvents(events: readonly TraceEvent[], rules: CompiledRules): FoldedEvent[] {
  const sorted = events.slice();
  sortBy(sorted, byIdentity);
  const folded: FoldedEvent[] = [];
  for (let start = 0; start < sorted.length;) {
    const first = sorted[start] as TraceEvent;
    let end = start + 1;
    while (end < sorted.length && byIdentity(first, sorted[end] as TraceEvent) === 0) end++;
    folded.push(end === start + 1 ? single(first, rules) : merged(sorted.slice(start, end), first, rules));
    start = end;
  }
  sortBy(folded, byOrder);
  return folded;
}
