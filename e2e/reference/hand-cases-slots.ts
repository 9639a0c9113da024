import type { MailFields, Statement } from '#shared/domain/mail/statement.ts';
import type { HandCase } from './hand-case.ts';
import type { Step } from './steps.ts';
import {
  M,
  M2,
  M3,
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
const at = (time: string, code: string, city: City | null = null, text = '') => scan(`2026-${time}`, code, city, { text });
const posted = (city: City | null, more: MailFields = {}, when = POSTED) =>
  mailsFile('2026-03-02 11:00:00', mailSays(fieldsTo(when, city, more)));
const traces = (asOf: string, ...scans: Statement[]) => tracesFile(`2026-${asOf}`, ...scans);
const screen = (now: string) => screenAt(`2026-${now}`);

function verdicts(name: string, steps: Step[], want: string[]): HandCase {
  return { name, steps, expected: { verdicts: { [M]: want } } };
}

const out = at('03-03 11:00:00', '702', '湘潭');
const signed = at('03-03 17:00:00', '704', '湘潭');
/** Same-city mail of 2 March: slot of the 3rd, open from 12:00. */
const SAME_CITY: HandCase[] = [
  verdicts(
    'one second before the opening there is no verdict',
    [posted('湘潭'), traces('03-03 11:59:59', out), screen('03-03 11:59:59')],
    [],
  ),
  verdicts(
    'at the opening, out today',
    [posted('湘潭'), traces('03-03 12:00:00', out), screen('03-03 12:00:00')],
    ['2026-03-03 same-city normal'],
  ),
  verdicts(
    'trace one second older than the opening',
    [posted('湘潭'), traces('03-03 11:59:59', out), screen('03-03 12:00:00')],
    ['2026-03-03 same-city undetermined missing=fresh-trace'],
  ),
  verdicts(
    'what fires on a stale trace is abnormal',
    [posted('湘潭'), traces('03-03 11:59:59', at('03-03 11:00:00', '705', '湘潭')), screen('03-03 12:00:00')],
    ['2026-03-03 same-city abnormal'],
  ),
  verdicts(
    'terminal needs no fresh trace',
    [
      posted('湘潭'),
      traces('03-03 09:00:00', at('03-03 08:00:00', '702', '湘潭'), at('03-03 08:30:00', '704', '湘潭')),
      screen('03-03 14:00:00'),
    ],
    ['2026-03-03 same-city normal'],
  ),
  verdicts('no trace', [posted('湘潭'), screen('03-03 14:00:00')], ['2026-03-03 same-city undetermined missing=trace']),
  verdicts(
    'normal until 19:59:59 while out today',
    [posted('湘潭'), traces('03-03 14:00:00', out), screen('03-03 19:59:59')],
    ['2026-03-03 same-city normal'],
  ),
  verdicts(
    'overdue at 20:00:00 by the clock',
    [posted('湘潭'), traces('03-03 14:00:00', out), screen('03-03 20:00:00')],
    ['2026-03-03 same-city abnormal'],
  ),
  verdicts(
    'the last before the close stands',
    [
      posted('湘潭'),
      traces('03-03 14:00:00', out),
      screen('03-03 14:00:00'),
      traces('03-03 18:00:00', at('03-03 17:00:00', '705', '湘潭')),
      screen('03-03 23:59:59'),
    ],
    ['2026-03-03 same-city abnormal'],
  ),
  verdicts(
    'a change after the close does not move it',
    [
      posted('湘潭'),
      traces('03-03 14:00:00', out),
      screen('03-03 14:00:00'),
      traces('03-03 18:00:00', at('03-03 17:00:00', '705', '湘潭')),
      screen('03-04 00:00:00'),
    ],
    ['2026-03-03 same-city normal'],
  ),
  verdicts(
    'first run one second before the close is on time',
    [posted('湘潭'), traces('03-03 18:00:00', out, signed), screen('03-03 23:59:59')],
    ['2026-03-03 same-city normal'],
  ),
  verdicts(
    'first run at the close is late',
    [posted('湘潭'), traces('03-03 18:00:00', out, signed), screen('03-04 00:00:00')],
    ['2026-03-03 same-city normal late'],
  ),
  verdicts(
    'undetermined at the close, then late, then it stands',
    [
      posted('湘潭'),
      screen('03-03 14:00:00'),
      traces('03-04 09:00:00', out, signed),
      screen('03-04 09:00:00'),
      traces('03-05 09:00:00', at('03-05 08:00:00', '711', '湘潭')),
      screen('03-05 09:00:00'),
    ],
    ['2026-03-03 same-city normal late'],
  ),
  verdicts(
    'not yet in the ledger at the close',
    [
      screen('03-03 14:00:00'),
      mailsFile('2026-03-05 09:00:00', mailSays(fieldsTo(POSTED, '湘潭'))),
      traces('03-05 09:00:00', out, signed),
      screen('03-05 10:00:00'),
    ],
    ['2026-03-03 same-city normal late'],
  ),
  verdicts(
    'determined beats a later undetermined',
    [
      posted('湘潭'),
      traces('03-03 11:00:00', at('03-03 10:00:00', '705', '湘潭')),
      screen('03-03 12:00:00'),
      traces('03-03 11:30:00', at('03-03 11:15:00', '702', '湘潭')),
      screen('03-03 13:00:00'),
    ],
    ['2026-03-03 same-city abnormal'],
  ),
  verdicts(
    'a trace taken earlier, imported later, adds facts but no freshness',
    [
      posted('湘潭'),
      traces('03-03 13:00:00', out),
      traces('03-03 09:00:00', at('03-03 08:00:00', '306', '湘潭')),
      screen('03-03 14:00:00'),
    ],
    ['2026-03-03 same-city normal'],
  ),
  verdicts(
    'posted at 23:59:59',
    [posted('湘潭', {}, '2026-03-02 23:59:59'), screen('03-10 00:00:00')],
    ['2026-03-03 same-city undetermined missing=trace'],
  ),
  verdicts(
    'posted at 00:00:00',
    [posted('湘潭', {}, '2026-03-03 00:00:00'), screen('03-10 00:00:00')],
    ['2026-03-04 same-city undetermined missing=trace'],
  ),
  verdicts(
    'void is due nowhere and its verdict is history',
    [
      posted('湘潭'),
      traces('03-03 12:00:00', out),
      screen('03-03 14:00:00'),
      traces('03-03 15:00:00', at('03-03 14:30:00', '207', '湘潭')),
      screen('03-03 16:00:00'),
    ],
    ['2026-03-03 same-city normal history'],
  ),
  verdicts(
    'the record arrives after the trace',
    [traces('03-03 12:00:00', at('03-02 10:00:00', '203', '湘潭'), out), posted('湘潭'), screen('03-03 14:00:00')],
    ['2026-03-03 same-city normal'],
  ),
  {
    name: 'overdue on the delivery side since 20:00, urged',
    steps: [posted('湘潭'), traces('03-03 14:00:00', out), screen('03-03 20:00:00')],
    expected: {
      findings: { [M]: { overdue: '2026-03-03 20:00:00' } },
      exceptions: [
        {
          mainRule: 'overdue',
          abnormalType: 'urge-delivery',
          responsibleStage: 'delivery',
          priority: 'P3',
          day: '2026-03-03',
          cycle: 1,
          status: 'open',
        },
      ],
    },
  },
  {
    name: 'overdue since the opening when out the day before',
    steps: [posted('湘潭'), traces('03-03 12:00:00', at('03-02 20:00:00', '702', '湘潭')), screen('03-03 12:00:00')],
    expected: { findings: { [M]: { overdue: '2026-03-03 12:00:00', 'no-delivery-result': '2026-03-03 06:00:00' } } },
  },
  {
    name: 'overdue in transport is a delay of its holder',
    steps: [posted('湘潭'), traces('03-03 12:00:00', at('03-03 02:00:00', '954', '湘潭')), screen('03-03 12:00:00')],
    expected: {
      exceptions: [{ mainRule: 'overdue', abnormalType: 'delay', responsibleStage: 'processing', organisation: '湘潭市第一揽投部' }],
    },
  },
];

const CALENDAR: HandCase[] = (
  [
    ['28 February of a leap year', '2028-02-28 12:00:00', '上海', '2028-03-02 out-of-province'],
    ['29 February', '2028-02-29 12:00:00', '湘潭', '2028-03-01 same-city'],
    ['28 February of a common year', '2027-02-28 23:59:59', '长沙', '2027-03-02 in-province'],
    ['month end', '2026-04-30 23:59:59', '湘潭', '2026-05-01 same-city'],
    ['year end', '2026-12-31 00:00:00', '上海', '2027-01-03 out-of-province'],
  ] as const
).map(([name, when, city, slot]) =>
  verdicts(
    `posted on ${name}`,
    [mailsFile(when, mailSays(fieldsTo(when, city))), screenAt('2029-01-01 00:00:00')],
    [`${slot} undetermined missing=trace`],
  ),
);

function region(name: string, fields: MailFields, want: string, scans: Statement[] = []): HandCase {
  const steps: Step[] = [mailsFile('2026-03-02 11:00:00', mailSays({ ...fieldsTo(POSTED, null), ...fields }))];
  if (scans.length > 0) steps.push(traces('03-02 12:00:00', ...scans));
  return { name, steps: [...steps, screen('03-02 12:00:00')], expected: { regions: { [M]: want } } };
}

const REGIONS: HandCase[] = [
  region('home city without suffix', { destProvince: '湖南', destCity: '湘潭' }, 'same-city divisions'),
  region('another city of the province', { destProvince: '湖南省', destCity: '长沙市' }, 'in-province divisions'),
  region('another province', { destProvince: '上海市', destCity: '上海市' }, 'out-of-province divisions'),
  region('same province, city missing', { destProvince: '湖南省' }, 'unknown unknown'),
  region('another province suffices', { destProvince: '广东' }, 'out-of-province divisions'),
  region(
    'a municipality is one city',
    { senderProvince: '重庆市', senderCity: '市辖区', destProvince: '重庆', destCity: '县' },
    'same-city divisions',
  ),
  region(
    'a county under its province is its own',
    { senderProvince: '湖北省', senderCity: '仙桃市', destProvince: '湖北省', destCity: '潜江市' },
    'in-province divisions',
  ),
  region(
    'the same county under its province',
    { senderProvince: '河南', senderCity: '济源', destProvince: '河南省', destCity: '济源市' },
    'same-city divisions',
  ),
  region('origin from the accepted event', { destProvince: '湖南省', destCity: '长沙市' }, 'same-city divisions', [
    at('03-02 10:00:00', '203', '长沙'),
  ]),
  region(
    'sender columns before the accepted event',
    { senderProvince: '湖南省', senderCity: '株洲市', destProvince: '湖南省', destCity: '长沙市' },
    'in-province divisions',
    [at('03-02 10:00:00', '203', '长沙')],
  ),
  region('address text', { destAddress: '湖南省长沙市岳麓区某路1号' }, 'in-province divisions'),
  region('columns before address text', { destProvince: '上海市', destAddress: '湖南省湘潭市某路1号' }, 'out-of-province divisions'),
  region('the export wins', { reach: '4', destProvince: '湖南省', destCity: '湘潭市' }, 'out-of-province export'),
  region('地市 is in-province', { reach: '2' }, 'in-province export'),
  region('Hong Kong', { destProvince: '香港特别行政区' }, 'international divisions'),
  region('Taiwan in the address', { destAddress: '台湾省台北市某路1号' }, 'international divisions'),
  region('another country', { destCountry: '日本', destProvince: '湖南省', destCity: '湘潭市' }, 'international divisions'),
  region('China as the country', { destCountry: '中国', destProvince: '湖南省', destCity: '湘潭市' }, 'same-city divisions'),
  region('nothing known', {}, 'unknown unknown'),
  {
    name: 'a person overrides the export',
    steps: [posted('湘潭', { reach: '1' }), factAt('2026-03-02 12:00:00', { region: 'in-province' }), screen('03-04 09:00:00')],
    expected: { regions: { [M]: 'in-province override' }, verdicts: { [M]: ['2026-03-04 in-province undetermined missing=trace'] } },
  },
  {
    name: 'an unknown region is due in three slots, then leaves them',
    steps: [
      posted(null),
      traces('03-05 09:00:00', at('03-05 08:00:00', '702', '长沙')),
      screen('03-05 09:00:00'),
      factAt('2026-03-05 10:00:00', { region: 'out-of-province' }),
      screen('03-05 11:00:00'),
    ],
    expected: {
      verdicts: {
        [M]: [
          '2026-03-03 same-city undetermined missing=region history',
          '2026-03-04 in-province undetermined missing=region history',
          '2026-03-05 out-of-province normal',
        ],
      },
      slots: ['2026-03-05 out-of-province 1/1/0/0 1/0'],
    },
  },
  {
    name: 'everything that is missing is named',
    steps: [posted(null), screen('03-03 14:00:00')],
    expected: { verdicts: { [M]: ['2026-03-03 same-city undetermined missing=region,trace'] }, counts: { unknownRegion: 1 } },
  },
  {
    name: 'an unknown region raises without a day',
    steps: [posted(null), traces('03-03 14:00:00', at('03-03 11:00:00', '705', '长沙', '收件人名址有误')), screen('03-03 14:00:00')],
    expected: {
      exceptions: [{ day: null, region: 'unknown', mainRule: 'attempt-failed', abnormalType: 'address-change', priority: 'P3' }],
    },
  },
  {
    name: 'the newer statement wins, then 新一代',
    steps: [
      mailsFile(
        '2026-03-02 12:00:00',
        mailSays({ destProvince: '湖南省', destCity: '长沙市' }, M, 'registered'),
        mailSays({ reach: '4' }, M2, 'quality-grid'),
      ),
      mailsFile('2026-03-02 11:00:00', mailSays(fieldsTo(POSTED, '湘潭'))),
      mailsFile('2026-03-02 12:00:00', mailSays({ reach: '1' }, M2)),
    ],
    expected: { regions: { [M]: 'in-province divisions', [M2]: 'same-city export' } },
  },
];

function stage(name: string, scans: Statement[], want: string): HandCase {
  return { name, steps: [posted('上海'), traces('03-06 12:00:00', ...scans)], expected: { stages: { [M]: want } } };
}

const named = (code: string, name: string) => scan('2026-03-03 09:00:00', code, null, { name });
const vendor = (source: 'kuaidi100' | 'kdniao', code: string) => scan('2026-03-03 09:00:00', code, null, { source, name: '签收' });
const STATES: HandCase[] = [
  stage('without events the stage is accepted', [noDataSays()], 'accepted'),
  stage('order of arrival means nothing', [at('03-03 11:00:00', '702', '上海'), at('03-02 12:00:00', '305', '湘潭')], 'out-for-delivery'),
  stage('equal times go by rank', [at('03-03 11:00:00', '705', '上海'), at('03-03 11:00:00', '702', '上海')], 'attempt-failed'),
  stage('a later 702 does not undo a delivery', [at('03-03 11:00:00', '704', '上海'), at('03-03 12:00:00', '702', '上海')], 'delivered'),
  stage('a return outweighs a later delivery', [at('03-03 11:00:00', '711', '上海'), at('03-04 11:00:00', '704', '湘潭')], 'returned'),
  stage('void outweighs all', [at('03-02 11:00:00', '207', '湘潭'), at('03-04 11:00:00', '708', '湘潭')], 'void'),
  stage('kuaidi100 201 has no stage', [vendor('kuaidi100', '201')], 'accepted'),
  stage('kdniao 201 is at-centre', [vendor('kdniao', '201')], 'at-centre'),
  stage('kuaidi100 202 has no stage', [vendor('kuaidi100', '202')], 'accepted'),
  stage('kdniao 202 is out-for-delivery', [vendor('kdniao', '202')], 'out-for-delivery'),
  stage('a vendor state outside its table has no stage', [vendor('kdniao', '999')], 'accepted'),
  stage('unknown code: 未妥投 before 妥投', [named('990', '投递结果-未妥投')], 'attempt-failed'),
  stage('unknown code: 退件 before 签收', [named('991', '退件签收')], 'returned'),
  stage('unknown code: 投递回班交接 has none', [named('992', '投递回班交接')], 'accepted'),
  stage('unknown code: 扫描封发 has none', [named('993', '扫描封发')], 'accepted'),
  stage(
    'a summary without code goes by its name',
    [scan('2026-03-03 09:00:00', '', null, { name: '揽投解车', summary: true, source: 'quality-grid' })],
    'at-delivery-station',
  ),
  stage('web code 11', [scan('2026-03-03 09:00:00', '11', null, { source: 'trace-web' })], 'out-for-delivery'),
];

const BARE: MailFields = { acceptedAt: Date.parse('2026-03-02T00:00:00+08:00'), acceptedDateOnly: true };
const bareTo = (city: City) => posted(city, BARE);
const DATE_ONLY: HandCase[] = [
  {
    name: 'a bare date ages from 24:00',
    steps: [bareTo('长沙'), traces('03-10 00:00:00', noDataSays()), screen('03-10 00:00:00')],
    expected: {
      findings: { [M]: { 'suspected-loss': '2026-03-10 00:00:00', overdue: '2026-03-04 00:00:00', 'no-trace': '2026-03-10 00:00:00' } },
    },
  },
  {
    name: 'a bare date, one second short',
    steps: [bareTo('长沙'), traces('03-09 23:59:59', noDataSays()), screen('03-10 00:00:00')],
    expected: { findings: { [M]: { overdue: '2026-03-04 00:00:00', 'no-trace': '2026-03-09 23:59:59' } } },
  },
  {
    name: 'a bare date compares as 00:00',
    steps: [bareTo('长沙'), traces('03-02 09:00:00', at('03-01 23:55:00', '203', '湘潭')), screen('03-02 09:00:00')],
    expected: { findings: { [M]: {} } },
  },
  {
    name: 'before 00:00 by more than 5 min',
    steps: [bareTo('长沙'), traces('03-02 09:00:00', at('03-01 23:54:59', '203', '湘潭')), screen('03-02 09:00:00')],
    expected: { findings: { [M]: { 'contradictory-trace': '2026-03-01 23:54:59' } } },
  },
];

const failed = at('03-03 11:00:00', '705', '上海', '电话无法接通');
const raised: Step[] = [posted('上海', { clientCode: 'K1' }), traces('03-03 12:00:00', failed), screen('03-03 12:00:00')];
const outAgain = [traces('03-03 16:00:00', at('03-03 15:00:00', '702', '上海')), screen('03-03 16:00:00')];
const failedAgain = [traces('03-03 18:00:00', at('03-03 17:00:00', '705', '上海')), screen('03-03 18:00:00')];
const closed: Step = { kind: 'close', mailNo: M, now: Date.parse('2026-03-03T13:00:00+08:00') };
const overdueTo = (now: string): Step[] => [
  posted('上海', { clientCode: 'K1' }),
  traces('03-05 09:00:00', at('03-04 12:00:00', '912', '上海')),
  screen(now),
];
const EXCEPTIONS: HandCase[] = [
  {
    name: 'raised by the watch before the slot',
    steps: raised,
    expected: { exceptions: [{ cycle: 1, status: 'open', abnormalType: 'urge-delivery', day: '2026-03-05' }], verdicts: { [M]: [] } },
  },
  { name: 'self-cleared', steps: [...raised, ...outAgain], expected: { exceptions: [{ cycle: 1, status: 'self-cleared' }] } },
  {
    name: 'self-cleared and abnormal again',
    steps: [...raised, ...outAgain, ...failedAgain],
    expected: { exceptions: [{ cycle: 1, status: 'open' }], findings: { [M]: { 'attempt-failed': '2026-03-03 17:00:00' } } },
  },
  {
    name: 'closed with nothing new stays closed',
    steps: [...raised, closed, screen('03-03 18:00:00')],
    expected: { exceptions: [{ cycle: 1, status: 'closed' }] },
  },
  {
    name: 'closed, a newer trace with nothing new stays closed',
    steps: [...raised, closed, traces('03-03 18:00:00', failed), screen('03-03 18:00:00')],
    expected: { exceptions: [{ cycle: 1, status: 'closed' }] },
  },
  {
    name: 'abnormal after closure opens the next cycle',
    steps: [...raised, closed, ...outAgain, ...failedAgain],
    expected: {
      exceptions: [
        { cycle: 1, status: 'closed' },
        { cycle: 2, status: 'open' },
      ],
    },
  },
  {
    name: 'without a trace nothing is raised',
    steps: [posted('上海', { declaredG: 100, actualG: 900, remark: '外包装破损' }), screen('03-09 12:00:00')],
    expected: { exceptions: [] },
  },
  {
    name: 'overdue by one day',
    steps: overdueTo('03-06 23:59:59'),
    expected: { exceptions: [{ mainRule: 'overdue', priority: 'P3', responsibleStage: 'transport' }] },
  },
  { name: 'overdue by two days', steps: overdueTo('03-07 00:00:00'), expected: { exceptions: [{ mainRule: 'overdue', priority: 'P2' }] } },
  {
    name: 'overdue by two days for a key client',
    steps: overdueTo('03-07 00:00:00'),
    options: { keyClients: ['K1'] },
    expected: { exceptions: [{ mainRule: 'overdue', priority: 'P1' }] },
  },
  {
    name: 'contradictory-trace alone',
    steps: [posted('上海'), traces('03-02 12:00:00', at('03-02 09:00:00', '203', '湘潭')), screen('03-02 12:00:00')],
    expected: { exceptions: [{ mainRule: 'contradictory-trace', priority: 'P4', abnormalType: 'other', responsibleStage: 'data' }] },
  },
  {
    name: 'damage named by an event before its record says it',
    steps: [
      posted('上海', { remark: '外包装破损' }),
      traces('03-03 12:00:00', at('03-02 12:00:00', '954', '长沙', '外包装破损')),
      screen('03-03 12:00:00'),
    ],
    expected: { findings: { [M]: { 'damage-reported': '2026-03-02 12:00:00' } }, exceptions: [{ responsibleStage: 'processing' }] },
  },
  {
    name: 'damage comes first among findings',
    steps: [posted('上海'), traces('03-03 12:00:00', at('03-03 11:00:00', '705', '上海', '外包装破损，拒收')), screen('03-03 12:00:00')],
    expected: { exceptions: [{ mainRule: 'damage-reported', abnormalType: 'damage', priority: 'P1', responsibleStage: 'delivery' }] },
  },
];

const COVERAGE: HandCase[] = [
  {
    name: 'the counts of a day',
    steps: [
      mailsFile(
        '2026-03-02 20:00:00',
        mailSays(fieldsTo(POSTED, '湘潭')),
        mailSays(fieldsTo(POSTED, '湘潭'), M2),
        mailSays({ destProvince: '湖南省', destCity: '湘潭市' }, M3),
      ),
      traces('03-03 12:00:00', out),
      screen('03-03 14:00:00'),
    ],
    expected: {
      slots: ['2026-03-03 same-city 2/1/0/1 1/0'],
      counts: { noAcceptance: 1, needFreshTrace: 0, unknownRegion: 0 },
      verdicts: { [M3]: [] },
    },
  },
  {
    name: 'a watched mail older than the latest opening',
    steps: [posted('上海'), traces('03-02 23:59:59', at('03-02 12:00:00', '305', '湘潭')), screen('03-03 00:00:00')],
    expected: { counts: { needFreshTrace: 1 } },
  },
  {
    name: 'a watched mail as old as the latest opening',
    steps: [posted('上海'), traces('03-03 00:00:00', at('03-02 12:00:00', '305', '湘潭')), screen('03-03 23:59:59')],
    expected: { counts: { needFreshTrace: 0 } },
  },
];

export const SLOT_CASES: readonly HandCase[] = [...SAME_CITY, ...CALENDAR, ...REGIONS, ...STATES, ...DATE_ONLY, ...EXCEPTIONS, ...COVERAGE];
