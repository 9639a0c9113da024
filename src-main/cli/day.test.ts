// One small ledger through a whole day; every step is a process of its own, together some ten seconds.
import { readFileSync, statSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openWorkspace } from '../engine/index.ts';
import { cliDocument, cliRefusal, DAY_FILES, documentOf, runCli, temporaryFolder } from './cli-fixture.ts';

// A process takes half a second of its own; on a machine that does other work, many times that.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 600_000 });

const temp = temporaryFolder();
const ledger = temp.path('一天.ledger');
const files = Object.entries(DAY_FILES).map(([name, text]) => temp.write(name, text));
const [mailsFile = '', traceFile = ''] = files;
const AS_OF = '2025-06-17T14:30:00+08:00';
const NOW = '2025-06-17T15:00:00+08:00';
const EVENING = '2025-06-18T21:00:00+08:00';
const NUMBER = '1127000000001';

type Counts = { rows: number; new: number; updated: number; repeated: number; refused: number; known: boolean; refusals: object[] };
type Imported = { files: (Counts & { file: string; kind: string; asOf: string; error?: { reason: string } })[] };
type Exceptions = {
  digest: string;
  exceptions: {
    mailNo: string;
    status: string;
    owner: string | null;
    findings: { rule: string; evidence: Record<string, unknown> }[];
    abnormalType: string;
    abnormalTypeName: string;
  }[];
};

const at = (now: string): string[] => ['--ledger', ledger, '--test-ledger', '--now', now];
const importAll = (...more: string[]): Promise<Imported> => cliDocument(['import', ...files, '--as-of', AS_OF, ...at(NOW), ...more]);
const countsOf = ({ files: all }: Imported): object =>
  all.map(({ rows, new: added, updated, repeated, refused, refusals }) => ({ rows, added, updated, repeated, refused, refusals }));

let dry: Imported;
let first: Imported;

beforeAll(async () => {
  dry = await importAll('--dry-run');
  first = await importAll();
});
afterAll(() => temp.remove());

describe('import', () => {
  it('says in a dry run what the import then does, and writes nothing', () => {
    expect(countsOf(dry)).toEqual(countsOf(first));
    expect(first.files.map(({ kind, rows, new: added, refused, known }) => ({ kind, rows, added, refused, known }))).toEqual([
      { kind: 'mails', rows: 5, added: 4, refused: 1, known: false },
      { kind: 'traces', rows: 6, added: 6, refused: 0, known: false },
    ]);
  });

  it('lists refused rows with their row, reason and columns, personal data masked', () => {
    expect(first.files[0]?.refusals).toEqual([
      {
        row: 5,
        reason: 'mail-no-scientific',
        values: expect.objectContaining({ 邮件号: '1.12700E+12', 收件人姓名: '赵*', 收件人电话: '138******44' }) as object,
      },
    ]);
  });

  it('finds everything repeated the second time, also under another as-of', async () => {
    const again = await importAll();
    expect(again.files.map(({ new: added, updated, repeated, known }) => ({ added, updated, repeated, known }))).toEqual([
      { added: 0, updated: 0, repeated: 4, known: true },
      { added: 0, updated: 0, repeated: 6, known: true },
    ]);
    const later = await cliDocument<Imported>(['import', traceFile, '--as-of', NOW, ...at(NOW)]);
    expect(later.files[0]).toMatchObject({ new: 0, updated: 0, repeated: 6, known: false, asOf: NOW });
  });

  it('refuses whole files with exit 3, and still takes the others', async () => {
    const noise = temp.write('不是数据.csv', '今天天气\n晴\n');
    const done = await cliDocument<Imported>(['import', noise, temp.path('没有.xlsx'), mailsFile, '--as-of', AS_OF, ...at(NOW)], {
      code: 3,
    });
    expect(done.files.map(({ error, known }) => error?.reason ?? known)).toEqual(['headings-not-found', 'file-not-found', true]);
    const future = await cliDocument<Imported>(['import', mailsFile, '--as-of', '2025-06-17T15:10:01+08:00', ...at(NOW)], { code: 3 });
    expect(future.files[0]?.error).toEqual({ code: 'invalid-input', reason: 'as-of-in-future', detail: {} });
    const wrong = await cliDocument<Imported>(['import', traceFile, '--kind', 'clients', '--as-of', AS_OF, ...at(NOW)], { code: 3 });
    expect(wrong.files[0]?.error?.reason).toBe('kind-mismatch');
  });

  it('takes clients by kind', async () => {
    const register = temp.write('客户.csv', '客户代码,客户名称,客户等级,客户经理\nK01,湘莲商行,VIP,周敏\n');
    const done = await cliDocument<Imported>(['import', register, '--kind', 'clients', ...at(NOW), '--user', '001']);
    expect(done.files[0]).toMatchObject({ kind: 'clients', rows: 1, new: 1 });
    const { clients } = await cliDocument<{ clients: object[] }>(['clients', ...at(NOW)]);
    expect(clients).toEqual([
      { code: 'K01', name: '湘莲商行', tiers: ['vip'], accountManager: '周敏', industry: '', station: '', groups: [], seenOnly: false },
      { code: 'K02', name: '雨湖书店', tiers: [], accountManager: '', industry: '', station: '', groups: [], seenOnly: true },
    ]);
  });
});

