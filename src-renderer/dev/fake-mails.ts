import type { AppContract } from '#shared/contract/contract.ts';
import type { OutputOf } from '#shared/contract/define.ts';
import { DEFAULT_MACROS } from '#shared/domain/exceptions/default-phrases.ts';
import { macrosFor } from '#shared/domain/exceptions/phrases.ts';
import { at } from '#shared/kernel/assert.ts';

type Detail = OutputOf<AppContract['queue']['get']>;
export type FakeRow = OutputOf<AppContract['queue']['rows']>['rows'][number];

const CLIENTS = ['云杉服饰', '百合家居', '金穗茶业', '优品电商', '岭南图书'] as const;
const KINDS = [
  ['loss', 'suspected-loss', '长沙处理中心', 'processing'],
  ['false-signoff', 'suspected-false-signoff', '株洲天元投递部', 'delivery'],
  ['missort', 'suspected-missort', '湘潭处理中心', 'processing'],
  ['urge-delivery', 'no-delivery-result', '岳塘投递部', 'delivery'],
  ['address-change', 'attempt-failed', '广州天河揽投部', 'delivery'],
  ['delay', 'stalled', '株洲处理中心', 'processing'],
  ['weight-check', 'weight-mismatch', '湘乡收寄点', 'acceptance'],
  ['damage', 'damage-reported', '荷塘投递部', 'delivery'],
] as const;
const MINUTE = 60_000;
/** Minutes to the deadline of the first rows; later ones spread on. */
const LEFT = [-1620, -1260, -185, -65, -12, 18, 48, 48, 48, 55, 108, 130, 138, 138, 1500] as const;
const WORDS = ['改发指令已下', '投递员承诺 14:00 未兑现', '新名址待寄件人确认', '已要复秤记录'] as const;

export function makeRows(count: number, now: number): FakeRow[] {
  return Array.from({ length: count }, (_, index) => makeRow(index, now));
}

function makeRow(index: number, now: number): FakeRow {
  const [type, mainRule, organisation, responsibleStage] = at(KINDS, index === 6 ? 3 : index % KINDS.length);
  const left = index < LEFT.length ? at(LEFT, index) : 140 + index;
  const claimed = index % 5 < 2 && index !== 6;
  const selfCleared = index > 0 && index % 17 === 0;
  return {
    id: index + 1,
    exceptionId: `e-${index + 1}`,
    mailNo: String(1_272_447_803_617 + index * 1433),
    clientName: at(CLIENTS, index % CLIENTS.length),
    tiers: index % 3 === 0 ? ['agreement', 'strategic'] : ['agreement'],
    region: at(['in-province', 'same-city', 'out-of-province'], index % 3),
    day: '2026-11-24',
    mainRule,
    rules: [mainRule],
    type,
    typeConfirmed: claimed,
    responsibleStage,
    organisation,
    stageConfirmed: claimed,
    priority: 'P3',
    status: selfCleared ? 'self-cleared' : 'open',
    cycle: 1,
    raisedAt: now - 3 * 3_600_000,
    dueAt: now + left * MINUTE,
    clock: left < 0 ? 'over' : left < 60 ? 'soon' : 'ok',
    nextAt: claimed ? now + 60 * MINUTE : null,
    snoozedUntil: null,
    snoozeReason: null,
    ownerName: claimed ? '周敏' : null,
    ownerId: claimed ? 'p-1' : null,
    firstAskerName: claimed ? '周敏' : null,
    interventionAt: claimed ? now - 50 * MINUTE : null,
    lastFollowUp: claimed ? { at: now - (index + 20) * MINUTE, text: at(WORDS, index % WORDS.length), by: '周敏' } : null,
    followUps: claimed ? 1 : 0,
    feedbackAt: null,
    pushedAt: null,
    pushes: 0,
    pushWaived: null,
  };
}

const HOUR = 60 * MINUTE;

export function detailOf(row: FakeRow, now: number): Detail {
  const event = (hoursAgo: number, code: string, name: string, stage: Detail['events'][number]['stage'], organisation: string) => ({
    at: now - hoursAgo * HOUR,
    code,
    name,
    text: name,
    stage,
    organisation,
    city: '湘潭市',
    source: 'new-generation',
  });
  const lastAt = now - 26 * HOUR - 4 * MINUTE;
  return {
    ...row,
    findings: [
      {
        rule: row.mainRule,
        since: lastAt + 10 * HOUR,
        evidence: {
          thresholdMs: 10 * HOUR,
          from: lastAt,
          traceAsOf: now,
          organisation: row.organisation,
          eventAt: lastAt,
          eventName: '下段',
          declaredG: 1200,
          actualG: 2500,
          thresholdG: 100,
          thresholdPercent: 10,
          clause: '外包装破损',
          origin: 'event',
          cases: ['no-round'],
          reason: 'phone',
        },
      },
    ],
    suggestion: {
      type: row.type,
      responsibleStage: row.responsibleStage,
      organisation: row.organisation,
      nextAt: now + 108 * MINUTE,
      macroId: macrosFor(DEFAULT_MACROS, row.type)[0]?.id ?? null,
      macroName: macrosFor(DEFAULT_MACROS, row.type)[0]?.name ?? null,
      text: `已联系${row.organisation ?? ''}，催促当日安排投递，要求回复投递员承诺时间。`,
    },
    mail: {
      sources: ['new-generation'],
      batches: [{ name: '11-24 下午.xlsx', asOf: now }],
      regionBasis: 'divisions',
      regionConflict: false,
      origin: '长沙雨花',
      destination: '湘潭岳塘',
      recipient: '王*',
      recipientPhone: '138****0012',
      address: '湘潭市岳塘区书院路 1 号****',
      product: '标准快递',
      acceptedAt: now - 47 * HOUR,
      acceptedDateOnly: false,
      traceAsOf: now,
      stage: 'out-for-delivery',
      remark: '',
    },
    events: [
      event(46.9, '203', '收寄', 'accepted', '长沙雨花圭塘营业部'),
      event(42.4, '954', '到达', 'at-centre', '长沙邮件处理中心'),
      event(39.7, '389', '离开', 'left-centre', '长沙邮件处理中心'),
      event(26.7, '306', '到达', 'at-delivery-station', '湘潭岳塘投递部'),
      { ...event(0, '702', '下段，等待投递', 'out-for-delivery', '岳塘投递部'), at: lastAt },
    ],
    verdicts: [{ day: '2026-11-24', region: row.region, verdict: 'abnormal', missing: [], rules: [row.mainRule], late: false }],
    history:
      row.lastFollowUp === null
        ? []
        : [{ at: row.lastFollowUp.at, actor: '周敏', kind: 'follow-up', text: row.lastFollowUp.text, detail: {} }],
    partners: [],
  };
}
