import type { MailFields, Statement } from '#shared/domain/mail/statement.ts';
import type { Rule } from '#shared/domain/screening/vocabulary.ts';
import type { HandCase } from './hand-case.ts';
import type { Step } from './steps.ts';
import {
  M,
  M2,
  factAt,
  fieldsTo,
  mailSays,
  mailsFile,
  noDataSays,
  scanSays as scan,
  screenAt,
  tracesFile,
  type City,
} from './statement-builders.ts';

const POSTED = '2026-03-02 10:00:00';
type Fires = Partial<Record<Rule, string>>;
type Row = [name: string, asOf: string, scans: Statement[], fires: Fires, now?: string];

/** Mail posted on 2 March 10:00; slots: same-city 3rd 12:00, in-province 4th, out-of-province 5th. */
function toCity(city: City | null, fields: MailFields, rows: Row[]): HandCase[] {
  return rows.map(([name, asOf, scans, fires, now]) => ({
    name,
    steps: [
      mailsFile('2026-03-02 11:00:00', mailSays(fieldsTo(POSTED, city, fields))),
      tracesFile(`2026-${asOf}`, ...scans),
      screenAt(`2026-${now ?? asOf}`),
    ],
    expected: { findings: { [M]: fires } },
  }));
}

const at = (time: string, code: string, city: City | null = null, text = '') => scan(`2026-${time}`, code, city, { text });

const AGES_FAR: HandCase[] = toCity('上海', {}, [
  ['not-dispatched at 24 h', '03-03 10:00:00', [at('03-02 10:00:00', '203', '湘潭')], { 'not-dispatched': '2026-03-03 10:00:00' }],
  ['not-dispatched one second short', '03-03 09:59:59', [at('03-02 10:00:00', '203', '湘潭')], {}],
  ['silence counts only as observed', '03-03 09:59:59', [at('03-02 10:00:00', '203', '湘潭')], {}, '03-04 12:00:00'],
  [
    'not-dispatched at the origin station',
    '03-03 11:00:00',
    [at('03-02 11:00:00', '303', '湘潭')],
    { 'not-dispatched': '2026-03-03 11:00:00' },
  ],
  ['not-dispatched needs a complete trace', '03-03 12:00:00', [at('03-02 10:00:00', '10')], {}],
  [
    'not-dispatched counts from the last event of any kind',
    '03-03 12:00:00',
    [at('03-02 10:00:00', '203', '湘潭'), at('03-02 12:00:01', '999')],
    {},
  ],
  ['stalled at 48 h', '03-04 12:00:00', [at('03-02 12:00:00', '305', '湘潭')], { stalled: '2026-03-04 12:00:00' }],
  ['stalled one second short of 48 h', '03-04 11:59:59', [at('03-02 12:00:00', '305', '湘潭')], {}],
  ['stalled on a coarse trace', '03-04 12:00:00', [at('03-02 12:00:00', '20')], { stalled: '2026-03-04 12:00:00' }],
  [
    'not-out-for-delivery at 12 h',
    '03-03 20:00:00',
    [at('03-03 08:00:00', '306', '上海')],
    { 'not-out-for-delivery': '2026-03-03 20:00:00' },
  ],
  ['not-out-for-delivery one second short', '03-03 19:59:59', [at('03-03 08:00:00', '306', '上海')], {}],
  ['no-delivery-result at 10 h', '03-03 18:00:00', [at('03-03 08:00:00', '702', '上海')], { 'no-delivery-result': '2026-03-03 18:00:00' }],
  ['no-delivery-result one second short', '03-03 17:59:59', [at('03-03 08:00:00', '702', '上海')], {}],
  [
    'a flag after 702 does not restart its age',
    '03-03 18:00:00',
    [at('03-03 08:00:00', '702', '上海'), at('03-03 17:00:00', '999')],
    { 'no-delivery-result': '2026-03-03 18:00:00' },
  ],
  [
    'suspected-loss at 10 days',
    '03-12 10:00:00',
    [at('03-02 10:00:00', '10')],
    { 'suspected-loss': '2026-03-12 10:00:00', overdue: '2026-03-05 00:00:00' },
  ],
  ['suspected-loss one second short of 10 days', '03-12 09:59:59', [at('03-02 10:00:00', '10')], { overdue: '2026-03-05 00:00:00' }],
]);