describe('screen, exceptions, mail and coverage', () => {
  it('evaluate nothing before screen runs', async () => {
    const { exceptions } = await cliDocument<Exceptions>(['exceptions', '--status', 'all', ...at(NOW)]);
    const { verdicts } = await cliDocument<{ verdicts: object[] }>(['mail', NUMBER, ...at(NOW)]);
    expect([exceptions, verdicts]).toEqual([[], []]);
  });

  it('screens what is due, then the watch; progress goes to stderr', async () => {
    const ran = await runCli(['screen', ...at(NOW), '--json']);
    expect(documentOf(ran, 'screen')).toEqual({
      slots: [
        { day: '2025-06-17', region: 'same-city', regionName: '同城', due: 2, normal: 0, abnormal: 1, undetermined: 1, onTime: 1, late: 0 },
      ],
      watched: 2,
      raised: 2,
      withdrawn: 0,
      selfCleared: 0,
    });
    const again = await cliDocument(['screen', ...at(NOW)]);
    expect(again).toMatchObject({ raised: 0, withdrawn: 0, selfCleared: 0 });
  });

  it('screens one slot alone', async () => {
    const done = await cliDocument(['screen', '--day', '2025-06-18', '--region', 'in-province', ...at(EVENING)]);
    expect(done).toMatchObject({ slots: [{ day: '2025-06-18', region: 'in-province', due: 2, normal: 1, undetermined: 1 }], watched: 0 });
  });

  it('lists exceptions by mail number with codes, names and evidence in plain times', async () => {
    const { exceptions, digest } = await cliDocument<Exceptions>(['exceptions', ...at(NOW)]);
    expect(
      exceptions.map(({ mailNo, abnormalType, abnormalTypeName, findings }) => [
        mailNo,
        abnormalType,
        abnormalTypeName,
        ...findings.map(({ rule }) => rule),
      ]),
    ).toEqual([
      [NUMBER, 'urge-delivery', '催派', 'not-out-for-delivery', 'overdue'],
      ['1127000000003', 'delay', '延误', 'not-dispatched'],
    ]);
    expect(exceptions[0]?.findings[1]?.evidence).toMatchObject({ day: '2025-06-17', opening: '2025-06-17T12:00:00+08:00' });
    const numbers = exceptions.flatMap(({ findings }) => findings.flatMap(({ evidence }) => Object.values(evidence)));
    expect(numbers.filter((value) => typeof value === 'number' && value > 1e11)).toEqual([]);
    expect((await cliDocument<Exceptions>(['exceptions', ...at(NOW)])).digest).toBe(digest);
  });

  it.each([[' 1127000000001 '], ['１１２７００００００００１'], ['1127000000001.0'], ['"1127000000001\t"'], ["'1127000000001"]])(
    'finds a mail by a damaged number %j',
    async (text) => {
      expect(await cliDocument(['mail', text, ...at(NOW)])).toMatchObject({ mailNo: NUMBER });
    },
  );

  it('tells a mail with its events, sources and verdicts', async () => {
    const mail = await cliDocument<{ events: object[]; lastEvent: object }>(['mail', NUMBER, ...at(NOW)]);
    expect(mail).toMatchObject({
      sources: ['new-generation', 'trace-table'],
      region: 'same-city',
      regionBasis: 'divisions',
      acceptedAt: '2025-06-16T09:00:00+08:00',
      acceptedDateOnly: false,
      stage: 'at-delivery-station',
      lastEvent: {
        opTime: '2025-06-16T20:00:00+08:00',
        opCode: '306',
        stage: 'at-delivery-station',
        organisation: '岳塘揽投部',
        source: 'trace-table',
      },
      verdicts: [
        {
          day: '2025-06-17',
          region: 'same-city',
          verdict: 'abnormal',
          missing: [],
          rules: ['not-out-for-delivery', 'overdue'],
          late: false,
        },
      ],
      history: [],
    });
    expect(mail.events.at(-1)).toEqual(mail.lastEvent);
  });

  it('gives a bare date as 00:00 of its day, no verdict to a mail that is not due, and one a region to an unknown one', async () => {
    expect(await cliDocument(['mail', '1127000000002', ...at(NOW)])).toMatchObject({
      acceptedAt: '2025-06-16T00:00:00+08:00',
      acceptedDateOnly: true,
    });
    expect(await cliDocument(['mail', '1127000000003', ...at(NOW)])).toMatchObject({ region: 'out-of-province', verdicts: [] });
    expect(await cliDocument(['mail', '1127000000005', ...at(EVENING)])).toMatchObject({
      region: 'unknown',
      regionBasis: 'unknown',
      traceAsOf: null,
      lastEvent: null,
      verdicts: [
        { day: '2025-06-17', region: 'same-city', verdict: 'undetermined', missing: ['region', 'trace'] },
        { day: '2025-06-18', region: 'in-province', verdict: 'undetermined', missing: ['region', 'trace'] },
      ],
    });
  });

  it('covers a day with its three slots', async () => {
    const coverage = await cliDocument<{ slots: { region: string; due: number }[] }>(['coverage', '--day', '2025-06-17', ...at(NOW)]);
    expect(coverage).toMatchObject({ day: '2025-06-17', noAcceptance: 0, unknownRegion: 1 });
    expect(coverage.slots.map(({ region, due }) => [region, due])).toEqual([
      ['same-city', 2],
      ['in-province', 0],
      ['out-of-province', 0],
    ]);
  });
});

