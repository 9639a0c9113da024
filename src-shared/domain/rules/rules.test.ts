import { describe, expect, it } from 'vitest';
import { STAGES, type Stage } from '../screening/vocabulary.ts';
import { compileRules, isKnownCode, ruleSetAt } from './compile.ts';
import { DEFAULT_RULES } from './defaults.ts';
import { RULE_SET } from './rule-set.ts';

const rules = compileRules(DEFAULT_RULES);

/** The table of the page, transcribed anew. */
const PAGE: [Stage | null, string][] = [
  ['accepted', '203 208 10 5'],
  ['at-origin-station', '303 345'],
  ['left-origin', '305'],
  ['at-centre', '954'],
  ['left-centre', '389 989'],
  ['linehaul', '404 423 457 460 500 505 516 912 20 6'],
  ['customs', 'EXA EXC'],
  ['at-delivery-station', '306 307'],
  ['out-for-delivery', '702 11'],
  ['attempt-failed', '705 70'],
  ['delivered', '704 747 748 80 18'],
  ['returned', '708 711'],
  ['void', '207'],
  [null, '801 802'],
];

describe('default rules', () => {
  it('are plain JSON that the schema accepts unchanged', () => {
    expect(RULE_SET.parse(JSON.parse(JSON.stringify(DEFAULT_RULES)))).toEqual(DEFAULT_RULES);
  });

  it('know the codes of the page and no others', () => {
    const expected = new Map(PAGE.flatMap(([stage, codes]) => codes.split(' ').map((code) => [code, stage] as const)));
    expect(new Map(rules.codes.post)).toEqual(expected);
    expect(rules.codes.kuaidi100.get('201')).toBeNull();
    expect(rules.codes.kdniao.get('201')).toBe('at-centre');
    expect(rules.codes.kuaidi100.size).toBe(36);
    expect(rules.codes.kdniao.size).toBe(21);
    expect(isKnownCode('post', '801', rules)).toBe(true);
    expect(isKnownCode('post', '999', rules)).toBe(false);
  });

  it('refuse a stage that does not exist', () => {
    const broken = { ...DEFAULT_RULES, nameStages: [{ stage: 'lost', words: ['x'] }] };
    expect(RULE_SET.safeParse(broken).success).toBe(false);
  });

  it.each([
    ['投递结果反馈-未妥投', 'attempt-failed'],
    ['投递失败退回', 'attempt-failed'],
    ['退回妥投', 'returned'],
    ['退件签收', 'returned'],
    ['投递结果反馈-妥投', 'delivered'],
    ['自提点签收', 'delivered'],
    ['已入柜', 'ready-for-pickup'],
    ['自提点待取', 'ready-for-pickup'],
    ['投递邮件接收-下段', 'out-for-delivery'],
    ['安排投递', 'out-for-delivery'],
    ['到达投递机构', 'at-delivery-station'],
    ['揽投解车', 'at-delivery-station'],
    ['离开处理中心', 'left-centre'],
    ['处理中心封车', 'left-centre'],
    ['邮件到达处理中心', 'at-centre'],
    ['处理中心扫描配发', 'at-centre'],
    ['揽投发运', 'left-origin'],
    ['收寄计费信息', 'accepted'],
    ['揽收扫描配发', 'accepted'],
    ['投递回班交接', null],
    ['', null],
  ])('name %s means %s', (name, stage) => expect(rules.stageOfNames([name])).toBe(stage));

  it('give every stage a holder', () => {
    for (const stage of STAGES) expect(DEFAULT_RULES.stageHolders[stage]).toBeDefined();
  });
});

describe('rule set in force', () => {
  const at = (version: number, effectiveFrom: number) => ({ ...DEFAULT_RULES, version, effectiveFrom });
  it('is the latest effective one, whatever the order', () => {
    const sets = [at(3, 200), at(1, 0), at(2, 100)];
    expect(ruleSetAt(sets, 99)?.version).toBe(1);
    expect(ruleSetAt(sets, 100)?.version).toBe(2);
    expect(ruleSetAt(sets, 500)?.version).toBe(3);
    expect(ruleSetAt([at(4, 100), at(5, 100)], 100)?.version).toBe(5);
    expect(ruleSetAt([at(1, 10)], 9)).toBeUndefined();
  });
});
