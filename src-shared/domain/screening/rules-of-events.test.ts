import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../kernel/instant.ts';
import { NO_RECORDS } from '../mail/derive-state.ts';
import type { MailFields, TraceEvent } from '../mail/statement.ts';
import { evaluated, fired, instant, mail, scan } from './fixtures.ts';
import type { MailRecords } from './evaluation.ts';
import type { Rule } from './vocabulary.ts';

const ACCEPTED = instant('2025-11-20T10:00:00+08:00');
const AS_OF = ACCEPTED + 30 * HOUR_MS;
const TO_GUANGZHOU: MailFields = { acceptedAt: ACCEPTED, destProvince: '广东省', destCity: '广州市' };

type Step = [minutes: number, code: string, more?: Partial<TraceEvent>];

function trail(steps: readonly Step[], words: { fields?: MailFields; records?: Partial<MailRecords> } = {}) {
  return mail({
    fields: { ...TO_GUANGZHOU, ...words.fields },
    events: steps.map(([minutes, code, more]) => scan(ACCEPTED + minutes * MINUTE_MS, code, more)),
    traceAsOf: AS_OF,
    records: { ...NO_RECORDS, ...words.records },
  });
}

function sinceOf(state: ReturnType<typeof trail>, rule: Rule): number | undefined {
  const found = evaluated(state, AS_OF).findings.find((each) => each.rule === rule);
  return found && (found.since - ACCEPTED) / MINUTE_MS;
}

const GZ = { city: '广州市' };
const SZ = { city: '深圳市' };
const XT = { city: '湘潭市' };

describe('attempt-failed', () => {
  it.each([
    ['因收件人名址有误/不详且电话无法接通', 'address'],
    ['收件人拒收，电话打通', 'refused'],
    ['客户要求改期，电话联系', 'rescheduled'],
    ['预约明日', 'rescheduled'],
    ['超区，电话无人', 'out-of-area'],
    ['不在投递范围', 'out-of-area'],
    ['无人接听', 'phone'],
    ['空号', 'phone'],
    ['收件人不在', 'absent'],
    ['家中无人', 'absent'],
    ['天气原因', 'other'],
    ['', 'other'],
  ])('%s is %s', (text, reason) => {
    const state = trail([
      [60, '702'],
      [90, '705', { text }],
    ]);
    const found = evaluated(state, AS_OF).findings.find(({ rule }) => rule === 'attempt-failed');
    expect(found?.evidence['reason']).toBe(reason);
    expect(found?.since).toBe(ACCEPTED + 90 * MINUTE_MS);
  });

  it('is over with the next round', () => {
    expect(
      fired(
        trail([
          [90, '705'],
          [100, '702'],
        ]),
        AS_OF,
      ),
    ).not.toContain('attempt-failed');
  });
});

describe('evidence', () => {
  it('holds no phone number', () => {
    const text = '破损，未联系上【王五，电话:13800120012】';
    const state = trail(
      [
        [60, '702', { text }],
        [90, '705', { text }],
      ],
      { fields: { remark: text } },
    );
    const { findings } = evaluated(state, AS_OF);
    expect(findings.map(({ rule }) => rule)).toContain('attempt-failed');
    expect(JSON.stringify(findings)).not.toContain('13800120012');
  });
});

describe('returned', () => {
  it.each([
    ['plain', trail([[60, '711']]), 60],
    [
      'recalled by event',
      trail([
        [50, '801'],
        [60, '711'],
      ]),
      undefined,
    ],
    [
      'recalled later',
      trail([
        [60, '711'],
        [70, '801'],
      ]),
      undefined,
    ],
    ['recalled by a person', trail([[60, '711']], { records: { recalls: [ACCEPTED] } }), undefined],
    [
      'last of two',
      trail([
        [60, '711'],
        [90, '708'],
      ]),
      90,
    ],
  ])('%s', (_name, state, since) => expect(sinceOf(state, 'returned')).toBe(since));
});