describe('what people do', () => {
  const line = (act: object): string => JSON.stringify(act);
  const ACTS = [
    line({ act: 'claim', id: 'a1', mailNo: NUMBER, user: '001' }),
    '',
    line({ act: 'follow-up', id: 'a2', mailNo: NUMBER, text: '已联系岳塘揽投部', nextAt: '2025-06-17T17:00:00+08:00' }),
    line({ act: 'close', mailNo: NUMBER, result: '已妥投' }),
    line({ act: 'claim', mailNo: '1127000000002' }),
    line({ act: 'paint', mailNo: NUMBER }),
    'not json',
    line({ act: 'set-type', mailNo: NUMBER, type: 'delay' }),
    line({ act: 'set-stage', mailNo: NUMBER, stage: 'transport', organisation: '长沙中心' }),
    line({ act: 'fact', id: 'a9', mailNo: NUMBER, remark: '客户催问', reason: '来电' }),
    line({ act: 'fact', mailNo: NUMBER, region: 'nowhere', reason: '来电' }),
    line({ act: 'feedback', mailNo: NUMBER, text: '已告知客户' }),
  ].join('\n');

  it('answers each line of acts: applied, or the reason of the refusal', async () => {
    const file = temp.write('动作.jsonl', ACTS);
    const done = await cliDocument<{ acts: { line: number; applied: boolean; reason?: string }[] }>([
      'act',
      file,
      ...at(NOW),
      '--user',
      '002',
    ]);
    expect(done).toMatchObject({ applied: 6, refused: 5 });
    expect(done.acts.filter(({ applied }) => !applied).map(({ line: number, reason }) => [number, reason])).toEqual([
      [4, expect.any(String)],
      [5, 'exception-not-found'],
      [6, 'act-not-valid'],
      [7, 'act-not-valid'],
      [11, 'choice-not-valid'],
    ]);
    const { exceptions } = await cliDocument<Exceptions>(['exceptions', ...at(NOW)]);
    expect(exceptions[0]).toMatchObject({
      mailNo: NUMBER,
      owner: '001',
      abnormalType: 'delay',
      responsible: { stage: 'transport', organisation: '长沙中心' },
    });
  });

  it('takes acts from stdin, and a repeated id changes nothing', async () => {
    const input = `${ACTS.split('\n')[0]}\n${ACTS.split('\n')[9]}`;
    const ran = await runCli(['act', '-', ...at('2025-06-17T15:05:00+08:00'), '--json'], { input });
    expect([ran.code, documentOf(ran, 'act')]).toMatchObject([0, { applied: 2, refused: 0 }]);
  });

  it('does one act on many mails, and takes it back as one', async () => {
    const unknown = '1127000000999';
    const { exceptions } = await cliDocument<Exceptions>(['exceptions', ...at(NOW)]);
    const mailNos = [...exceptions.map(({ mailNo }) => mailNo), unknown];
    const lines = [
      line({ act: 'accept', id: 'many', user: '001', mailNos }),
      line({ act: 'snooze', id: 'wait', user: '001', mailNo: NUMBER, until: '2025-06-18 09:00', reason: '等客户答复' }),
      line({ act: 'push', id: 'told', user: '001', mailNo: NUMBER }),
      line({ act: 'push', user: '001', mailNo: NUMBER, text: '请致电 13800001111' }),
      line({ act: 'undo', user: '002', target: 'many' }),
      line({ act: 'undo', id: 'back', user: '001', target: 'many' }),
      line({ act: 'undo', id: 'back', user: '001', target: 'many' }),
      line({ act: 'undo', user: '001' }),
      line({ act: 'undo', user: '001', target: 'many' }),
      line({ act: 'claim', user: '001' }),
      line({ act: 'transfer', user: '001', mailNo: NUMBER, to: 'nobody' }),
    ];
    const done = await cliDocument<{ acts: object[] }>(['act', temp.write('多件.jsonl', lines.join('\n')), ...at(NOW)]);
    expect(done.acts).toMatchObject([
      { applied: true, count: exceptions.length, refusals: [{ mailNo: unknown, reason: 'exception-not-found' }] },
      { applied: true, mailNo: NUMBER },
      { applied: true },
      { applied: false, reason: 'personal-data-in-text' },
      { applied: false, reason: 'undo-not-author' },
      { applied: true, count: exceptions.length },
      { applied: true },
      { applied: true, mailNo: NUMBER, count: 1 },
      { applied: false, reason: 'undo-done-already' },
      { applied: false, reason: 'act-not-valid', detail: { field: 'mailNo' } },
      { applied: false, reason: 'person-not-found' },
    ]);
    const after = await cliDocument<Exceptions>(['exceptions', ...at(NOW)]);
    expect(after.exceptions.map(({ mailNo }) => mailNo)).toEqual(exceptions.map(({ mailNo }) => mailNo));
  });

  it('records facts, which the next screening takes into account', async () => {
    const fact = [
      'fact',
      '1127000000003',
      '--region',
      'in-province',
      '--recall',
      '2025-06-17 10:00',
      '--redirect',
      '湖南/长沙',
      '--at',
      '2025-06-17',
      '--reason',
      '客户来电',
      ...at(NOW),
    ];
    expect(await cliDocument(fact)).toEqual({
      mailNo: '1127000000003',
      applied: true,
      recorded: {
        region: 'in-province',
        regionName: '省内',
        recallAt: '2025-06-17T10:00:00+08:00',
        redirect: { cityKey: '4301', place: '湖南/长沙', at: '2025-06-17T00:00:00+08:00' },
        remark: null,
        reason: '客户来电',
      },
    });
    expect(await cliDocument(['mail', '1127000000003', ...at(NOW)])).toMatchObject({ region: 'in-province', regionBasis: 'override' });
  });

  it('adds people to a test ledger, one a 工号', async () => {
    const add = ['people', '--name', '周敏', '--staff-no', '001', '--role', 'leader', ...at(NOW)];
    expect(await cliDocument(add)).toMatchObject({ people: [{ name: '周敏', staffNo: '001', role: 'leader', removed: false }] });
    expect(await cliRefusal(add)).toEqual({ code: 1, reason: 'staff-no-taken' });
  });
});

