import type { SourceSystem } from '#shared/domain/mail/statement.ts';
import { cleanText, foldWidth } from './clean.ts';
import type { DetectedKind, FieldKey } from './fields.ts';
import { SYNONYMS } from './synonyms.ts';

/** One heading's guess; `confidence` 1 for a known word, 0.8 after dropping a bracketed note. */
export type ColumnGuess = { readonly field: FieldKey | null; readonly confidence: number };

export type HeadingGuess = {
  readonly columns: readonly ColumnGuess[];
  readonly source: SourceSystem;
  readonly kind: DetectedKind;
};

/** A heading in the form in which it is compared: no blanks, no required-marks, ASCII brackets. */
export function normalizeHeading(raw: string): string {
  return foldWidth(cleanText(raw))
    .replace(/[\s*:：]+/g, '')
    .replace(/[【[]/g, '(')
    .replace(/[】\]]/g, ')')
    .toLowerCase();
}

const GRID_MARKS = ['最后操作信息', '最后操作时间', '轨迹位置', '收寄区分公司', '集散中心', '二级行业', '客户代号', '返单状态'];
const REGISTERED_MARKS = ['记录序号', '用户自编号', '单件重量', '封发标志', '已贴票金额', '大客户编号', '内件名称', '总资费(分)'];
const NEW_GENERATION_MARKS = [
  '可售卖产品',
  '大宗客户代码',
  '大宗客户名称',
  '收寄来源',
  '本机构格口',
  '寄达省名称',
  '寄达市名称',
  '寄达国(地区)',
  '寄达范围',
  '寄达时限',
  '总邮资',
  '标准邮资',
  '重量(克)',
  '寄件客户代码',
];

/** Fields and source of a heading row, by the words that the postal systems use. */
export function guessHeadings(headings: readonly string[]): HeadingGuess {
  const names = headings.map(normalizeHeading);
  const source = guessSource(names);
  const guesses = names.map((name) => guessColumn(name, source));
  const columns = keepBest(guesses).map((guess) => ({ field: guess.field, confidence: guess.confidence }));
  const fields = new Set(columns.map((column) => column.field));
  const kind = kindOfFields(fields, headings);
  return { columns, kind, source: source === 'other' && kind === 'traces' ? 'trace-table' : source };
}

function guessSource(names: readonly string[]): SourceSystem {
  const count = (marks: readonly string[]): number => marks.filter((mark) => names.includes(mark)).length;
  const grid = count(GRID_MARKS);
  const registered = count(REGISTERED_MARKS);
  const newGeneration = count(NEW_GENERATION_MARKS);
  if (grid > 0 && grid >= registered && (grid >= newGeneration || names.includes('最后操作信息'))) return 'quality-grid';
  if (registered > 0 && registered >= newGeneration) return 'registered';
  if (newGeneration > 0) return 'new-generation';
  return 'other';
}

type RankedGuess = ColumnGuess & { readonly rank: number };
const NOTHING: RankedGuess = { field: null, confidence: 0, rank: 0 };

function guessColumn(name: string, source: SourceSystem): RankedGuess {
  if (name === '') return NOTHING;
  const exact = lookUp(name, source);
  if (exact) return { ...exact, confidence: 1 };
  const bare = name.replace(/\([^)]*\)/g, '');
  const near = bare !== name && bare !== '' ? lookUp(bare, source) : undefined;
  return near ? { ...near, confidence: 0.8 } : NOTHING;
}

function lookUp(name: string, source: SourceSystem): { field: FieldKey; rank: number } | undefined {
  const found = SYNONYMS.get(name);
  if (!found) return undefined;
  const field = bySource(found.field, name, source);
  return field === null ? undefined : { field, rank: found.rank };
}

const RECEIVER_IN_GRID: Readonly<Partial<Record<FieldKey, FieldKey>>> = {
  senderProvince: 'destProvince',
  senderCity: 'destCity',
  senderCounty: 'destCounty',
  senderPlace: 'destPlace',
};

/** 质效 grids call the receiver's place 收寄省/市/区; 给据 declares its weight by 单件重量 alone. */
function bySource(field: FieldKey, name: string, source: SourceSystem): FieldKey | null {
  if (source === 'quality-grid' && name.startsWith('收寄')) return RECEIVER_IN_GRID[field] ?? field;
  if (source === 'registered' && field === 'actualWeight') return null;
  return field;
}

/** Two columns of one meaning: the more usual word wins, then the left one. */
function keepBest(guesses: readonly RankedGuess[]): RankedGuess[] {
  const best = new Map<FieldKey, number>();
  guesses.forEach((guess, index) => {
    if (guess.field === null) return;
    const held = guesses[best.get(guess.field) ?? -1];
    if (!held || guess.confidence > held.confidence || (guess.confidence === held.confidence && guess.rank < held.rank))
      best.set(guess.field, index);
  });
  return guesses.map((guess, index) => (guess.field !== null && best.get(guess.field) !== index ? NOTHING : guess));
}

const CLIENT_MARKS: readonly FieldKey[] = [
  'tiers',
  'tierAgreement',
  'tierKey',
  'tierVip',
  'tierHead',
  'tierStrategic',
  'accountManager',
  'industry',
  'groups',
  'station',
];

/** What the columns make of a table; `headings` tell a list of people apart. */
export function kindOfFields(fields: ReadonlySet<FieldKey | null>, headings: readonly string[]): DetectedKind {
  const names = headings.map(normalizeHeading);
  if (fields.has('mailNo')) return isTraceTable(fields) ? 'traces' : 'mails';
  if (names.includes('工号') && names.includes('姓名')) return 'people';
  const named = fields.has('clientCode') || fields.has('clientName');
  if (fields.has('clientCode') && fields.has('clientName')) return 'clients';
  return named && CLIENT_MARKS.some((mark) => fields.has(mark)) ? 'clients' : 'unknown';
}

/** True when the columns hold one event a row. */
export function isTraceTable(fields: ReadonlySet<FieldKey | null>): boolean {
  return fields.has('opTime') && (fields.has('opName') || fields.has('opCode') || fields.has('opDesc'));
}
