import { formatInstant, type DayNumber } from '#shared/kernel/instant.ts';
import type { Client } from './clients.ts';
import { mailNumber } from './mail-number.ts';
import type { MailPlan } from './mail-plan.ts';
import type { OutputFiles, TextEncoding } from './output-files.ts';
import { mixSeed, Random } from './random.ts';
import * as rows from './record-rows.ts';
import { asOf, dayOfSnap, dayStamp, MORNING, snapAt, timeText, type Snap } from './timeline.ts';
import type { FileTruth, RefusalKind } from './truth.ts';
import { spreadsheetHead, spreadsheetRow, SPREADSHEET_TAIL, workbookBytes } from './workbooks.ts';

export type RecordFile = { truth: FileTruth; snap: Snap };
type Layout = 'plain' | 'reach' | 'workbook';

export type RecordOptions = {
  seed: number;
  firstPostDay: DayNumber;
  lastSnap: Snap;
  /** Rows of a day that go into an xlsx workbook, for all days or for the first alone. */
  workbookRows: number;
  workbookEveryDay: boolean;
};

/** First number of the phantom mails whose rows must be refused: no planned mail reaches it. */
const PHANTOM_INDEX = 5_000_000;
const GRID_ROWS_A_DAY = 40;

/** The 收寄清单, 给据 lists, 质效 grids and the client list of all days. */
export class RecordFiles {
  readonly files = new Map<string, RecordFile>();
  private readonly output: OutputFiles;
  private readonly options: RecordOptions;
  private readonly books = new Map<string, string[][]>();
  private phantoms = 0;

  constructor(output: OutputFiles, options: RecordOptions) {
    this.output = output;
    this.options = options;
  }

  add(mail: MailPlan, mailIndex: number): void {
    const random = new Random(mixSeed(this.options.seed ^ 0x5bd1e995, mailIndex));
    if (mail.inWaybillList) this.addWaybill(mail, random);
    if (mail.declaredG !== null) this.addRegistered(mail);
    if (isGridded(mail) && random.below(300) === 0) this.addGrid(mail);
  }

  private nameOf(mail: MailPlan, layout: Layout): string {
    const stamp = dayStamp(mail.postDay);
    if (mail.postDay < this.options.firstPostDay) return `邮件/前期在途_${dayStamp(this.options.firstPostDay)}.csv`;
    if (mail.recordSnap > snapAt(mail.postDay + 1, MORNING)) return `邮件/补录收寄清单_${dayStamp(dayOfSnap(mail.recordSnap))}.csv`;
    if (layout === 'workbook') return `邮件/收寄清单_${stamp}.xlsx`;
    return layout === 'reach' ? `邮件/收寄清单_${stamp}_含寄达范围.csv` : `邮件/收寄清单_${stamp}.csv`;
  }

  private layoutOf(mail: MailPlan, random: Random): Layout {
    const { workbookRows, workbookEveryDay, firstPostDay } = this.options;
    if (mail.postDay < firstPostDay || mail.recordSnap > snapAt(mail.postDay + 1, MORNING)) return 'plain';
    const rowsSoFar = this.books.get(this.nameOf(mail, 'workbook'))?.length ?? 0;
    const wanted = (workbookEveryDay || mail.postDay === firstPostDay) && rowsSoFar < workbookRows;
    if (wanted && random.chance(0.1)) return 'workbook';
    return random.chance(0.4) && mail.region !== 'unknown' ? 'reach' : 'plain';
  }

  private addWaybill(mail: MailPlan, random: Random): void {
    const layout = this.layoutOf(mail, random);
    const file = this.waybillFile(mail, layout);
    const cells = rows.waybillCells(mail);
    if (layout === 'reach') cells.push(rows.reachCell(mail, mail.postDay % 2 === 0));
    const damaged = rows.damage(mail.mailNo, random);
    if (damaged) {
      cells[rows.MAIL_NO_COLUMN] = damaged.text;
      file.truth.cleaned[damaged.kind] = (file.truth.cleaned[damaged.kind] ?? 0) + 1;
    }
    if (mail.script === 'clean' && random.chance(0.005)) {
      cells[rows.ACCEPTED_COLUMN] = (cells[rows.ACCEPTED_COLUMN] ?? '').slice(0, 10);
    }
    this.write(file, cells);
    if (random.chance(0.003)) {
      this.write(file, cells);
      file.truth.repeated++;
    }
    if (layout === 'plain' && (file.truth.rows === 3 || random.below(1500) === 0)) this.writeRefused(file, cells, random);
  }