describe('suspected-false-signoff', () => {
  it.each<[string, Step[], string[] | undefined, { records?: Partial<MailRecords> }?]>([
    [
      'round, then delivery',
      [
        [60, '702', GZ],
        [120, '704', GZ],
      ],
      undefined,
    ],
    [
      'no round',
      [
        [60, '306', GZ],
        [120, '704', GZ],
      ],
      ['no-round'],
    ],
    ['no round, 已代签收', [[120, '704', { ...GZ, text: '您的快件已代签收【家人，，】' }]], ['no-round']],
    ['no round, at a locker', [[120, '704', { ...GZ, text: '已投快递柜' }]], undefined],
    ['no round, at the counter', [[120, '704', { ...GZ, text: '窗口领取' }]], undefined],
    [
      'waiting for pickup',
      [
        [60, '999', { ...GZ, name: '已入柜' }],
        [120, '704', GZ],
      ],
      undefined,
    ],
    [
      'round after the delivery',
      [
        [120, '704', GZ],
        [130, '702', GZ],
      ],
      ['no-round'],
    ],
    [
      'coarse trace',
      [
        [60, '20'],
        [120, '80'],
      ],
      undefined,
    ],
    [
      'other city',
      [
        [60, '702', GZ],
        [120, '704', SZ],
      ],
      ['other-city'],
    ],
    [
      'other city, coarse',
      [
        [60, '20'],
        [120, '80', SZ],
      ],
      ['other-city'],
    ],
    [
      'other city, redirected',
      [
        [30, '802'],
        [60, '702', GZ],
        [120, '704', SZ],
      ],
      undefined,
    ],
    [
      'other city, redirected by a person',
      [
        [60, '702', GZ],
        [120, '704', SZ],
      ],
      undefined,
      { records: { redirects: [{ at: ACCEPTED, cityKey: '4403' }] } },
    ],
    [
      'city unknown',
      [
        [60, '702'],
        [120, '704'],
      ],
      undefined,
    ],
    [
      '30 min after the failure',
      [
        [60, '702'],
        [90, '705'],
        [120, '704'],
      ],
      ['soon-after-failure'],
    ],
    [
      'more than 30 min after the failure',
      [
        [60, '702'],
        [90, '705'],
        [120 + 1 / 60, '704'],
      ],
      undefined,
    ],
    [
      'round between',
      [
        [60, '702'],
        [90, '705'],
        [100, '702'],
        [110, '704'],
      ],
      undefined,
    ],
    [
      'coarse, soon after the failure',
      [
        [90, '70'],
        [100, '80'],
      ],
      ['soon-after-failure'],
    ],
    [
      'second 704',
      [
        [60, '702', GZ],
        [120, '704', GZ],
        [600, '704', SZ],
      ],
      undefined,
    ],
    [
      'failure at the same second',
      [
        [60, '702'],
        [90, '705'],
        [90, '704'],
      ],
      ['soon-after-failure'],
    ],
  ])('%s', (_name, steps, cases, words) => {
    const found = evaluated(trail(steps, words), AS_OF).findings.find(({ rule }) => rule === 'suspected-false-signoff');
    expect(found?.evidence['cases']).toEqual(cases);
  });
});

