import { describe, expect, it } from 'vitest';
import { MINUTE_MS } from '../../kernel/instant.ts';
import { evaluated, fired, mail, scan } from './fixtures.ts';
import type { MailRecords } from './evaluation.ts';
import { ACCEPTED, AS_OF, GZ, SZ, XT, sinceOf, trail } from './trail-fixture.ts';
import type { Step } from './trail-fixture.ts';

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
