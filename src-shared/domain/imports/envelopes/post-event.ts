import type { SourceSystem, TraceEvent } from '#shared/domain/mail/statement.ts';
import { cleanCode, cleanText, cutFloatTail } from '../clean.ts';
import { readTime } from '../times.ts';
import { textMember } from './json-read.ts';
import type { JsonObject } from './json-read.ts';

export type EventResult = { readonly event: TraceEvent } | { readonly reason: string };

/** Names under which answers carry the mail number. */
export const MAIL_NO_KEYS = [
  'traceNo',
  'waybillNo',
  'mailNo',
  'mailNum',
  'mail_no',
  'num',
  'nu',
  'LogisticCode',
  'logisticCode',
  'number',
  'waybill_no',
  'trackingNumber',
  '邮件号',
  '邮件号码',
  '运单号',
] as const;

export function mailNoOf(object: JsonObject): string {
  return textMember(object, ...MAIL_NO_KEYS);
}

/** True for an object in the shape of a postal scan. */
export function isPostEvent(object: JsonObject): boolean {
  const keys = ['opTime', 'opCode', 'opName', 'opStateCode', 'bubbleTime', 'detailOpTime'];
  return keys.filter((key) => Object.hasOwn(object, key)).length >= 2;
}

/** A scan of the push, the query answer or the stream. */
export function readPostEvent(object: JsonObject, source: SourceSystem): EventResult {
  const code = textMember(object, 'opCode');
  return buildEvent(object, { source, code, name: textMember(object, 'opName'), times: [textMember(object, 'opTime')] });
}

/** A scan of the public web page: the inner code and name, and the first time that has a date. */
export function readWebEvent(object: JsonObject): EventResult {
  const stateCode = textMember(object, 'opStateCode');
  const name = stateCode === '' ? textMember(object, 'opName', 'opStateName') : textMember(object, 'opStateName', 'opName');
  const times = ['bubbleTime', 'detailOpTime', 'opTime'].map((key) => textMember(object, key));
  return buildEvent(object, { source: 'trace-web', code: stateCode === '' ? textMember(object, 'opCode') : stateCode, name, times });
}

type Parts = { source: SourceSystem; code: string; name: string; times: readonly string[] };

function buildEvent(object: JsonObject, parts: Parts): EventResult {
  const time = firstTime(parts.times);
  if ('reason' in time) return time;
  const code = cutFloatTail(cleanCode(parts.code)).toUpperCase();
  const name = cleanText(parts.name);
  const text = cleanText(textMember(object, 'opDesc', 'notes', 'remark'));
  if (code === '' && name === '' && text === '') return { reason: 'event-name-missing' };
  return {
    event: {
      at: time.at,
      system: 'post',
      code,
      name,
      text,
      orgCode: cutFloatTail(cleanCode(textMember(object, 'opOrgCode'))),
      orgName: cleanText(textMember(object, 'opOrgName')),
      province: cleanText(textMember(object, 'opOrgProvName', 'opOrgProv')),
      city: cleanText(textMember(object, 'opOrgCity', 'opOrgCityName')),
      summary: false,
      source: parts.source,
    },
  };
}

/** The first full time; else why the first stated one is none. */
export function firstTime(times: readonly string[]): { at: number } | { reason: string } {
  let reason = 'event-time-missing';
  for (const stated of times) {
    if (stated === '') continue;
    const time = readTime(cleanCode(stated));
    if (time.ok && !time.dateOnly) return { at: time.at };
    if (reason === 'event-time-missing') reason = time.ok ? 'event-time-without-clock' : time.reason;
  }
  return { reason };
}
