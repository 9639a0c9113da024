import type { CodeSystem, SourceSystem, TraceEvent } from '#shared/domain/mail/statement.ts';

/** A row of `event`; `copies` holds the further wordings of the same scan. */
export type EventRow = {
  mail_id: number;
  at: number;
  code: string;
  org_key: string;
  system: CodeSystem;
  name: string;
  text: string;
  org_name: string;
  province: string;
  city: string;
  summary: number;
  source: SourceSystem;
  copies: string | null;
  has_org_code: number;
};

/** The columns of `event` that make a scan, in the order of `EventTuple`. */
export const EVENT_COLUMNS =
  'mail_id, at, code, org_key, system, name, text, org_name, province, city, summary, source, copies, has_org_code';
export type EventTuple = [
  mailId: number,
  at: number,
  code: string,
  orgKey: string,
  system: CodeSystem,
  name: string,
  text: string,
  orgName: string,
  province: string,
  city: string,
  summary: number,
  source: SourceSystem,
  copies: string | null,
  hasOrgCode: number,
];

type Wording = [name: string, text: string, orgName: string, province: string, city: string, summary: number, source: SourceSystem];

/** Organisation code, or else its name: the part of a scan's identity that names the place. */
export function eventKeyOf(event: TraceEvent): string {
  return event.orgCode === '' ? event.orgName : event.orgCode;
}

/** Adds the scans of one row as they were stated to `events`, each wording one event. */
export function addEvents(events: TraceEvent[], tuple: EventTuple): void {
  const [, at, code, orgKey, system, name, text, orgName, province, city, summary, source, copies, hasOrgCode] = tuple;
  const orgCode = hasOrgCode === 1 ? orgKey : '';
  events.push({ at, system, code, name, text, orgCode, orgName, province, city, summary: summary === 1, source });
  if (copies === null) return;
  for (const copy of JSON.parse(copies) as Wording[]) events.push(wordedEvent({ at, system, code, orgCode }, copy));
}

/** `equal`: nothing to keep; `words`: other name or text; `source`: the same words from elsewhere. */
export function sameWording(row: EventRow, event: TraceEvent): 'equal' | 'words' | 'source' {
  const summary = event.summary ? 1 : 0;
  const wordings: Wording[] = [[row.name, row.text, row.org_name, row.province, row.city, row.summary, row.source], ...copiesOf(row)];
  let likeness: 'words' | 'source' = 'words';
  for (const [name, text, orgName, province, city, isSummary, source] of wordings) {
    if (name !== event.name || text !== event.text) continue;
    likeness = 'source';
    const isSamePlace = orgName === event.orgName && province === event.province && city === event.city;
    if (isSamePlace && source === event.source && isSummary === summary) return 'equal';
  }
  return likeness;
}

function copiesOf(row: EventRow): Wording[] {
  return row.copies === null ? [] : (JSON.parse(row.copies) as Wording[]);
}

function wordedEvent(
  scan: Pick<TraceEvent, 'at' | 'system' | 'code' | 'orgCode'>,
  [name, text, orgName, province, city, summary, source]: Wording,
): TraceEvent {
  return { ...scan, name, text, orgName, province, city, summary: summary === 1, source };
}