const AGES_NEAR: HandCase[] = toCity('长沙', {}, [
  ['stalled in-province at 24 h', '03-03 12:00:00', [at('03-02 12:00:00', '305', '湘潭')], { stalled: '2026-03-03 12:00:00' }],
  ['stalled in-province one second short', '03-03 11:59:59', [at('03-02 12:00:00', '305', '湘潭')], {}],
  [
    'suspected-loss in-province at 7 days',
    '03-09 10:00:00',
    [at('03-02 10:00:00', '10')],
    { 'suspected-loss': '2026-03-09 10:00:00', overdue: '2026-03-04 00:00:00' },
  ],
  ['suspected-loss in-province one second short', '03-09 09:59:59', [at('03-02 10:00:00', '10')], { overdue: '2026-03-04 00:00:00' }],
]);

const pickup = (time: string) => scan(`2026-${time}`, '501', null, { source: 'kuaidi100', name: '投柜或驿站' });
const AGES_ABROAD: HandCase[] = toCity(null, { destCountry: '日本' }, [
  ['stalled international at 7 days', '03-09 12:00:00', [at('03-02 12:00:00', '457')], { stalled: '2026-03-09 12:00:00' }],
  ['stalled international one second short', '03-09 11:59:59', [at('03-02 12:00:00', '457')], {}],
  ['uncollected at 72 h', '03-06 09:00:00', [pickup('03-03 09:00:00')], { uncollected: '2026-03-06 09:00:00' }],
  ['uncollected one second short', '03-06 08:59:59', [pickup('03-03 09:00:00')], {}],
  ['ready-for-pickup is never lost', '04-20 09:00:00', [pickup('03-03 09:00:00')], { uncollected: '2026-03-06 09:00:00' }],
  ['suspected-loss international at 30 days', '04-01 10:00:00', [at('03-02 10:00:00', '10')], { 'suspected-loss': '2026-04-01 10:00:00' }],
]);

const AGES_UNKNOWN: HandCase[] = toCity(null, {}, [
  [
    'unknown region uses out-of-province thresholds',
    '03-04 12:00:00',
    [at('03-02 12:00:00', '305', '湘潭')],
    { stalled: '2026-03-04 12:00:00' },
  ],
  ['unknown region is never overdue', '03-04 11:59:59', [at('03-02 12:00:00', '305', '湘潭')], {}, '03-08 12:00:00'],
]);

