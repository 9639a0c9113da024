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

type Wording = [name: string, text: string, orgName: string, province: string, city: string, summary: number, source: SourceSystem];

/** Organisation code, or else its name: the part of a scan's identity that names the place. */
export function eventKeyOf(event: TraceEvent): string {
  return event.orgCode === '' ? event.orgName : event.orgCode;
}

/** The scans of a mail as they were stated, each wording one event. */
export function eventsOfRows(rows: readonly EventRow[]): TraceEvent[] {
  const events: TraceEvent[] = [];
  for (const row of rows) {
    events.push(eventOf(row, [row.name, row.text, row.org_name, row.province, row.city, row.summary, row.source]));
    if (row.copies !== null) for (const wording of copiesOf(row)) events.push(eventOf(row, wording));
  }
  return events;
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

function eventOf(row: EventRow, [name, text, orgName, province, city, summary, source]: Wording): TraceEvent {
  return {
    at: row.at,
    system: row.system,
    code: row.code,
    name,
    text,
    orgCode: row.has_org_code === 1 ? row.org_key : '',
    orgName,
    province,
    city,
    summary: summary === 1,
    source,
  };
}
