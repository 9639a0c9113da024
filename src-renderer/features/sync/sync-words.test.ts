import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACT_REFUSALS } from '#shared/domain/exceptions/gates.ts';
import { exceptionOps } from '#shared/domain/exceptions/ops.ts';
import { UNDO_REFUSALS } from '#shared/domain/exceptions/undo.ts';
import { OP_ACTS } from '#shared/domain/permissions/op-acts.ts';
import { MUTATORS } from '#shared/domain/sync/mutators.ts';
import { VERDICTS } from '#shared/wire/mutation.ts';
import { WIRE_REASONS } from '#shared/wire/refusal.ts';
import { parseInstant } from '#shared/kernel/instant.ts';
import { setLanguage, startTexts } from '#renderer/i18n/text.ts';
import { opKey, opLine, opWords } from './op-words.ts';
import { personWords } from './person-words.ts';
import { verdictWords, wireWords } from './verdict-words.ts';

const NOW = parseInstant('2026-11-24T15:12:00') ?? 0;
/** Every kind of op that any machine may write, by the registries that its programs are held to. */
const KINDS = [...new Set([...Object.keys(MUTATORS), ...Object.keys(OP_ACTS), ...Object.keys(exceptionOps)])];
const DECIDED = `applied merged superseded field-conflict closed-already claimed too-late forbidden dependency invalid-args
  erased failed gone unknown-kind staff-no-taken last-administrator raised self-cleared repeated id-reused revoked`;
const CODES = [...new Set([...ACT_REFUSALS, ...UNDO_REFUSALS, ...DECIDED.split(/\s+/)])];
/** A code that has no words of its own stands in brackets. */
const namedBare = (code: string) => new RegExp(`[(（]${code}[)）]`);
const decided = (code: string, verdict = 'rejected', detail = {}) => ({ verdict, code, detail });

describe.each(['zh-CN', 'en'] as const)('words of sync in %s', (language) => {
  beforeAll(async () => {
    startTexts();
    await setLanguage(language);
  });
  afterAll(() => setLanguage('zh-CN'));

  it.each(KINDS)('%s is told in plain words', (kind) => {
    expect(opKey(kind).endsWith('.other')).toBe(false);
    const line = opLine({ kind, subject: '1272448200131' });
    expect(line).not.toContain('sync:');
    expect(line.replace('1272448200131', '').trim().length).toBeGreaterThan(1);
  });

  it.each(CODES)('%s says what happened, what was kept, what to do', (code) => {
    for (const verdict of VERDICTS) {
      const words = verdictWords(decided(code, verdict, { by: 'p-2', byName: '李楠', at: NOW - 60_000 }), NOW);
      expect(Object.values(words).every((one) => one.length > 2 && !/sync:|\{\{|undefined/.test(one))).toBe(true);
      expect(words.happened).not.toMatch(namedBare(code));
    }
  });

  it.each([...WIRE_REASONS, 'no-network'])('%s of the wire says what happened, what was kept, what to do', (reason) => {
    const words = wireWords(reason);
    expect(Object.values(words).every((one) => one.length > 2 && !/sync:|\{\{/.test(one))).toBe(true);
    expect(words.happened).not.toMatch(namedBare(reason));
  });
});

describe('words of sync', () => {
  beforeAll(() => startTexts());

  it('part a sentence at its subject', () => {
    expect(opWords({ kind: 'exception.follow-up', subject: '1272448200131' })).toEqual({
      before: '给',
      subject: '1272448200131',
      after: '加跟进',
    });
    expect(opLine({ kind: 'view.reorder', subject: '' })).toBe('调整视图次序');
  });

  it('tell a kind of a newer program by its family, or as another change', () => {
    expect(opLine({ kind: 'exception.brand-new', subject: '1' })).toBe('办理 1');
    expect(opLine({ kind: 'ledger.joined', subject: '1' })).toBe('账本记录 1');
    expect(opLine({ kind: 'parcel.weigh', subject: '1' })).toBe('其他改动 1');
  });

  it('name who was first, and when', () => {
    const words = verdictWords(
      decided('claimed', 'rejected', { by: 'p-2', byName: '李楠', at: parseInstant('2026-11-24T14:52:00') ?? 0 }),
      NOW,
    );
    expect(words.happened).toBe('李楠已先认领 14:52');
    expect(verdictWords(decided('claimed'), NOW).happened).toBe('同事已先认领');
    expect(verdictWords(decided('claimed', 'rejected', { by: '0199b2c4-77d1-7a3e-9f10-2b6f6a1c0d11' }), NOW).happened).toBe('同事已先认领');
    expect(personWords('system')).toBe('系统');
  });

  it('tell of one code what became of it by its verdict', () => {
    expect(verdictWords(decided('closed-already', 'superseded'), NOW).kept).toContain('跟进');
    expect(verdictWords(decided('closed-already', 'rejected'), NOW).kept).toContain('没有生效');
    expect(verdictWords(decided('claimed', 'superseded'), NOW).kept).toContain('跟进');
    expect(verdictWords(decided('', 'applied'), NOW).happened).toBe('已生效');
  });

  it('tell why an undo was too late', () => {
    expect(verdictWords(decided('too-late', 'rejected', { why: 'newer-cycle' }), NOW).happened).toBe('结案后又列为异常，不能撤销结案');
    expect(verdictWords(decided('too-late', 'rejected', { why: 'touched', by: 'p-2', byName: '李楠' }), NOW).happened).toContain('李楠');
  });

  it('name the code of a newer server', () => {
    expect(verdictWords(decided('brand-new'), NOW).happened).toContain('brand-new');
    expect(wireWords('brand-new').happened).toContain('brand-new');
  });
});