const out = [at('03-02 12:00:00', '305', '湘潭'), at('03-03 09:00:00', '702', '上海')];
const DELIVERY: HandCase[] = toCity('上海', {}, [
  ['delivered as it should', '03-03 12:00:00', [...out, at('03-03 11:00:00', '704', '上海')], {}],
  ['a second 704 is normal', '03-03 22:00:00', [...out, at('03-03 11:00:00', '704', '上海'), at('03-03 21:00:00', '704', '上海')], {}],
  ['已代签收 is delivered and normal', '03-03 12:00:00', [...out, at('03-03 11:00:00', '704', '上海', '您的快件已代签收【家人，，】')], {}],
  [
    'signed off without going out',
    '03-03 12:00:00',
    [at('03-02 12:00:00', '305', '湘潭'), at('03-03 08:00:00', '306', '上海'), at('03-03 11:00:00', '704', '上海')],
    { 'suspected-false-signoff': '2026-03-03 11:00:00' },
  ],
  [
    'out only after the first 704',
    '03-03 12:00:00',
    [at('03-03 11:00:00', '704', '上海'), at('03-03 11:05:00', '702', '上海'), at('03-03 11:20:00', '704', '上海')],
    { 'suspected-false-signoff': '2026-03-03 11:00:00' },
  ],
  [
    'signed off at a station without going out',
    '03-03 12:00:00',
    [at('03-03 08:00:00', '306', '上海'), at('03-03 11:00:00', '704', '上海', '已投递至驿站')],
    {},
  ],
  ['a coarse sign-off proves no absence', '03-03 12:00:00', [at('03-02 10:00:00', '10'), at('03-03 11:00:00', '80')], {}],
  [
    'signed off in another city',
    '03-03 12:00:00',
    [...out, at('03-03 11:00:00', '704', '长沙')],
    { 'suspected-false-signoff': '2026-03-03 11:00:00', 'suspected-missort': '2026-03-03 11:00:00' },
  ],
  [
    'signed off in another city after an 802',
    '03-03 12:00:00',
    [...out, at('03-03 10:00:00', '802'), at('03-03 11:00:00', '704', '长沙')],
    {},
  ],
  [
    'signed off 30 min after a failure',
    '03-03 12:00:00',
    [...out, at('03-03 11:00:00', '705', '上海'), at('03-03 11:30:00', '704', '上海')],
    { 'suspected-false-signoff': '2026-03-03 11:30:00' },
  ],
  ['signed off one second later', '03-03 12:00:00', [...out, at('03-03 11:00:00', '705', '上海'), at('03-03 11:30:01', '704', '上海')], {}],
  [
    'out again between failure and sign-off',
    '03-03 12:00:00',
    [...out, at('03-03 11:00:00', '705', '上海'), at('03-03 11:10:00', '702', '上海'), at('03-03 11:30:00', '704', '上海')],
    {},
  ],
  [
    'coarse failure and sign-off need no complete trace',
    '03-03 12:00:00',
    [at('03-03 11:00:00', '70'), at('03-03 11:30:00', '80')],
    { 'suspected-false-signoff': '2026-03-03 11:30:00' },
  ],
  [
    'attempt failed since its decisive event',
    '03-04 12:00:00',
    [...out, at('03-03 11:00:00', '705', '上海'), at('03-04 11:00:00', '705', '上海')],
    { 'attempt-failed': '2026-03-04 11:00:00' },
  ],
  ['returned', '03-04 12:00:00', [...out, at('03-04 11:00:00', '708', '上海')], { returned: '2026-03-04 11:00:00' }],
  [
    'returned after a recall flag, whenever',
    '03-04 12:00:00',
    [...out, at('03-04 11:00:00', '708', '上海'), at('03-04 11:30:00', '801')],
    {},
  ],
  [
    'returned, then delivered to the sender',
    '03-06 12:00:00',
    [...out, at('03-04 11:00:00', '708', '上海'), at('03-06 10:00:00', '306', '湘潭'), at('03-06 11:00:00', '704', '湘潭')],
    { returned: '2026-03-04 11:00:00' },
  ],
  [
    'a station event after delivery, 30 min',
    '03-03 12:00:00',
    [...out, at('03-03 11:00:00', '704', '上海'), at('03-03 11:30:00', '306', '上海')],
    {},
  ],
  [
    'a station event after delivery, one second more',
    '03-03 12:00:00',
    [...out, at('03-03 11:00:00', '704', '上海'), at('03-03 11:30:01', '306', '上海')],
    { 'contradictory-trace': '2026-03-03 11:30:01' },
  ],
  ['void: no rule applies', '03-20 12:00:00', [at('03-02 10:00:00', '203', '湘潭'), at('03-02 11:00:00', '207', '湘潭')], {}],
]);

const MISSORT: HandCase[] = toCity('长沙', {}, [
  [
    'missort: a station of a third city',
    '03-03 10:00:00',
    [at('03-02 12:00:00', '305', '湘潭'), at('03-03 08:00:00', '306', '株洲')],
    { 'suspected-missort': '2026-03-03 08:00:00' },
  ],
  ['origin-side 306 before leaving', '03-02 20:00:00', [at('03-02 11:00:00', '306', '湘潭'), at('03-02 12:00:00', '305', '湘潭')], {}],
  [
    'origin-side events when nothing has left',
    '03-02 20:00:00',
    [at('03-02 11:00:00', '306', '湘潭'), at('03-02 11:30:00', '702', '湘潭')],
    {},
  ],
  [
    '306 in the origin city after leaving',
    '03-03 10:00:00',
    [at('03-02 12:00:00', '305', '湘潭'), at('03-03 08:00:00', '306', '湘潭')],
    { 'suspected-missort': '2026-03-03 08:00:00' },
  ],
  [
    'missort remembered on a returned mail',
    '03-03 12:00:00',
    [at('03-02 12:00:00', '305', '湘潭'), at('03-03 08:00:00', '306', '株洲'), at('03-03 11:00:00', '708', '株洲')],
    { returned: '2026-03-03 11:00:00', 'suspected-missort': '2026-03-03 08:00:00' },
  ],
  [
    'a city that only the organisation names',
    '03-03 10:00:00',
    [scan('2026-03-03 08:00:00', '306', null, { orgName: '湖南省株洲市天元揽投部' })],
    { 'suspected-missort': '2026-03-03 08:00:00' },
  ],
  ['a county named like a city is none', '03-03 10:00:00', [scan('2026-03-03 08:00:00', '306', null, { orgName: '湘潭县揽投部' })], {}],
]);

