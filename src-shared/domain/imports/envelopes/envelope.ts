import type { SourceSystem } from '#shared/domain/mail/statement.ts';
import { isCallFailure, isNoData } from '../no-data.ts';
import { readMailNo } from '../table-row.ts';
import type { RowSink } from '../table-reader.ts';
import { readTime } from '../times.ts';
import { isObject, listMember, member, textMember, valuesOfJson } from './json-read.ts';
import type { JsonObject } from './json-read.ts';
import { isPostEvent, mailNoOf, readPostEvent, readWebEvent } from './post-event.ts';
import type { EventResult } from './post-event.ts';
import { readKdniaoItems, readKuaidi100Items } from './vendor-answers.ts';
import type { VendorItem } from './vendor-answers.ts';

/** Where the facts of a JSON document go; each event or "no data" takes one row number. */
export type EnvelopeSink = RowSink & {
  nextRow(): number;
  /** Called with the time at which an answer says that it was given. */
  answered(at: number): void;
};

type Context = { readonly source: SourceSystem; readonly mailNo: string; readonly depth: number };

const DEEPEST = 12;
const TOP: Context = { source: 'trace-stream', mailNo: '', depth: 0 };

/**
 * Reads one JSON document in any of the known envelopes: push, open-platform answer, bare array of
 * scans, the public web page's answer, kuaidi100 and kdniao answers and pushes, prose answers, and
 * lists or maps of these. Every event or answer ends as one statement or one refusal.
 */
export function readEnvelope(value: unknown, sink: EnvelopeSink, source: SourceSystem = TOP.source): void {
  readValue(value, { ...TOP, source }, sink);
}

function readValue(value: unknown, context: Context, sink: EnvelopeSink): void {
  if (context.depth > DEEPEST) return refuse('json-too-deep', value, sink);
  const inner = { ...context, depth: context.depth + 1 };
  if (Array.isArray(value)) for (const item of value) readValue(item, inner, sink);
  else if (isObject(value)) readObject(value, inner, sink);
  else if (typeof value === 'string') readProse(value, inner, sink);
  else if (value !== null) refuse('json-unrecognised', value, sink);
  else if (context.mailNo !== '') noData(value, context, sink);
  else refuse('json-unrecognised', value, sink);
}