describe('suspected-missort', () => {
  it.each<[string, Step[], number | undefined, { records?: Partial<MailRecords> }?]>([
    [
      'station in another city',
      [
        [60, '305', XT],
        [120, '306', SZ],
        [180, '702', SZ],
      ],
      120,
    ],
    [
      'station at the destination',
      [
        [60, '305', XT],
        [120, '306', GZ],
      ],
      undefined,
    ],
    [
      'centre in another city',
      [
        [60, '305', XT],
        [120, '954', SZ],
      ],
      undefined,
    ],
    [
      'origin-side 306',
      [
        [5, '306', XT],
        [60, '305', XT],
        [120, '306', GZ],
      ],
      undefined,
    ],
    ['origin-side 306, nothing after', [[5, '306', XT]], undefined],
    [
      'back in the origin city',
      [
        [60, '305', XT],
        [120, '306', XT],
      ],
      120,
    ],
    [
      'origin-side 306 after a customs event',
      [
        [4, 'EXA', XT],
        [5, '306', XT],
      ],
      undefined,
    ],
    [
      'other city before the departure',
      [
        [5, '306', SZ],
        [60, '305', XT],
      ],
      5,
    ],
    [
      'after a return',
      [
        [60, '305', XT],
        [120, '708', GZ],
        [180, '306', SZ],
      ],
      undefined,
    ],
    [
      'before a return',
      [
        [60, '305', XT],
        [100, '306', SZ],
        [120, '708', SZ],
      ],
      100,
    ],
    [
      'redirected',
      [
        [60, '305', XT],
        [120, '306', SZ],
        [500, '802'],
      ],
      undefined,
    ],
    [
      'redirected by a person',
      [
        [60, '305', XT],
        [120, '306', SZ],
      ],
      undefined,
      { records: { redirects: [{ at: AS_OF, cityKey: '4403' }] } },
    ],
    [
      'delivered elsewhere',
      [
        [60, '305', XT],
        [120, '704', SZ],
      ],
      120,
    ],
    [
      'city unknown',
      [
        [60, '305', XT],
        [120, '306'],
      ],
      undefined,
    ],
  ])('%s', (_name, steps, since, words) => expect(sinceOf(trail(steps, words), 'suspected-missort')).toBe(since));

  it('needs a destination', () => {
    const state = mail({
      fields: { acceptedAt: ACCEPTED, reach: '4' },
      events: [scan(ACCEPTED + 1, '305'), scan(ACCEPTED + 2, '306', SZ)],
      traceAsOf: AS_OF,
    });
    expect(fired(state, AS_OF)).not.toContain('suspected-missort');
  });
});

describe('weight-mismatch', () => {
  it.each([
    [1000, 1100, false],
    [1000, 1101, true],
    [1000, 899, true],
    [2000, 2200, false],
    [2000, 2201, true],
    [500, 600, false],
    [500, 601, true],
    [5000, 5400, false],
  ])('declared %i, actual %i: %s', (declaredG, actualG, expected) => {
    const state = trail([[60, '305']], { fields: { declaredG, actualG } });
    expect(sinceOf(state, 'weight-mismatch')).toBe(expected ? 0 : undefined);
  });
  it('needs both', () => expect(fired(trail([[60, '305']], { fields: { declaredG: 1 } }), AS_OF)).not.toContain('weight-mismatch'));
});

describe('damage-reported', () => {
  it.each([
    ['外包装破损', true],
    ['外包装无破损', false],
    ['无破损，内件短少', true],
    ['未见损坏。', false],
    ['如有破损请联系', false],
    ['请核实 外件污损', true],
    ['请核实,外件污损', false],
    ['是否拆封', false],
    ['没有损坏！包装拆封', true],
    ['包装完好不破损', false],
    ['防损坏', false],
    ['正常', false],
  ])('%s: %s', (text, expected) => {
    expect(
      sinceOf(
        trail([
          [60, '305'],
          [90, '954', { text }],
        ]),
        'damage-reported',
      ),
    ).toBe(expected ? 90 : undefined);
    expect(sinceOf(trail([[60, '305']], { fields: { remark: text } }), 'damage-reported')).toBe(expected ? 0 : undefined);
    const records = { remarks: [{ at: ACCEPTED + 5 * MINUTE_MS, text }] };
    expect(sinceOf(trail([[60, '305']], { records }), 'damage-reported')).toBe(expected ? 5 : undefined);
  });

  it('reads every copy of an event', () => {
    const copies: Step[] = [
      [60, '954', { text: '正常' }],
      [60, '954', { text: '破损' }],
    ];
    expect(sinceOf(trail(copies), 'damage-reported')).toBe(60);
  });

  it.each(['704', '708'])('fires on %s too', (code) => {
    expect(
      fired(
        trail([
          [60, '702'],
          [90, code, { text: '破损' }],
        ]),
        AS_OF,
      ),
    ).toContain('damage-reported');
  });
});