const TEXTS: HandCase[] = toCity('长沙', {}, [
  [
    'damage in a clause',
    '03-02 20:00:00',
    [at('03-02 12:00:00', '954', '长沙', '到达处理中心，外包装破损。')],
    { 'damage-reported': '2026-03-02 12:00:00' },
  ],
  ['无破损 is no damage', '03-02 20:00:00', [at('03-02 12:00:00', '954', '长沙', '外观完好，无破损')], {}],
  ['如有破损 is no damage', '03-02 20:00:00', [at('03-02 12:00:00', '954', '长沙', '如有破损请联系我们')], {}],
  [
    'a negation in another clause does not help',
    '03-02 20:00:00',
    [at('03-02 12:00:00', '954', '长沙', '外包装完好，内件短少')],
    { 'damage-reported': '2026-03-02 12:00:00' },
  ],
  ['event 5 min before acceptance', '03-02 20:00:00', [at('03-02 09:55:00', '203', '湘潭')], {}],
  ['event one second earlier', '03-02 20:00:00', [at('03-02 09:54:59', '203', '湘潭')], { 'contradictory-trace': '2026-03-02 09:54:59' }],
  ['event 10 min after the trace', '03-02 20:00:00', [at('03-02 10:00:00', '203', '湘潭'), at('03-02 20:10:00', '305', '湘潭')], {}],
  [
    'event one second later takes part in nothing else',
    '03-02 20:00:00',
    [at('03-02 10:00:00', '203', '湘潭'), at('03-02 20:10:01', '708', '湘潭')],
    { 'contradictory-trace': '2026-03-02 20:10:01' },
  ],
  ['no data before T+1', '03-02 23:59:59', [noDataSays()], {}],
  ['no data on T+1', '03-03 00:00:00', [noDataSays()], { 'no-trace': '2026-03-03 00:00:00' }],
  [
    'no data but acceptance known',
    '03-03 08:00:00',
    [noDataSays(), at('03-02 10:00:00', '203', '湘潭')],
    { 'no-trace': '2026-03-03 08:00:00' },
  ],
  ['no data but more than acceptance known', '03-03 08:00:00', [noDataSays(), at('03-02 12:00:00', '305', '湘潭')], {}],
]);

const WEIGHT: HandCase[] = (
  [
    [1000, 1100, false],
    [1000, 1101, true],
    [2000, 2200, false],
    [2000, 2201, true],
    [2000, 1799, true],
    [500, 600, false],
    [0, 101, true],
  ] as const
).flatMap(([declaredG, actualG, fires]) =>
  toCity('长沙', { declaredG, actualG }, [
    [
      `weight ${declaredG} g declared, ${actualG} g actual`,
      '03-02 12:00:00',
      [at('03-02 10:00:00', '203', '湘潭')],
      fires ? { 'weight-mismatch': POSTED } : {},
    ],
  ]),
);

function withFacts(name: string, facts: Step[], rest: { city: City; scans: Statement[]; fires: Fires }): HandCase {
  return {
    name,
    steps: [
      mailsFile('2026-03-02 11:00:00', mailSays(fieldsTo(POSTED, rest.city))),
      ...facts,
      tracesFile('2026-03-03 12:00:00', ...rest.scans),
      screenAt('2026-03-03 12:00:00'),
    ],
    expected: { findings: { [M]: rest.fires } },
  };
}

const recalled = factAt('2026-03-03 07:00:00', { recallAt: Date.parse('2026-03-03T07:00:00+08:00') });
const redirected = (province: string, city: string) =>
  factAt('2026-03-03 07:00:00', { redirect: { province, city, at: Date.parse('2026-03-03T07:00:00+08:00') } });
