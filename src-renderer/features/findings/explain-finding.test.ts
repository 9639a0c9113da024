import { beforeAll, describe, expect, it } from 'vitest';
import { RULES } from '#shared/domain/screening/vocabulary.ts';
import { HOUR_MS, dayOf, parseInstant } from '#shared/kernel/instant.ts';
import { startTexts } from '#renderer/i18n/text.ts';
import { explainFinding, thresholdWords } from './explain-finding.ts';
import type { Finding } from './explain-finding.ts';

const at = (iso: string) => parseInstant(iso) ?? Number.NaN;
const now = at('2026-11-24T15:12:00');
const silence = { from: at('2026-11-23T13:08:00'), traceAsOf: now, thresholdMs: 24 * HOUR_MS, organisation: '岳塘投递部' };
const event = { eventAt: at('2026-11-24T10:26:00'), eventName: '妥投', organisation: '株洲天元投递部', traceAsOf: now };

type Case = readonly [rule: Finding['rule'], evidence: Finding['evidence'], sentence: string];
const CASES: readonly Case[] = [
  ['suspected-loss', { ...silence, from: at('2026-11-16T11:12:00') }, '8 天 04 时没有新扫描，末次在岳塘投递部，可能已丢失。'],
  ['not-dispatched', silence, '收寄 26 时 04 分还没有发运，末次在岳塘投递部。'],
  ['stalled', silence, '26 时 04 分没有新扫描，末次在岳塘投递部。'],
  ['stalled', { ...silence, organisation: null }, '26 时 04 分没有新扫描，收寄后没有任何扫描。'],
  ['stalled', { ...silence, traceAsOf: at('2026-11-24T14:08:00') }, '25 时 00 分没有新扫描，末次在岳塘投递部。'],
  ['not-out-for-delivery', silence, '到投递部 26 时 04 分没有下段，末次在岳塘投递部。'],
  ['no-delivery-result', silence, '下段 26 时 04 分没有投递结果，末次在岳塘投递部。'],
  ['uncollected', { ...silence, from: at('2026-11-21T15:12:00') }, '待取 3 天 00 时无人领取，末次在岳塘投递部。'],
  ['attempt-failed', { ...event, reason: 'phone' }, '10:26 投递未成功：电话联系不上，株洲天元投递部。'],
  ['attempt-failed', { ...event, reason: 'new-word' }, '10:26 投递未成功：原因未写明，株洲天元投递部。'],
  ['returned', event, '10:26 已退回，在株洲天元投递部，没有撤回登记。'],
  [
    'overdue',
    { day: dayOf(now), region: 'in-province', offsetDays: 2, stage: 'at-centre', regionConflict: false },
    '到期日 11-24 没有妥投，省内邮件收寄后第 2 天应妥投，现在是“到达处理中心”。',
  ],
  [
    'weight-mismatch',
    { declaredG: 1200, actualG: 2500, thresholdG: 100, thresholdPercent: 10 },
    '重量相差 1,300 克，申报 1,200 克，实称 2,500 克，容许 120 克。',
  ],
  ['damage-reported', { ...event, clause: '外包装破损', origin: 'event' }, '有破损反映：“外包装破损”，10:26 在株洲天元投递部。'],
  ['damage-reported', { clause: '内件短少', origin: 'mail-remark' }, '有破损反映：“内件短少”，见邮件备注。'],
  [
    'suspected-false-signoff',
    { ...event, cases: ['no-round', 'other-city'], thresholdMs: 1_800_000 },
    '10:26 签收可疑，签收前没有下段或待取扫描、签收机构不在寄达地，签收于株洲天元投递部。',
  ],
  ['suspected-missort', event, '邮件到了别的城市：株洲天元投递部，10:26 妥投，寄达地不在那里。'],
  ['suspected-swap', { partners: ['1272447803617'] }, '与 1272447803617 可能互换了面单，同一客户同日交寄，两件分别到了对方的寄达地。'],
  ['recall-not-honoured', { ...event, recallAt: at('2026-11-24T07:20:00') }, '撤回 3 时 06 分后仍继续走件，10:26 妥投，在株洲天元投递部。'],
  [
    'redirect-not-honoured',
    { ...event, redirectAt: at('2026-11-24T07:20:00') },
    '改址 3 时 06 分后仍按原址投递，10:26 妥投，在株洲天元投递部。',
  ],
  ['no-trace', { noDataAt: at('2026-11-24T09:00:00'), postingDay: dayOf(now) - 1 }, '09:00 系统答复查无轨迹，11-23 收寄后没有任何扫描。'],
  [
    'contradictory-trace',
    { ...event, eventName: '到达', kind: 'after-delivery' },
    '轨迹前后矛盾，妥投后 10:26 又有到达，在株洲天元投递部。',
  ],
];

beforeAll(() => startTexts());

describe('explainFinding', () => {
  it.each(CASES)('%s %o', (rule, evidence, sentence) => {
    const { lead, rest } = explainFinding({ rule, since: now, evidence }, now);
    expect(`${lead}，${rest}`).toBe(sentence);
  });

  it('has an example above for every rule', () => {
    expect(RULES.filter((rule) => !CASES.some(([explained]) => explained === rule))).toEqual([]);
  });

  it('says something without evidence rather than failing', () => {
    for (const rule of RULES) expect(explainFinding({ rule, since: now, evidence: {} }, now).lead).not.toMatch(/findings:|\{\{/);
  });

  it('names the threshold of an age only', () => {
    expect(thresholdWords({ rule: 'stalled', since: now, evidence: silence })).toBe('超过 24 时 00 分 即列入');
    expect(thresholdWords({ rule: 'returned', since: now, evidence: event })).toBeNull();
  });
});