describe('export', () => {
  it('writes a ledger, masked, with the same checksum in both formats', async () => {
    type Exported = { file: string; rows: number; checksum: string };
    const [xlsx, csv] = [
      await cliDocument<Exported>(['export', 'exceptions', '--out', temp.path('异常 台账.xlsx'), ...at(NOW)]),
      await cliDocument<Exported>(['export', '异常邮件跟踪台账', '--out', temp.path('异常 台账.csv'), ...at(NOW)]),
    ];
    expect([xlsx.rows, csv.rows, csv.checksum]).toEqual([2, 2, xlsx.checksum]);
    const text = readFileSync(csv.file, 'utf8');
    expect(text).toContain(NUMBER);
    expect(text).not.toMatch(/王小明|13800001111/);
  });
});

describe('verify, backup and restore', () => {
  it('agrees, is copied and put back, and the copy says the same', async () => {
    expect(await cliDocument(['verify', ...at(NOW)])).toMatchObject({ ok: true, count: 0, differences: [], mailsChecked: 4 });
    const [backup, restored] = [temp.path('备 份.ledger'), temp.path('恢复/一天.ledger')];
    const done = await cliDocument<{ bytes: number }>(['backup', backup, ...at(NOW)]);
    expect(done.bytes).toBe(statSync(backup).size);
    expect(await cliDocument(['restore', backup, '--ledger', restored])).toMatchObject({ setAside: null });
    const again = await cliDocument<{ setAside: string | null }>(['restore', backup, '--ledger', restored]);
    expect(statSync(again.setAside ?? '').size).toBeGreaterThan(0);
    const [before, after] = [
      await cliDocument<Exceptions>(['exceptions', '--status', 'all', ...at(NOW)]),
      await cliDocument<Exceptions>(['exceptions', '--status', 'all', '--ledger', restored, '--now', NOW]),
    ];
    expect(after).toEqual(before);
  });

  it('ends with exit 1 and the differences once somebody has written past the program', async () => {
    const workspace = await openWorkspace({ file: ledger, secret: null, asTest: false, now: undefined });
    workspace.ledger.write((tx) => {
      for (const name of tx.pluckAll<string>("SELECT name FROM sqlite_schema WHERE type = 'trigger'")) tx.run(`DROP TRIGGER "${name}"`);
      tx.run("UPDATE op SET actor = 'somebody' WHERE seq = (SELECT min(seq) FROM op WHERE kind = 'exception.claim')");
      tx.run("UPDATE exception SET owner = 'somebody' WHERE owner = '001'");
      tx.run("UPDATE slot SET abnormal = abnormal + 1 WHERE region = 'same-city'");
    });
    workspace.close();
    const verified = await cliDocument<{ differences: { what: string }[] }>(['verify', ...at(NOW)], { code: 1 });
    expect(verified).toMatchObject({ ok: false });
    expect(new Set(verified.differences.map(({ what }) => what))).toContain('op-chain');
    expect(verified.differences.length).toBeGreaterThanOrEqual(2);
  });
});