const delivered = (outAt: string) => [at(outAt, '702', '株洲'), at('03-03 11:00:00', '704', '株洲')];

const PEOPLE: HandCase[] = [
  withFacts('recall, out 2 h later', [recalled], { city: '上海', scans: [at('03-03 09:00:00', '702', '上海')], fires: {} }),
  withFacts('recall, out one second more', [recalled], {
    city: '上海',
    scans: [at('03-03 09:00:01', '702', '上海')],
    fires: { 'recall-not-honoured': '2026-03-03 09:00:01' },
  }),
  withFacts('recall honoured by a return', [recalled], {
    city: '上海',
    scans: [at('03-03 08:30:00', '708', '上海'), at('03-03 09:30:00', '305', '上海')],
    fires: {},
  }),
  withFacts('recall by the 801 flag', [], {
    city: '上海',
    scans: [at('03-03 07:00:00', '801'), at('03-03 09:00:01', '702', '上海')],
    fires: { 'recall-not-honoured': '2026-03-03 09:00:01' },
  }),
  withFacts('redirected, delivered in the city first stated', [redirected('湖南省', '长沙市')], {
    city: '株洲',
    scans: delivered('03-03 09:00:00'),
    fires: { 'redirect-not-honoured': '2026-03-03 11:00:00' },
  }),
  withFacts('redirected, out there one second past 2 h', [redirected('湖南', '长沙')], {
    city: '株洲',
    scans: delivered('03-03 09:00:01'),
    fires: { 'redirect-not-honoured': '2026-03-03 09:00:01' },
  }),
  withFacts('redirected within the city', [redirected('湖南省', '株洲市')], {
    city: '株洲',
    scans: delivered('03-03 09:30:00'),
    fires: {},
  }),
  withFacts('an 802 alone names no city', [], {
    city: '株洲',
    scans: [at('03-03 07:00:00', '802'), ...delivered('03-03 09:30:00')],
    fires: {},
  }),
  withFacts('delivered in the city of the redirection', [redirected('湖南省', '长沙市')], {
    city: '株洲',
    scans: [at('03-03 08:00:00', '702', '长沙'), at('03-03 09:00:00', '704', '长沙')],
    fires: {},
  }),
  withFacts('damage in a remark', [factAt('2026-03-03 07:00:00', { remark: '收件人称内件损坏' })], {
    city: '上海',
    scans: [at('03-03 09:00:00', '702', '上海')],
    fires: { 'damage-reported': '2026-03-03 07:00:00' },
  }),
];

function swapOf(name: string, second: MailFields, fires: boolean): HandCase {
  const outTo = (mailNo: string, time: string, city: City) => scan(`2026-${time}`, '702', city, {}, mailNo);
  const since = '2026-03-03 09:30:00';
  const mine: Fires = fires ? { 'suspected-swap': since } : {};
  return {
    name,
    steps: [
      mailsFile(
        '2026-03-02 20:00:00',
        mailSays(fieldsTo(POSTED, '长沙', { clientCode: 'C1' })),
        mailSays(fieldsTo('2026-03-02 23:59:59', '株洲', { clientCode: 'C1', ...second }), M2),
      ),
      tracesFile('2026-03-03 10:00:00', outTo(M, '03-03 09:00:00', '株洲'), outTo(M2, '03-03 09:30:00', '长沙')),
      screenAt('2026-03-03 10:00:00'),
    ],
    expected: {
      findings: {
        [M]: { ...mine, 'suspected-missort': '2026-03-03 09:00:00' },
        [M2]: { ...mine, 'suspected-missort': since },
      },
    },
  };
}

const SWAP: HandCase[] = [
  swapOf('two labels swapped', {}, true),
  swapOf('swap of two clients is none', { clientCode: 'C2' }, false),
  swapOf('swap of two days is none', { acceptedAt: Date.parse('2026-03-03T00:00:00+08:00') }, false),
];

export const RULE_CASES: readonly HandCase[] = [
  ...AGES_FAR,
  ...AGES_NEAR,
  ...AGES_ABROAD,
  ...AGES_UNKNOWN,
  ...DELIVERY,
  ...MISSORT,
  ...TEXTS,
  ...WEIGHT,
  ...PEOPLE,
  ...SWAP,
];
