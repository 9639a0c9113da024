import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../kernel/instant.ts';
import type { TraceEvent } from '../mail/statement.ts';
import { evaluated, fired, instant, mail, scan } from './fixtures.ts';
import type { MailRecords } from './evaluation.ts';
import { ACCEPTED, AS_OF, GZ, SZ, TO_GUANGZHOU, sinceOf, trail } from './trail-fixture.ts';
import type { Step } from './trail-fixture.ts';

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