describe('recall-not-honoured', () => {
  it.each<[string, Step[], number | undefined, { records?: Partial<MailRecords> }?]>([
    [
      '2 h later',
      [
        [60, '801'],
        [180, '702'],
      ],
      undefined,
    ],
    [
      'more than 2 h later',
      [
        [60, '801'],
        [180 + 1 / 60, '702'],
      ],
      180 + 1 / 60,
    ],
    ['a person recalled', [[500, '704']], 500, { records: { recalls: [ACCEPTED] } }],
    [
      'left the origin',
      [
        [60, '801'],
        [200, '305'],
      ],
      200,
    ],
    [
      'only a centre',
      [
        [60, '801'],
        [200, '954'],
      ],
      undefined,
    ],
    [
      'after a return',
      [
        [60, '801'],
        [200, '708'],
        [300, '702'],
      ],
      undefined,
    ],
    [
      'before a return',
      [
        [60, '801'],
        [200, '702'],
        [300, '708'],
      ],
      200,
    ],
    ['no recall', [[200, '702']], undefined],
    [
      'the earliest of two recalls counts',
      [
        [60, '801'],
        [190, '801'],
        [200, '702'],
      ],
      200,
    ],
  ])('%s', (_name, steps, since, words) => expect(sinceOf(trail(steps, words), 'recall-not-honoured')).toBe(since));
});

describe('redirect-not-honoured', () => {
  const toShenzhen = { records: { redirects: [{ at: ACCEPTED + 60 * MINUTE_MS, cityKey: '4403' }] } };
  it.each<[string, Step[], number | undefined, { records?: Partial<MailRecords> }?]>([
    ['2 h later', [[180, '702', GZ]], undefined, toShenzhen],
    ['more than 2 h later', [[180 + 1 / 60, '702', GZ]], 180 + 1 / 60, toShenzhen],
    ['in the new city', [[300, '702', SZ]], undefined, toShenzhen],
    ['a centre of the old city', [[300, '954', GZ]], undefined, toShenzhen],
    [
      'delivered in the old city',
      [
        [100, '702', GZ],
        [300, '704', GZ],
      ],
      300,
      toShenzhen,
    ],
    ['within the city', [[300, '702', GZ]], undefined, { records: { redirects: [{ at: ACCEPTED, cityKey: '4401' }] } }],
    [
      'an 802 alone',
      [
        [60, '802'],
        [300, '702', GZ],
      ],
      undefined,
    ],
  ])('%s', (_name, steps, since, words) => expect(sinceOf(trail(steps, words), 'redirect-not-honoured')).toBe(since));
});

describe('no-trace', () => {
  const asked = (noDataAt: string[], events: TraceEvent[] = []) =>
    mail({ fields: { acceptedAt: ACCEPTED, reach: '4' }, events, noDataAt, traceAsOf: noDataAt[noDataAt.length - 1] ?? null });
  it.each<[string, ReturnType<typeof asked>, boolean]>([
    ['on the posting day', asked(['2025-11-20T23:59:59+08:00']), false],
    ['on T+1', asked(['2025-11-21T00:00:00+08:00']), true],
    ['with acceptance alone', asked(['2025-11-21T09:00:00+08:00'], [scan(ACCEPTED, '203')]), true],
    ['with another event', asked(['2025-11-21T09:00:00+08:00'], [scan(ACCEPTED, '203'), scan(ACCEPTED + 1, '999')]), false],
    ['never asked', asked([]), false],
  ])('%s', (_name, state, expected) => expect(fired(state, AS_OF).includes('no-trace')).toBe(expected));

  it('dates from the first qualifying answer', () => {
    const state = asked(['2025-11-20T12:00:00+08:00', '2025-11-21T09:00:00+08:00', '2025-11-22T09:00:00+08:00']);
    expect(evaluated(state, '2025-11-22T09:00:00+08:00').findings.find(({ rule }) => rule === 'no-trace')?.since).toBe(
      instant('2025-11-21T09:00:00+08:00'),
    );
  });
});

