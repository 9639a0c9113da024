import type { SourceSystem, TraceEvent } from '#shared/domain/mail/statement.ts';
import { cutFloatTail } from './clean.ts';
import { isNoData } from './no-data.ts';
import { codeOf, textOf } from './row-cells.ts';
import type { CompiledLayout } from './row-cells.ts';
import { readTime } from './times.ts';

/** What a row says of the trace: an event, "no data", nothing, or why it cannot be read. */
export type EventReading = { readonly event: TraceEvent } | { readonly noData: true } | { readonly reason: string } | undefined;

/** One event of a trace table (操作时间, 操作码, 操作名称 …). */
export function readTableEvent(layout: CompiledLayout, cells: readonly string[]): EventReading {
  const name = textOf(layout, cells, 'opName');
  const text = textOf(layout, cells, 'opDesc');
  const code = cutFloatTail(codeOf(layout, cells, 'opCode')).toUpperCase();
  const stated = codeOf(layout, cells, 'opTime');
  if (stated === '') return isNoData(name) || isNoData(text) ? { noData: true } : { reason: 'event-time-missing' };
  if (name === '' && code === '' && text === '') return { reason: 'event-name-missing' };
  const time = readTime(stated, layout.date1904);
  if (!time.ok) return { reason: time.reason };
  if (time.dateOnly) return { reason: 'event-time-without-clock' };
  return {
    event: {
      at: time.at,
      system: 'post',
      code,
      name,
      text,
      orgCode: cutFloatTail(codeOf(layout, cells, 'opOrgCode')),
      orgName: textOf(layout, cells, 'opOrgName'),
      province: textOf(layout, cells, 'opProvince'),
      city: textOf(layout, cells, 'opCity'),
      summary: false,
      source: 'trace-table',
    },
  };
}

/** The last operation that a grid row states, as one event marked `summary`. */
export function readSummaryEvent(layout: CompiledLayout, cells: readonly string[], source: SourceSystem): EventReading {
  const name = textOf(layout, cells, 'lastOpName');
  const stated = codeOf(layout, cells, 'lastOpTime');
  if (isNoData(name) && stated === '') return { noData: true };
  if (name === '' || stated === '') return undefined;
  const time = readTime(stated, layout.date1904);
  if (!time.ok) return { reason: time.reason };
  if (time.dateOnly) return { reason: 'event-time-without-clock' };
  const nowhere = { orgCode: '', orgName: '', province: '', city: '' };
  return { event: { at: time.at, system: 'post', code: '', name, text: '', ...nowhere, summary: true, source } };
}