  private writeRefused(file: RecordFile, like: readonly string[], random: Random): void {
    const kind: RefusalKind = random.pick(['scientific-number', 'scientific-number', 'missing-number', 'time-without-date']);
    const cells = [...like];
    const phantom = mailNumber('ems', PHANTOM_INDEX + this.phantoms++, this.options.seed);
    cells[rows.MAIL_NO_COLUMN] = kind === 'scientific-number' ? '1.27E+12' : kind === 'missing-number' ? '' : phantom;
    if (kind === 'time-without-date') cells[rows.ACCEPTED_COLUMN] = '14:05:00';
    this.write(file, cells);
    file.truth.refused.push({ row: file.truth.rows + 1, kind });
  }

  private write(file: RecordFile, cells: readonly string[]): void {
    file.truth.rows++;
    const book = this.books.get(file.truth.file);
    if (book) book.push([...cells]);
    else this.output.append(file.truth.file, `${cells.join(',')}\r\n`);
  }

  private waybillFile(mail: MailPlan, layout: Layout): RecordFile {
    const name = this.nameOf(mail, layout);
    const known = this.files.get(name);
    if (known) return known;
    if (layout === 'workbook') {
      this.books.set(name, []);
      return this.register(name, { kind: 'mails', format: 'xlsx', encoding: 'binary' }, mail.recordSnap);
    }
    const encoding: TextEncoding = layout === 'reach' ? 'utf-8-bom' : 'gbk';
    this.output.create(name, encoding);
    const headings = layout === 'reach' ? rows.WAYBILL_HEADINGS_WITH_REACH : rows.WAYBILL_HEADINGS;
    this.output.append(name, `${headings.join(',')}\r\n`);
    return this.register(name, { kind: 'mails', format: 'csv', encoding }, mail.recordSnap);
  }

  private register(name: string, shape: Pick<FileTruth, 'kind' | 'format' | 'encoding'>, snap: Snap): RecordFile {
    const file = { truth: { file: name, ...shape, rows: 0, repeated: 0, refused: [], cleaned: {} }, snap };
    this.files.set(name, file);
    return file;
  }

  private addRegistered(mail: MailPlan): void {
    const name = `邮件/给据清单_${dayStamp(mail.recordSnap / 3)}.xls`;
    let file = this.files.get(name);
    if (!file) {
      this.output.create(name, 'utf-8');
      this.output.append(name, spreadsheetHead('给据清单', rows.REGISTERED_HEADINGS));
      file = this.register(name, { kind: 'registered', format: 'spreadsheetml', encoding: 'utf-8' }, mail.recordSnap);
    }
    file.truth.rows++;
    this.output.append(name, spreadsheetRow(rows.registeredCells(mail, file.truth.rows)));
  }

  private addGrid(mail: MailPlan): void {
    const snap = snapAt(mail.postDay + 4, MORNING);
    if (snap > this.options.lastSnap) return;
    const name = `邮件/质效明细_${dayStamp(mail.postDay + 4)}.csv`;
    let file = this.files.get(name);
    if (!file) {
      this.output.create(name, 'gbk');
      const filter = [`统计日期：${timeText(asOf(snap))}`, '查询条件：湘潭市 全部产品', ''];
      this.output.append(name, `${filter.join('\r\n')}\r\n${rows.GRID_HEADINGS.join(',')}\r\n`);
      file = this.register(name, { kind: 'quality-grid', format: 'csv', encoding: 'gbk' }, snap);
    }
    if (file.truth.rows >= GRID_ROWS_A_DAY) return;
    file.truth.rows++;
    this.output.append(name, `${rows.gridCells(mail).join(',')}\r\n`);
  }

  addClients(clients: readonly Client[], snap: Snap): RecordFile {
    const name = 'clients.csv';
    this.output.create(name, 'utf-8-bom');
    const file = this.register(name, { kind: 'clients', format: 'csv', encoding: 'utf-8-bom' }, snap);
    const lines = clients.map((client) =>
      [client.code, client.name, client.tiers.join('、'), client.manager, client.industry, client.group].join(','),
    );
    file.truth.rows = lines.length;
    this.output.append(name, `${[rows.CLIENT_HEADINGS.join(','), ...lines].join('\r\n')}\r\n`);
    return file;
  }

  /** Ends the documents that need an end. */
  async finish(): Promise<void> {
    for (const [name, file] of this.files) {
      if (file.truth.format === 'spreadsheetml') this.output.append(name, SPREADSHEET_TAIL);
      const book = this.books.get(name);
      const title = `收寄清单 导出时间：${formatInstant(asOf(file.snap)).slice(0, 10)}`;
      if (book) await this.output.writeWhole(name, workbookBytes(title, [rows.WAYBILL_HEADINGS, ...book]));
    }
  }
}

function isGridded(mail: MailPlan): boolean {
  const delivered = mail.events.some((item) => item.op.stage === 'delivered');
  return mail.script === 'clean' && mail.family === 'post' && mail.region !== 'international' && delivered;
}
