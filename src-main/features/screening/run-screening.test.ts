import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Statement } from '#shared/domain/mail/statement.ts';
import { dayOf, dayStart, HOUR_MS } from '#shared/kernel/instant.ts';
import type { Ledger } from '../../ledger/index.ts';
import { FIXTURE_NOW_MS, makeLedgerFixture } from '../../ledger/ledger-fixture.ts';
import type { LedgerFixture } from '../../ledger/ledger-fixture.ts';
import { applyStatements } from '../mails/index.ts';
import { WATCHED_QUERY } from './coverage-reader.ts';
import { runScreening } from './index.ts';

const POSTING_DAY = dayOf(FIXTURE_NOW_MS) - 6;
/** More mails than one batch holds, so that the halves of the swap are looked at apart. */
const MAILS = 450;
const [HANGZHOU, WUHAN] = [
  { province: '浙江省', city: '杭州市' },
  { province: '湖北省', city: '武汉市' },
];

let fixture: LedgerFixture;
let ledger: Ledger;
beforeEach(() => {
  fixture = makeLedgerFixture();
  ledger = fixture.open();
});
afterEach(() => fixture.remove());

const mailNoOf = (index: number) => `12${String(index).padStart(11, '0')}`;
const FIRST = mailNoOf(0);
const SECOND = mailNoOf(MAILS - 1);

/** Mails of one client and day to Hangzhou, delivered there; the last one to Wuhan, and crossed with the first. */
function statementsOf(index: number): Statement[] {
  const mailNo = mailNoOf(index);
  const isSecond = index === MAILS - 1;
  const dest = isSecond ? WUHAN : HANGZHOU;
  const delivered = isSecond ? HANGZHOU : index === 0 ? WUHAN : HANGZHOU;
  const acceptedAt = dayStart(POSTING_DAY) + 10 * HOUR_MS;
  const scan = (code: string, name: string, hours: number): Statement => ({
    row: index + 1,
    mailNo,
    source: 'trace-push',
    event: {
      at: acceptedAt + hours * HOUR_MS,
      system: 'post',
      code,
      name,
      text: '',
      orgCode: '43030001',
      orgName: '',
      ...delivered,
      summary: false,
      source: 'trace-push',
    },
  });
  const mail = {
    acceptedAt,
    reach: '4',
    destProvince: dest.province,
    destCity: dest.city,
    clientCode: '4303000001',
    clientName: '云杉服饰',
  };
  return [
    { row: index + 1, mailNo, source: 'new-generation', mail },
    scan('702', '投递邮件接收-下段', 40),
    scan('704', '投递结果反馈-妥投', 46),
  ];
}

function importAll(): void {
  const asOf = FIXTURE_NOW_MS - HOUR_MS;
  ledger.write((tx) => {
    const { lastInsertRowid } = tx.run(
      `INSERT INTO import_file (uid, sha256, name, kind, format, source, as_of, state, started_at)
       VALUES ('f', '', '', 'traces', 'json', 'trace-push', ?, 'done', 0)`,
      [asOf],
    );
    const statements = Array.from({ length: MAILS }, (_, index) => statementsOf(index)).flat();
    applyStatements(tx, statements, { fileId: Number(lastInsertRowid), asOf });
  });
}

const verdictOf = (mailNo: string) =>
  ledger.read((tx) =>
    tx.get<{ verdict: string; rules: string; late: number }>(
      'SELECT verdict, rules, late FROM verdict JOIN mail ON mail.id = verdict.mail_id WHERE mail_no = ?',
      [mailNo],
    ),
  );
const count = (sql: string) => ledger.read((tx) => tx.pluck<number>(sql));

describe('a run of screening', () => {
  it('decides both mails of a swap alike when it was broken off between them and goes on later', async () => {
    importAll();
    const breaking = new AbortController();
    const broken = runScreening({
      ledger,
      now: FIXTURE_NOW_MS,
      signal: breaking.signal,
      onProgress: () => breaking.abort(),
      pause: () => Promise.resolve(),
    });
    await expect(broken).rejects.toThrow('cancelled');
    expect(verdictOf(FIRST)?.rules).not.toContain('suspected-swap');
    expect(verdictOf(SECOND)).toBeUndefined();

    await runScreening({ ledger, now: FIXTURE_NOW_MS + HOUR_MS });
    for (const mailNo of [FIRST, SECOND]) {
      const verdict = verdictOf(mailNo);
      expect(verdict).toMatchObject({ verdict: 'abnormal', late: 1 });
      expect(verdict?.rules.split(',')).toContain('suspected-swap');
    }
    expect(count('SELECT count(*) FROM provisional_verdict')).toBe(0);
  });

  it('counts the mails under watch in the index of these alone', () => {
    const plan = ledger.read((tx) => tx.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${WATCHED_QUERY}`));
    expect(plan.map(({ detail }) => detail)).toEqual(['SCAN mail USING INDEX mail_watched']);
  });
});