/** A text is JSON once more (retBody), or an answer in prose. */
function readProse(text: string, context: Context, sink: EnvelopeSink): void {
  const trimmed = text.trim();
  if (/^[[{]/.test(trimmed)) {
    const parsed = parseJson(trimmed);
    if (parsed !== undefined) return readValue(parsed, context, sink);
  }
  if (isNoData(trimmed) || (trimmed === '' && context.mailNo !== '')) return noData(text, context, sink);
  refuse(isCallFailure(trimmed) ? 'answer-failed' : 'json-unrecognised', text, sink);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function readObject(object: JsonObject, outer: Context, sink: EnvelopeSink): void {
  const context = { ...outer, mailNo: mailNoOf(object) || outer.mailNo };
  noteAnswerTime(object, sink);
  if (Object.hasOwn(object, 'retBody') || Object.hasOwn(object, 'retCode')) return readPlatformAnswer(object, context, sink);
  const vendor = isObject(member(object, 'lastResult')) ? (member(object, 'lastResult') as JsonObject) : undefined;
  if (vendor) return readKuaidi100(vendor, { ...context, mailNo: mailNoOf(vendor) || context.mailNo }, sink);
  if (Object.hasOwn(object, 'Traces') || Object.hasOwn(object, 'LogisticCode')) return readKdniao(object, context, sink);
  if (isKuaidi100(object)) return readKuaidi100(object, context, sink);
  if (isPostEvent(object)) return put({ item: object, result: readSingle(object, context) }, context, sink);
  const list = listOf(object);
  if (list) return readList(list.items, { object, context: { ...context, source: list.source } }, sink);
  readOther(object, context, sink);
}

function noteAnswerTime(object: JsonObject, sink: EnvelopeSink): void {
  const stated = textMember(object, 'retDate', 'updateTime');
  if (stated === '') return;
  const time = readTime(stated);
  if (time.ok && !time.dateOnly) sink.answered(time.at);
}

/** Lists of scans by the member that holds them. */
function listOf(object: JsonObject): { items: readonly unknown[]; source: SourceSystem } | undefined {
  const pushed = listMember(object, 'traces');
  if (pushed) return { items: pushed, source: 'trace-push' };
  const answered = listMember(object, 'responseItems');
  if (answered) return { items: answered, source: 'trace-query' };
  const web = listMember(object, 'domesticMailResultDtoList', 'internationalMailResultDtoList', 'resObj');
  return web && { items: web, source: 'trace-web' };
}

function readList(items: readonly unknown[], at: { object: JsonObject; context: Context }, sink: EnvelopeSink): void {
  const isAnswer = at.context.mailNo !== '' || isNoData(textMember(at.object, 'resMsg', 'message', 'retMsg'));
  if (items.length === 0 && isAnswer) return noData(at.object, at.context, sink);
  for (const item of items) readValue(item, at.context, sink);
}

function readSingle(object: JsonObject, context: Context): EventResult {
  const isWeb = context.source === 'trace-web' || ['opStateCode', 'bubbleTime', 'detailOpTime'].some((key) => Object.hasOwn(object, key));
  return isWeb ? readWebEvent(object) : readPostEvent(object, context.source);
}

function readPlatformAnswer(object: JsonObject, context: Context, sink: EnvelopeSink): void {
  const code = textMember(object, 'retCode');
  const message = textMember(object, 'retMsg', 'message');
  const body = member(object, 'retBody');
  const inner = { ...context, source: 'trace-query' as const };
  const isGood = code === '' || code === '00000' || code === '0';
  if (isGood && body !== undefined && body !== null && body !== '') return readValue(body, inner, sink);
  if (!isGood && isCallFailure(message)) return refuse('answer-failed', object, sink);
  noData(object, inner, sink);
}

function isKuaidi100(object: JsonObject): boolean {
  const marks = ['nu', 'com', 'state', 'ischeck', 'condition', 'status', 'message'];
  const data = member(object, 'data');
  if (Array.isArray(data)) return data.length > 0 ? looksVendor(data[0]) : marks.some((mark) => Object.hasOwn(object, mark));
  return Object.hasOwn(object, 'nu') && data === undefined && !Object.hasOwn(object, 'traces');
}

function looksVendor(item: unknown): boolean {
  return isObject(item) && (Object.hasOwn(item, 'context') || Object.hasOwn(item, 'ftime'));
}

function readKuaidi100(answer: JsonObject, context: Context, sink: EnvelopeSink): void {
  const items = readKuaidi100Items(answer);
  const inner = { ...context, source: 'kuaidi100' as const };
  for (const entry of items) put(entry, inner, sink);
  if (items.length > 0) return;
  const message = textMember(answer, 'message');
  if (isCallFailure(message)) refuse('answer-failed', answer, sink);
  else noData(answer, inner, sink);
}

function readKdniao(answer: JsonObject, context: Context, sink: EnvelopeSink): void {
  const items = readKdniaoItems(answer);
  const inner = { ...context, source: 'kdniao' as const };
  for (const entry of items) put(entry, inner, sink);
  if (items.length > 0) return;
  if (isCallFailure(textMember(answer, 'Reason')) && textMember(answer, 'State') !== '0') refuse('answer-failed', answer, sink);
  else noData(answer, inner, sink);
}

const WRAPPERS = ['value', 'data', 'Data', 'result', 'results', 'body', 'resObj', 'obj', 'rows', 'list', 'items', 'answer', 'response'];

/** A wrapper, a map of mail numbers, or a number with an answer in prose. */
function readOther(object: JsonObject, context: Context, sink: EnvelopeSink): void {
  for (const key of WRAPPERS) {
    const value = member(object, key);
    if (typeof value === 'object' && value !== null) return readValue(value, context, sink);
  }
  const entries = Object.entries(object);
  const keyed = entries.filter(([key]) => key.length >= 13 && 'mailNo' in readMailNo(key));
  if (keyed.length > 0 && keyed.length === entries.length) {
    for (const [key, value] of keyed) readValue(value, { ...context, mailNo: key }, sink);
    return;
  }
  const texts = entries.map(([, value]) => value).filter((value): value is string => typeof value === 'string');
  if (texts.some((text) => text.trim().startsWith('{') || text.trim().startsWith('[')))
    return readEmbedded(texts, { object, context }, sink);
  if (texts.some(isNoData)) noData(object, context, sink);
  else refuse(texts.some(isCallFailure) ? 'answer-failed' : 'json-unrecognised', object, sink);
}

/** An answer that a log wrote as text into one member. */
function readEmbedded(texts: readonly string[], at: { object: JsonObject; context: Context }, sink: EnvelopeSink): void {
  const parsed = texts.map((text) => (/^\s*[[{]/.test(text) ? parseJson(text) : undefined)).find((value) => value !== undefined);
  if (parsed === undefined) refuse('json-broken', at.object, sink);
  else readValue(parsed, at.context, sink);
}

function put({ item, result }: VendorItem, context: Context, sink: EnvelopeSink): void {
  const stated = (isObject(item) ? mailNoOf(item) : '') || context.mailNo;
  const number = readMailNo(stated);
  if ('reason' in number) return refuse(number.reason, item, sink);
  if ('reason' in result) return refuse(result.reason, item, sink);
  const row = sink.nextRow();
  sink.statements.push({ row, mailNo: number.mailNo, source: result.event.source, event: result.event });
}

/** "No data" is a fact only of a known mail. */
function noData(item: unknown, context: Context, sink: EnvelopeSink): void {
  if (context.mailNo === '') return refuse('answer-without-mail-no', item, sink);
  const number = readMailNo(context.mailNo);
  if ('reason' in number) return refuse(number.reason, item, sink);
  // Prose outside every known envelope has no system that said it.
  const source = context.source === TOP.source ? 'other' : context.source;
  sink.statements.push({ row: sink.nextRow(), mailNo: number.mailNo, source, noData: true });
}

function refuse(reason: string, item: unknown, sink: EnvelopeSink): void {
  sink.refusals.push({ row: sink.nextRow(), reason, values: valuesOfJson(item) });
}
