import { performAct, reconcileFindings } from '#main/features/exceptions/index.ts';
import { openLedger } from '#main/ledger/index.ts';
import type { Ledger, WriteTx } from '#main/ledger/index.ts';
import { settableClock } from '#main/platform/clock.ts';
import type { Assessment } from '#shared/domain/exceptions/exception.ts';
import { exceptionUid } from '#shared/domain/exceptions/ids.ts';
import type { Finding } from '#shared/domain/screening/evaluation.ts';
import { DAY_MS, dayStart, HOUR_MS, parseDay } from '#shared/kernel/instant.ts';

const FIRST_DAY = parseDay('2026-10-20') ?? 0;
const NOW = dayStart(FIRST_DAY + 35) + 10 * HOUR_MS;
const CLIENTS = 2000;
/** Three of a hundred mails are abnormal, each with two follow-ups. */
const ABNORMAL_EVERY = 33;
const FOLLOW_UPS = 2;
const BATCH = 1000;

const TOWNS = ['湘潭', '韶山', '湘乡', '岳塘', '雨湖', '长沙', '株洲', '衡阳', '宁乡', '浏阳'];
const TRADES = ['茶业', '图书', '电子商务', '医药', '服饰', '食品', '银行', '律师事务所', '汽车配件', '重工'];
const FORMS = ['有限公司', '连锁店', '集团', '经营部'];
const SAID = [
  '已联系投递员，承诺今日下段',
  '外包装破损，内件完好，客户要求拍照',
  '处理中心回复已封发',
  '收件人称未收到，已核实签收底单',
  '客户要求改址后再派',
];

/** A ledger of mails, clients, exceptions and what was written of them, as it stands after some weeks. */
export function makeSearchLedger(file: string, mails: number): Ledger {
  const ledger = openLedger({ file, key: Buffer.alloc(32, 5), clock: settableClock(NOW), appVersion: '0.0.0' });
  ledger.write((tx) => {
    for (let index = 0; index < CLIENTS; index++) {
      tx.run("INSERT INTO client VALUES (?, ?, '[]', '', '', '[]', 1)", [clientCode(index), clientName(index)]);
    }
  });
  for (let from = 0; from < mails; from += BATCH) {
    ledger.write((tx) => {
      for (let index = from; index < Math.min(mails, from + BATCH); index++) addMail(tx, index);
    });
  }
  return ledger;
}

export function mailNoAt(index: number): string {
  // Real numbers run on in long rows: the beginnings are alike, the ends are not.
  return `11${String(27_000_000_000 + index * 7).padStart(11, '0')}`;
}

const clientCode = (index: number): string => `43030${String(index).padStart(8, '0')}`;

export function clientName(index: number): string {
  return `${TOWNS[index % 10] ?? ''}${TRADES[Math.floor(index / 10) % 10] ?? ''}${index}${FORMS[index % 4] ?? ''}`;
}

function addMail(tx: WriteTx, index: number): void {
  const day = FIRST_DAY + Math.floor(index / 30_000);
  tx.run(
    `INSERT INTO mail (mail_no, trace_as_of, dirty, accepted_at, posting_day, region, region_basis, stage, terminal, client_code, dest_city)
     VALUES (?, ?, 0, ?, ?, 'out-of-province', 'export', 'delivered', 1, ?, '330100')`,
    [mailNoAt(index), dayStart(day) + 3 * DAY_MS, dayStart(day) + 9 * HOUR_MS, day, clientCode((index * 31) % CLIENTS)],
  );
  if (index % ABNORMAL_EVERY === 0) addException(tx, index, day);
}

function addException(tx: WriteTx, index: number, day: number): void {
  const now = dayStart(day + 3) + 15 * HOUR_MS;
  const mailNo = mailNoAt(index);
  const organisation = `${TOWNS[index % 10] ?? ''}市${TOWNS[Math.floor(index / 10) % 10] ?? ''}揽投部`;
  const finding: Finding = { rule: 'stalled', since: now - DAY_MS, evidence: { organisation, from: now - 2 * DAY_MS } };
  const assessment: Assessment = {
    day: day + 3,
    region: 'out-of-province',
    clientCode: clientCode((index * 31) % CLIENTS),
    mainRule: 'stalled',
    type: 'delay',
    stage: 'delivery',
    organisation,
    priority: 'P3',
    interventionDue: now + 4 * HOUR_MS,
  };
  reconcileFindings(tx, mailNo, { now, findings: [finding], assess: () => assessment });
  for (let turn = 0; turn < FOLLOW_UPS; turn++) {
    const text = `${SAID[(index + turn) % SAID.length] ?? ''}，第${index}号登记`;
    const args = { text, nextAt: now + DAY_MS };
    performAct(
      tx,
      { kind: 'exception.follow-up', entityId: exceptionUid(mailNo, 1), args, actor: 'p1', occurredAt: now + turn * HOUR_MS },
      `${mailNo}-${turn}`,
    );
  }
}
