import type { TraceEvent } from '../mail/statement.ts';
import type { Priority, Region, RegionBasis, ResponsibleStage, Rule, Stage, AbnormalType } from './vocabulary.ts';

/** An event with what the fold derived of it. Copies of one identity are already one event. */
export type FoldedEvent = Omit<TraceEvent, 'text' | 'name'> & {
  /** Names and texts of all copies, sorted by code point, without repeats or empty ones. */
  names: readonly string[];
  texts: readonly string[];
  sources: readonly TraceEvent['source'][];
  stage: Stage | null;
  /** City key (see divisions), or null when unknown. */
  cityKey: string | null;
};

/** What people recorded of a mail (ops), beside what imports state. */
export type MailRecords = {
  regionOverride: Region | null;
  /** Instants of recalls recorded by a person. */
  recalls: readonly number[];
  redirects: readonly { at: number; cityKey: string }[];
  remarks: readonly { at: number; text: string }[];
};

/** Everything the rules may look at. Built from statements and records by `deriveState`. */
export type MailState = {
  mailNo: string;
  /** Right end for ages: 24:00 of the day when only the date is known. Null: 无收寄时间. */
  acceptance: { at: number; ageFrom: number; day: number } | null;
  region: Region;
  regionBasis: RegionBasis;
  /** True when export and divisions disagree (the export won). */
  regionConflict: boolean;
  originCity: string | null;
  destCity: string | null;
  /** Two-digit province keys; may be known without a city. */
  originProvince: string | null;
  destProvince: string | null;
  clientCode: string | null;
  declaredG: number | null;
  actualG: number | null;
  /** Sorted by time, stage rank (none first), code, organisation. */
  events: readonly FoldedEvent[];
  /** Events too far after `traceAsOf`: they take part in contradictory-trace only. Sorted alike. */
  beyond: readonly FoldedEvent[];
  decisive: FoldedEvent | null;
  stage: Stage;
  terminal: boolean;
  complete: boolean;
  traceAsOf: number | null;
  /** As-of instants of statements of "no data", ascending. */
  noDataAt: readonly number[];
  remark: string;
  records: MailRecords;
};

export type Finding = {
  rule: Rule;
  /** Since when, as an instant. */
  since: number;
  /** Flat, JSON-safe facts that a sentence is made of: events, times, thresholds, versions. */
  evidence: Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
};

export type Suggestion = {
  mainRule: Rule;
  abnormalType: AbnormalType;
  responsibleStage: ResponsibleStage;
  /** Name (or code) of the organisation, or null. */
  organisation: string | null;
  priority: Priority;
};
