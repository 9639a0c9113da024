import { applyStatements } from '#main/features/mails/index.ts';
import { seeClient } from '#main/features/clients/index.ts';
import type { WriteTx } from '#main/ledger/index.ts';
import type { Statement, TraceEvent } from '#shared/domain/mail/statement.ts';
import { DAY_MS, HOUR_MS } from '#shared/kernel/instant.ts';
import { CLIENTS, MAILS, START_MS } from './office.ts';

/** What a file may say of a mail: the record, where it hangs, that it came back, or that all is well. */
const STORIES = ['record', 'stalled', 'attempt-failed', 'returned', 'delivered', 'other-client'] as const;
const ACCEPTED = START_MS - 7 * DAY_MS;

const scan = (code: string, name: string, hours: number): TraceEvent => ({
  at: ACCEPTED + hours * HOUR_MS,
  system: 'post',
  code,
  name,
  text: '',
  orgCode: '20000015',
  orgName: '上海市第一揽投部',
  province: '上海市',
  city: '上海市',
  summary: false,
  source: 'trace-push',
});

const SCANS: Readonly<Record<(typeof STORIES)[number], readonly TraceEvent[]>> = {
  record: [],
  'other-client': [],
  stalled: [scan('389', '处理中心封车', 20)],
  'attempt-failed': [scan('702', '投递邮件接收-下段', 40), scan('705', '投递结果反馈-未妥投', 46)],
  returned: [scan('708', '退回', 60)],
  delivered: [scan('702', '投递邮件接收-下段', 70), scan('704', '投递结果反馈-妥投', 74)],
};

/** Imports one small file about one mail, as of now; which one and what it says, a number tells. */
export function importFile(tx: WriteTx, number: number, name: string): void {
  const mail = MAILS[number % MAILS.length];
  const story = STORIES[Math.floor(number / MAILS.length) % STORIES.length] ?? 'record';
  if (mail === undefined) return;
  const asOf = tx.environment.clock.now();
  const client = story === 'other-client' ? otherClient(mail.client) : mail.client;
  const { lastInsertRowid } = tx.run(
    `INSERT INTO import_file (uid, sha256, name, kind, format, source, as_of, state, started_at)
     VALUES (?, '', '', 'traces', 'json', 'trace-push', ?, 'done', ?)`,
    [name, asOf, asOf],
  );
  if (client !== null) seeClient(tx, client, CLIENTS.find(({ code }) => code === client)?.name ?? '');
  applyStatements(tx, statementsOf(mail.mailNo, client, SCANS[story]), { fileId: Number(lastInsertRowid), asOf });
}

function otherClient(client: string | null): string {
  return CLIENTS.find(({ code }) => code !== client)?.code ?? 'C1';
}

function statementsOf(mailNo: string, client: string | null, scans: readonly TraceEvent[]): Statement[] {
  const mail = { acceptedAt: ACCEPTED, reach: '4', destProvince: '上海市', destCity: '上海市' };
  const record = client === null ? mail : { ...mail, clientCode: client };
  const events = scans.map((event, index): Statement => ({ row: index + 2, mailNo, source: 'trace-push', event }));
  return [{ row: 1, mailNo, source: 'new-generation', mail: record }, ...events];
}
