import type { Statement, TraceEvent } from '#shared/domain/mail/statement.ts';
import { dayStart, HOUR_MS, MINUTE_MS, parseDay } from '#shared/kernel/instant.ts';
import { applyStatements } from '#main/features/mails/index.ts';
import { runScreening } from '#main/features/screening/index.ts';
import type { Ledger } from '#main/ledger/index.ts';
import { openLedger } from '#main/ledger/index.ts';
import { settableClock } from '#main/platform/clock.ts';

export const BENCH_KEY = Buffer.alloc(32, 9);
/** Posting day of the mails that are due in the measured run. */
const DUE_POSTING_DAY = parseDay('2026-11-21') ?? 0;
const EVENTS = 6;

export type BenchLedger = { ledger: Ledger; now: number; due: number };

/**
 * A ledger of `mails` out-of-province mails with six scans each, `due` a day, delivered and screened;
 * the newest `due` have just had their fresh traces imported and are due today.
 */
export async function makeScreeningLedger(file: string, mails: number, due: number): Promise<BenchLedger> {
  const clock = settableClock(dayStart(DUE_POSTING_DAY + 3) + 8 * HOUR_MS);
  const ledger = openLedger({ file, key: BENCH_KEY, clock, appVersion: '0.0.0' });
  const days = Math.ceil(mails / due);
  // The oldest day is the odd one: whatever is stored, the measured run has the same mails due.
  const oldest = mails - (days - 1) * due;
  let from = 0;
  for (let index = days - 1; index >= 1; index--) {
    const day = DUE_POSTING_DAY - index;
    const count = index === days - 1 ? oldest : due;
    importDay(ledger, { day, from, count });
    from += count;
    await runScreening({ ledger, now: dayStart(day + 3) + 9 * HOUR_MS });
  }
  importDay(ledger, { day: DUE_POSTING_DAY, from, count: due });
  return { ledger, now: clock.now(), due };
}

function importDay(ledger: Ledger, { day, from, count }: { day: number; from: number; count: number }): void {
  const asOf = dayStart(day + 3) + 7 * HOUR_MS;
  const fileId = ledger.write((tx) =>
    Number(
      tx.run(
        `INSERT INTO import_file (uid, sha256, name, kind, format, source, as_of, state, started_at)
         VALUES (?, '', '', 'traces', 'json', 'trace-push', ?, 'done', 0)`,
        [`bench-${day}`, asOf],
      ).lastInsertRowid,
    ),
  );
  for (let start = 0; start < count; start += 500) {
    const statements: Statement[] = [];
    for (let index = start; index < Math.min(count, start + 500); index++) {
      statements.push(...statementsOf(from + index, dayStart(day) + (index % 20) * 30 * MINUTE_MS));
    }
    ledger.write((tx) => applyStatements(tx, statements, { fileId, asOf }));
  }
}

const STATIONS = ['岳塘', '雨湖', '湘乡', '韶山', '湘潭县'];

/** Share of mails whose trace stops before delivery: the abnormal ones. */
const STOPPED_OF_HUNDRED = 3;

export function statementsOf(index: number, acceptedAt: number): Statement[] {
  const mailNo = `12${String(index).padStart(11, '0')}`;
  const scans: readonly (readonly [code: string, name: string, hours: number, city: string, province: string])[] = [
    ['203', '收寄计费信息', 0, '湘潭市', '湖南省'],
    ['305', '揽投发运/封车', 4, '湘潭市', '湖南省'],
    ['954', '邮件到达处理中心', 9, '长沙市', '湖南省'],
    ['389', '处理中心封车', 13, '长沙市', '湖南省'],
    ['702', '投递邮件接收-下段', 34, '杭州市', '浙江省'],
    ['704', '投递结果反馈-妥投', 40, '杭州市', '浙江省'],
  ];
  const count = index % 100 < STOPPED_OF_HUNDRED ? EVENTS - 2 : EVENTS;
  const record: Statement = {
    row: index + 1,
    mailNo,
    source: 'new-generation',
    mail: {
      acceptedAt,
      reach: '4',
      destProvince: '浙江省',
      destCity: '杭州市',
      recipientName: '收件人',
      recipientPhone: '13800000000',
      clientCode: `43030${String(index % 40).padStart(8, '0')}`,
      clientName: `客户${index % 40}`,
      actualG: 500,
    },
  };
  const events = scans.slice(0, count).map(([code, name, hours, city, province]): Statement => {
    const event: TraceEvent = {
      at: acceptedAt + hours * HOUR_MS,
      system: 'post',
      code,
      name,
      text: `快件在【${city}】，${name}`,
      orgCode: `4303${String((index % 500) + 1000)}`,
      orgName: `${city}${STATIONS[index % STATIONS.length]}揽投部`,
      province,
      city,
      summary: false,
      source: 'trace-push',
    };
    return { row: index + 1, mailNo, source: 'trace-push', event };
  });
  return [record, ...events];
}
