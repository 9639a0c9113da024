/**
 * What one row of an import says, after decoding, heading recognition and cleaning:
 * the only form in which facts enter the ledger. Statements are facts: they are merged
 * idempotently and in any order.
 */

/** Where a statement comes from; the order is the order of trust at equal times. */
export const SOURCE_SYSTEMS = [
  'new-generation', // 新一代系统
  'registered', // 给据系统
  'quality-grid', // 质效 grid
  'trace-push', // {traces:[…]}
  'trace-query', // open platform answer, retBody parsed twice
  'trace-stream', // bare array
  'trace-web', // ems.com.cn web JSON
  'trace-table', // csv/xlsx with one event a row
  'kuaidi100',
  'kdniao',
  'other',
] as const;
export type SourceSystem = (typeof SOURCE_SYSTEMS)[number];

/** Which table reads an event's code: 'post' for JDPT, coarse and web codes, else the vendor's own. */
export const CODE_SYSTEMS = ['post', 'kuaidi100', 'kdniao'] as const;
export type CodeSystem = (typeof CODE_SYSTEMS)[number];

/** Facts of a mail record. Every member is optional: absent says nothing, it never erases. */
export type MailFields = {
  /** 收寄时间; a bare date carries 00:00 of that day and `acceptedDateOnly`. */
  acceptedAt?: number;
  acceptedDateOnly?: boolean;
  /** 寄达范围 as its digit '1'…'5', names already mapped to digits. */
  reach?: string;
  senderProvince?: string;
  senderCity?: string;
  senderCounty?: string;
  destProvince?: string;
  destCity?: string;
  destCounty?: string;
  /** 寄达国（地区） */
  destCountry?: string;
  /** 收件人地址, read for the destination only when the columns do not say. */
  destAddress?: string;
  /** 寄达局名称 */
  destOffice?: string;
  recipientName?: string;
  recipientPhone?: string;
  senderName?: string;
  clientCode?: string;
  clientName?: string;
  /** 申报重量, or 给据's 单件重量, in grams. */
  declaredG?: number;
  /** 新一代 重量(克), in grams. */
  actualG?: number;
  product?: string;
  postageFen?: number;
  acceptanceOrg?: string;
  accountManager?: string;
  /** 邮件备注 */
  remark?: string;
};

/** One scan. Identity within a mail: (at, code, orgCode or else orgName) and its code system. */
export type TraceEvent = {
  at: number;
  system: CodeSystem;
  /** '' when the source states none. */
  code: string;
  name: string;
  /** opDesc, notes, context …; '' when none. */
  text: string;
  orgCode: string;
  orgName: string;
  province: string;
  /** City as stated (opOrgCity …); '' when none. */
  city: string;
  /** True for a grid row's last operation. */
  summary: boolean;
  source: SourceSystem;
};

/** What a parser yields for one accepted row. At least one of mail, event, noData is present. */
export type Statement = {
  /** 1-based row in the source as a person counts it (sheet row, line, or array item). */
  row: number;
  mailNo: string;
  source: SourceSystem;
  mail?: MailFields;
  event?: TraceEvent;
  /** The source was asked and said that it knows nothing of this mail (查无 …). */
  noData?: true;
};

/** A row that could not be taken, with the cells as they stood. */
export type Refusal = {
  row: number;
  /** kebab-case reason, e.g. `mail-no-scientific`; texts live in the catalogues. */
  reason: string;
  /** Original columns by heading (or by position when there is none). */
  values: Readonly<Record<string, string>>;
};
