import { describe, expect, it } from 'vitest';
import {
  certaintyOf,
  choiceToSend,
  isOneClick,
  lookOf,
  newPending,
  problemsOf,
  repeatedField,
  withChange,
  withInspection,
  withPlace,
} from './pending-file.ts';
import type { Inspection, PendingFile } from './pending-file.ts';

const NOW = Date.UTC(2026, 10, 24, 7, 12);
const INSPECTION: Inspection = {
  name: '11-24 下午.xlsx',
  format: 'zip',
  encoding: '',
  sizeBytes: 1,
  kind: 'mails',
  source: 'new-generation',
  sheet: '明细',
  headingRow: 3,
  sheets: [
    { name: '明细', rows: 120, hidden: false, recognised: true },
    { name: '说明', rows: 8, hidden: false, recognised: false },
  ],
  chosen: { sheet: null, headingRow: null },
  top: [{ row: 3, cells: ['邮件号', '收寄时间', '寄达地(市)', '序号'] }],
  headings: ['邮件号', '收寄时间', '寄达地(市)', '序号'],
  mapping: { 邮件号: 'mailNo', 收寄时间: 'acceptedAt', '寄达地(市)': 'destCity' },
  confidence: { 邮件号: 1, 收寄时间: 1, '寄达地(市)': 0.8 },
  fields: ['mailNo', 'acceptedAt', 'destCity'],
  preview: [],
  proposedAsOf: NOW - 60_000,
  alreadyImportedAt: null,
  mappingRemembered: false,
};
const found = (change: Partial<Inspection> = {}): PendingFile =>
  withInspection(newPending('1', 'a.xlsx', { path: '/a.xlsx' }), { ...INSPECTION, ...change }, NOW);

describe('withInspection', () => {
  it('gives every heading a meaning, or none', () => {
    expect(found().mapping).toEqual({ 邮件号: 'mailNo', 收寄时间: 'acceptedAt', '寄达地(市)': 'destCity', 序号: '' });
  });

  it('proposes the present where the file tells no time', () => {
    expect(found({ proposedAsOf: null }).asOf).toBe(NOW);
  });
});

describe('problemsOf', () => {
  it.each([
    { name: 'nothing', file: found(), expected: [] },
    { name: 'no time', file: withChange(found(), { asOf: null }), expected: ['as-of-missing'] },
    { name: 'a time to come', file: withChange(found(), { asOf: NOW + 11 * 60_000 }), expected: ['as-of-future'] },
    { name: 'a clock a little ahead', file: withChange(found(), { asOf: NOW + 9 * 60_000 }), expected: [] },
    { name: 'no number', file: withChange(found(), { mapping: { 邮件号: '' } }), expected: ['no-mail-no'] },
    { name: 'clients need a code', file: withChange(found(), { kind: 'clients' }), expected: ['no-client-code'] },
    { name: 'one field twice', file: withChange(found(), { mapping: { 邮件号: 'mailNo', 序号: 'mailNo' } }), expected: ['twice'] },
    { name: 'no headings', file: found({ headings: [], mapping: {}, kind: 'auto', headingRow: null }), expected: ['no-headings'] },
    { name: 'no columns at all', file: found({ headings: [], mapping: {}, kind: 'traces' }), expected: [] },
  ])('$name', ({ file, expected }) => {
    expect(problemsOf(file, NOW)).toEqual(expected);
  });
});

describe('certaintyOf', () => {
  it('tells known, near, unknown and chosen columns apart', () => {
    const file = withChange(found(), { mapping: { ...found().mapping, 序号: 'remark' } });
    expect(['邮件号', '寄达地(市)', '序号'].map((heading) => certaintyOf(file, heading))).toEqual(['sure', 'near', 'set']);
    expect(certaintyOf(found(), '序号')).toBe('none');
  });
});

describe('isOneClick', () => {
  it('takes files with remembered columns', () => {
    expect(isOneClick(found({ mappingRemembered: true }), NOW)).toBe(true);
  });

  it('leaves near guesses, repeated files and unready ones to a person', () => {
    expect(isOneClick(found(), NOW)).toBe(false);
    expect(isOneClick(found({ mappingRemembered: true, alreadyImportedAt: NOW - 1 }), NOW)).toBe(false);
    expect(isOneClick({ ...found({ mappingRemembered: true }), stage: 'trying' }, NOW)).toBe(false);
    expect(isOneClick(withChange(found({ mappingRemembered: true }), { asOf: null }), NOW)).toBe(false);
  });
});

describe('a change', () => {
  it('forgets the trial', () => {
    const tried = { ...found(), trial: { counts: { rows: 1, new: 1, updated: 0, repeated: 0, refused: 0 }, refusals: [], durationMs: 1 } };
    expect(withChange(tried, { kind: 'traces' }).trial).toBeNull();
  });
});

describe('what travels', () => {
  it('names fields given twice but allows what columns share', () => {
    expect(repeatedField({ a: 'groups', b: 'groups', c: '', d: '' })).toBeNull();
    expect(repeatedField({ a: 'mailNo', b: 'mailNo' })).toBe('mailNo');
  });

  it('sends no mapping for files without columns', () => {
    expect(choiceToSend(found({ headings: [], mapping: {} }))).toEqual({});
    expect(choiceToSend(found()).mapping?.['序号']).toBe('');
  });
});

describe('another sheet or heading row', () => {
  const chosen = withPlace(found(), { sheet: '说明', headingRow: 2 });

  it('asks for another look, and travels with the import', () => {
    expect(chosen).toMatchObject({ stage: 'inspecting', trial: null });
    expect(lookOf(chosen)).toEqual({ source: { path: '/a.xlsx' }, sheet: '说明', headingRow: 2 });
    const seen = withInspection(chosen, { ...INSPECTION, chosen: { sheet: '说明', headingRow: 2 } }, NOW);
    expect(choiceToSend(seen)).toMatchObject({ sheet: '说明', headingRow: 2 });
  });

  it('is what was remembered, until a person gives it up', () => {
    const first = newPending('1', 'a.xlsx', { path: '/a.xlsx' });
    expect(lookOf(first)).toEqual({ source: { path: '/a.xlsx' } });
    const remembered = found({ chosen: { sheet: '说明', headingRow: null } });
    expect(remembered.place).toEqual({ sheet: '说明' });
    expect(lookOf(withPlace(remembered, {}))).toEqual({ source: { path: '/a.xlsx' }, placeAnew: true });
  });

  it('keeps the moment that a person has set, and proposes anew otherwise', () => {
    const set = withPlace(withChange(found(), { asOf: NOW - 5 }), {});
    expect(withInspection(set, INSPECTION, NOW).asOf).toBe(NOW - 5);
    expect(withInspection(withPlace(found(), {}), { ...INSPECTION, proposedAsOf: NOW - 9 }, NOW).asOf).toBe(NOW - 9);
  });
});