describe('contradictory-trace', () => {
  it.each<[string, Step[], number | undefined]>([
    [
      'round 30 min after delivery',
      [
        [60, '702'],
        [90, '704'],
        [120, '702'],
      ],
      undefined,
    ],
    [
      'round more than 30 min after',
      [
        [60, '702'],
        [90, '704'],
        [120 + 1 / 60, '702'],
      ],
      120 + 1 / 60,
    ],
    [
      'second 704',
      [
        [60, '702'],
        [90, '704'],
        [500, '704'],
      ],
      undefined,
    ],
    [
      'from the first 704 on',
      [
        [60, '702'],
        [90, '704'],
        [110, '748'],
        [121, '705'],
      ],
      121,
    ],
    [
      'return after delivery',
      [
        [60, '702'],
        [90, '704'],
        [500, '708'],
      ],
      undefined,
    ],
    [
      'return leg',
      [
        [60, '702'],
        [90, '704'],
        [500, '708'],
        [600, '305'],
      ],
      undefined,
    ],
    [
      'before the return',
      [
        [60, '702'],
        [90, '704'],
        [500, '954'],
        [600, '708'],
      ],
      500,
    ],
    [
      'origin scans after delivery',
      [
        [60, '702'],
        [90, '704'],
        [500, '203'],
        [510, '303'],
      ],
      undefined,
    ],
    [
      'a flag after delivery',
      [
        [60, '702'],
        [90, '704'],
        [500, '801'],
      ],
      undefined,
    ],
    ['5 min before acceptance', [[-5, '305']], undefined],
    ['more than 5 min before acceptance', [[-5 - 1 / 60, '305']], -5 - 1 / 60],
    ['any event before acceptance', [[-10, '999']], -10],
  ])('%s', (_name, steps, since) => expect(sinceOf(trail(steps), 'contradictory-trace')).toBe(since));

  it('counts a bare date from 00:00', () => {
    const fields = { acceptedAt: instant('2025-11-20T00:00:00+08:00'), acceptedDateOnly: true };
    const at = (time: string) => mail({ fields, events: [scan(time, '203')], traceAsOf: AS_OF });
    expect(fired(at('2025-11-20T00:00:00+08:00'), AS_OF)).not.toContain('contradictory-trace');
    expect(fired(at('2025-11-19T23:55:00+08:00'), AS_OF)).not.toContain('contradictory-trace');
    expect(fired(at('2025-11-19T23:54:59+08:00'), AS_OF)).toContain('contradictory-trace');
  });

  it('names events beyond the as-of', () => {
    const at = (ms: number) => mail({ fields: TO_GUANGZHOU, events: [scan(AS_OF + ms, '305')], traceAsOf: AS_OF });
    expect(fired(at(10 * MINUTE_MS), AS_OF + HOUR_MS)).not.toContain('contradictory-trace');
    expect(fired(at(10 * MINUTE_MS + SECOND_MS), AS_OF + HOUR_MS)).toContain('contradictory-trace');
  });
});

describe('what can fire on an ended mail', () => {
  const everything: Step[] = [
    [-30, '203'],
    [10, '801'],
    [20, '306', SZ],
    [200, '702', { ...SZ, text: '破损' }],
    [210, '705'],
  ];
  const words = { fields: { declaredG: 100, actualG: 900, clientCode: 'A' }, records: { redirects: [{ at: ACCEPTED, cityKey: '4403' }] } };
  const partners = [{ mailNo: 'X', at: ACCEPTED }];

  it('is limited when returned', () => {
    expect(fired(trail([...everything, [220, '704', GZ], [300, '702', GZ], [310, '708']], words), AS_OF, partners)).toEqual([
      'damage-reported',
      'recall-not-honoured',
      'weight-mismatch',
      'contradictory-trace',
    ]);
  });

  it('is limited when delivered', () => {
    expect(fired(trail([...everything, [220, '704', GZ], [300, '702', GZ]], words), AS_OF, partners)).toEqual([
      'damage-reported',
      'suspected-swap',
      'suspected-false-signoff',
      'recall-not-honoured',
      'redirect-not-honoured',
      'weight-mismatch',
      'contradictory-trace',
    ]);
  });
});
