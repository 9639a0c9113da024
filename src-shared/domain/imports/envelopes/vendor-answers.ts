import type { CodeSystem, TraceEvent } from '#shared/domain/mail/statement.ts';
import { cleanCode, cleanText } from '../clean.ts';
import { isObject, listMember, textMember } from './json-read.ts';
import type { JsonObject } from './json-read.ts';
import { firstTime } from './post-event.ts';
import type { EventResult } from './post-event.ts';
import { KDNIAO_NAMES, KUAIDI100_NAMES, kuaidi100CodeOfName } from './vendor-names.ts';

/** Items of a vendor's answer, each with what it became, in the answer's order. */
export type VendorItem = { readonly item: unknown; readonly result: EventResult };

/** `data[]` of a kuaidi100 answer; without `statusCode` the status name decides, else `state` for the newest. */
export function readKuaidi100Items(answer: JsonObject): VendorItem[] {
  const items = (listMember(answer, 'data') ?? []).map((item) => ({ item, result: readKuaidi100(item) }));
  return withNewestState(items, textMember(answer, 'state'), KUAIDI100_NAMES);
}

function readKuaidi100(item: unknown): EventResult {
  if (!isObject(item)) return { reason: 'json-unrecognised' };
  const time = firstTime([textMember(item, 'ftime'), textMember(item, 'time')]);
  if ('reason' in time) return time;
  const status = cleanText(textMember(item, 'status'));
  const code = cleanCode(textMember(item, 'statusCode')) || kuaidi100CodeOfName(status);
  const area = cleanText(textMember(item, 'areaName'))
    .split(/[,，\s]+/)
    .filter((part) => part !== '');
  return {
    event: vendorEvent('kuaidi100', {
      at: time.at,
      code,
      name: status || (KUAIDI100_NAMES.get(code) ?? ''),
      text: cleanText(textMember(item, 'context')),
      province: area[0] ?? '',
      city: area[1] ?? municipalityOf(area[0]),
    }),
  };
}

/** `Traces[]` of a kdniao answer; without `Action` the answer's `StateEx` or `State` holds for the newest. */
export function readKdniaoItems(answer: JsonObject): VendorItem[] {
  const items = (listMember(answer, 'Traces') ?? []).map((item) => ({ item, result: readKdniao(item) }));
  return withNewestState(items, textMember(answer, 'StateEx', 'State'), KDNIAO_NAMES);
}

function readKdniao(item: unknown): EventResult {
  if (!isObject(item)) return { reason: 'json-unrecognised' };
  const time = firstTime([textMember(item, 'AcceptTime')]);
  if ('reason' in time) return time;
  const code = cleanCode(textMember(item, 'Action'));
  const text = [textMember(item, 'AcceptStation'), textMember(item, 'Remark')]
    .map(cleanText)
    .filter((part) => part !== '')
    .join(' ');
  const city = cleanText(textMember(item, 'Location'));
  return { event: vendorEvent('kdniao', { at: time.at, code, name: KDNIAO_NAMES.get(code) ?? '', text, province: '', city }) };
}

type VendorFacts = Pick<TraceEvent, 'at' | 'code' | 'name' | 'text' | 'province' | 'city'>;

function vendorEvent(system: Exclude<CodeSystem, 'post'>, facts: VendorFacts): TraceEvent {
  return { ...facts, system, source: system, orgCode: '', orgName: '', summary: false };
}

function municipalityOf(province: string | undefined): string {
  return province !== undefined && /^(?:北京|上海|天津|重庆)市?$/.test(province) ? province : '';
}

/** The answer's own state says what its newest item is, and nothing of the older ones. */
function withNewestState(items: VendorItem[], state: string, names: ReadonlyMap<string, string>): VendorItem[] {
  const times = items.map(({ result }) => ('event' in result ? result.event.at : -Infinity));
  const latest = times.reduce((a, b) => Math.max(a, b), -Infinity);
  const first = times.indexOf(latest);
  const isAscending = (times[0] ?? 0) < (times.at(-1) ?? 0);
  const newest = isAscending ? times.lastIndexOf(latest) : first;
  return items.map((entry, index) => {
    if (index !== newest || state === '' || !('event' in entry.result) || entry.result.event.code !== '') return entry;
    const { event } = entry.result;
    return { item: entry.item, result: { event: { ...event, code: state, name: event.name || (names.get(state) ?? '') } } };
  });
}
