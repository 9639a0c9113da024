import type { AppContract } from '#shared/contract/contract.ts';
import type { InputOf, OutputOf } from '#shared/contract/define.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#shared/kernel/instant.ts';

type Handler = (input: never) => unknown;
type Imports = AppContract['imports'];
type File = OutputOf<Imports['list']>['files'][number];

/** Imports, clients, people, exports and safety of an invented office, by path. */
export function officeHandlers(now: number): Readonly<Record<string, Handler>> {
  return {
    ...importHandlers(now),
    ...coverageHandlers(now),
    ...clientHandlers(),
    ...peopleHandlers(),
    ...exportHandlers(now),
    ...safetyHandlers(now),
    ...keyHandlers(),
  };
}

const HEADINGS = ['邮件号', '收寄时间', '大宗客户名称', '寄达省名称', '寄达市名称', '寄达地(县)', '重量(克)', '返单状态', '序号'];
const REASONS = ['mail-no-scientific', 'time-without-date', 'mail-no-missing', 'totals-row'];

/** An import of today, as the fake office has them, with what is different of it. */
const fileAt =
  (now: number) =>
  (id: string, name: string, change: Partial<File>): File => ({
    id,
    jobId: `job-${id}`,
    name,
    kind: 'mails',
    source: 'new-generation',
    state: 'done',
    reason: null,
    asOf: now - HOUR_MS,
    startedAt: now - 50 * MINUTE_MS,
    finishedAt: now - 49 * MINUTE_MS,
    actor: '周敏',
    bytesRead: 9_400_000,
    bytesTotal: 9_400_000,
    rowsPerSecond: 0,
    counts: { rows: 42_816, new: 41_020, updated: 1_203, repeated: 581, refused: 12 },
    ...change,
  });

function inspectionOf(name: string, now: number): OutputOf<Imports['inspect']> {
  return {
    name,
    format: 'zip',
    encoding: '',
    sizeBytes: 9_412_118,
    kind: 'mails',
    source: 'new-generation',
    sheet: '收寄明细',
    headingRow: 3,
    sheets: [
      { name: '收寄明细', rows: 42_820, hidden: false, recognised: true },
      { name: '说明', rows: 12, hidden: false, recognised: false },
    ],
    chosen: { sheet: null, headingRow: null },
    top: [
      { row: 1, cells: ['新一代寄递平台 收寄明细'] },
      { row: 2, cells: ['导出时间：2026-11-24 15:00:00'] },
      { row: 3, cells: HEADINGS },
      { row: 4, cells: ['1272448200001', '2026-11-23 16:20:05', '云杉服饰', '广东省', '广州市', '天河区', '512', '', '1'] },
    ],
    headings: HEADINGS,
    mapping: {
      邮件号: 'mailNo',
      收寄时间: 'acceptedAt',
      大宗客户名称: 'clientName',
      寄达省名称: 'destProvince',
      寄达市名称: 'destCity',
      '寄达地(县)': 'destCounty',
      '重量(克)': 'actualWeight',
    },
    confidence: { 邮件号: 1, 收寄时间: 1, 大宗客户名称: 1, 寄达省名称: 1, 寄达市名称: 1, '寄达地(县)': 0.8, '重量(克)': 1 },
    fields: ['mailNo', 'acceptedAt', 'clientName', 'clientCode', 'destProvince', 'destCity', 'destCounty', 'actualWeight', 'remark'],
    preview: Array.from({ length: 8 }, (_, index) => [
      `127244820${String(index).padStart(4, '0')}`,
      '2026-11-23 16:20:05',
      '云杉服饰',
      '广东省',
      '广州市',
      '天河区',
      '512',
      '',
      String(index + 1),
    ]),
    proposedAsOf: now - 12 * MINUTE_MS,
    alreadyImportedAt: name.includes('重复') ? now - 3 * HOUR_MS : null,
    mappingRemembered: name.includes('下午'),
  };
}

function importHandlers(now: number): Readonly<Record<string, Handler>> {
  const file = fileAt(now);
  const files = [
    file('f-5', '轨迹 11-24 15 时.json', {
      kind: 'traces',
      source: 'trace-query',
      state: 'running',
      finishedAt: null,
      startedAt: now - 8000,
      bytesRead: 21_000_000,
      bytesTotal: 48_000_000,
      rowsPerSecond: 18_240,
      counts: { rows: 146_212, new: 140_002, updated: 0, repeated: 6_210, refused: 0 },
    }),
    file('f-4', '给据 11-24 下午.xls', {
      source: 'registered',
      state: 'failed',
      reason: 'file-locked',
      counts: { rows: 12_408, new: 12_400, updated: 0, repeated: 0, refused: 8 },
      bytesRead: 2_000_000,
    }),
    file('f-3', '11-24 下午.xlsx', {}),
    file('f-2', '客户登记 2026.xlsx', {
      kind: 'clients',
      source: 'other',
      counts: { rows: 212, new: 3, updated: 209, repeated: 0, refused: 0 },
      startedAt: now - DAY_MS,
      finishedAt: now - DAY_MS + 2000,
    }),
    file('f-1', '11-23 下午.csv', { startedAt: now - DAY_MS - HOUR_MS, finishedAt: now - DAY_MS, actor: null }),
  ];
  const refusal = (row: number) => ({
    row,
    reason: REASONS[row % REASONS.length] ?? '',
    values: { 邮件号: '1.27245E+12', 收寄时间: '09:05', 大宗客户名称: '云杉服饰', 收件人: '王*', 电话: '138****0012' },
  });
  return {
    'imports.list': () => ({ files, total: files.length }),
    'imports.inspect': ({ source }: InputOf<Imports['inspect']>) =>
      'path' in source && source.path.includes('加密')
        ? { refused: 'file-encrypted' }
        : inspectionOf('path' in source ? (source.path.split('/').at(-1) ?? '') : '粘贴的内容', now),
    'imports.dryRun': () => ({
      counts: { rows: 42_816, new: 41_020, updated: 1_203, repeated: 581, refused: 12 },
      refusals: Array.from({ length: 12 }, (_, index) => refusal(index * 97 + 4)),
      durationMs: 3_412,
    }),
    'imports.start': () => ({ fileId: 'f-5', jobId: 'job-f-5' }),
    'imports.pause': () => ({}),
    'imports.resume': () => ({}),
    'imports.cancel': () => ({}),
    'imports.refusals': ({ fileId, offset, limit }: InputOf<Imports['refusals']>) => {
      const total = files.find((one) => one.id === fileId)?.counts.refused ?? 0;
      return {
        total,
        columns: ['邮件号', '收寄时间'],
        refusals: Array.from({ length: Math.max(0, Math.min(limit, total - offset)) }, (_, index) => refusal((offset + index) * 97 + 4)),
      };
    },
    'imports.exportRefusals': ({ path }: InputOf<Imports['exportRefusals']>) => ({ path, rows: 12 }),
    'imports.watchFolder': () => ({ path: '/数据/导出', deleteAfterDays: 7, problem: null }),
    'imports.setWatchFolder': () => ({}),
  };
}

function coverageHandlers(now: number): Readonly<Record<string, Handler>> {
  return {
    'screening.coverageList': ({
      offset,
      limit,
      list,
    }: InputOf<AppContract['screening']['coverageList']>): OutputOf<AppContract['screening']['coverageList']> => {
      const total = list === 'due' ? 1796 : list === 'normal' ? 1769 : 24;
      const verdict = list === 'abnormal' ? 'abnormal' : list === 'normal' || list === 'onTime' ? 'normal' : 'undetermined';
      return {
        total,
        mails: Array.from({ length: Math.max(0, Math.min(limit, total - offset)) }, (_, index) => ({
          mailNo: `127244820${String(offset + index).padStart(4, '0')}`,
          clientName: index % 4 === 0 ? '' : '云杉服饰（湘潭）有限公司',
          acceptedAt: now - 47 * HOUR_MS,
          traceAsOf: index % 3 === 0 ? null : now - 20 * HOUR_MS,
          region: 'in-province',
          verdict,
          missing: verdict === 'undetermined' ? [index % 3 === 0 ? 'trace' : 'fresh-trace'] : [],
          rules: verdict === 'abnormal' ? ['no-delivery-result', 'overdue'] : [],
          late: index % 5 === 0,
        })),
      };
    },
    'screening.run': () => ({ jobId: 'j-2' }),
  };
}

function clientHandlers(): Readonly<Record<string, Handler>> {
  const names = ['云杉服饰', '优品电商（湘潭）', '湖湘茶业', '岳塘机电', '莲城医药', ''];
  const clients = Array.from({ length: 64 }, (_, index) => ({
    code: `4303${String(index).padStart(6, '0')}`,
    name: names[index % names.length] ?? '',
    tiers: index % 4 === 0 ? ['agreement', 'vip'] : index % 4 === 1 ? ['agreement'] : [],
    accountManager: index % 3 === 0 ? '刘洋' : '',
    station: index % 2 === 0 ? '岳塘揽投部' : '',
    industry: '服装',
    groups: ['云杉客服群'],
    isKey: index % 4 === 0,
    seenOnly: index % 4 === 3,
    mails: 4_210 - index * 31,
    openExceptions: index % 5,
  }));
  return {
    'clients.list': ({ search, offset, limit }: InputOf<AppContract['clients']['list']>) => {
      const found = clients.filter((client) => `${client.code} ${client.name}`.includes(search ?? ''));
      return { total: found.length, clients: found.slice(offset, offset + limit) };
    },
    'clients.save': () => ({}),
  };
}

function peopleHandlers(): Readonly<Record<string, Handler>> {
  return {
    'people.list': () => ({
      people: [
        { id: 'p-1', name: '周敏', staffNo: '4301', role: 'administrator', station: '席位 03', clients: [], removed: false },
        { id: 'p-2', name: '李楠', staffNo: '4302', role: 'agent', station: '席位 04', clients: [], removed: false },
        { id: 'p-3', name: '何静', staffNo: '4303', role: 'onsite', station: '云杉服饰', clients: ['4303000000'], removed: false },
        { id: 'p-4', name: '陈立', staffNo: '4310', role: 'supervisor', station: '', clients: [], removed: false },
        { id: 'p-5', name: '孙倩', staffNo: '4298', role: 'agent', station: '席位 05', clients: [], removed: true },
      ],
    }),
    'people.add': () => ({ refused: 'staff-no-taken' }),
    'people.change': () => ({}),
    'people.changePin': () => ({ refused: 'pin-wrong' }),
    'people.remove': () => ({}),
    'audit.list': () => ({
      entries: [
        {
          id: 'op-2',
          at: Date.parse('2026-11-24T01:12:00Z'),
          personId: 'p-2',
          personName: '李楠',
          staffNo: '4302',
          kind: 'data.reveal',
          subject: '1127000000001',
          text: 'recipientPhone',
          elsewhere: false,
          erased: false,
        },
        {
          id: 'op-1',
          at: Date.parse('2026-11-24T01:10:00Z'),
          personId: 'p-2',
          personName: '李楠',
          staffNo: '4302',
          kind: 'exception.follow-up',
          subject: '1127000000001',
          text: '已联系投递部，下午三点前派送',
          elsewhere: true,
          erased: false,
        },
      ],
      next: null,
    }),
  };
}

function exportHandlers(now: number): Readonly<Record<string, Handler>> {
  const job = {
    id: 'e-1',
    name: 'exceptions',
    state: 'done',
    reason: null,
    path: '/文档/异常邮件跟踪台账 2026-11.xlsx',
    renamed: false,
    rows: 1_288,
    total: 1_288,
    rowsPerSecond: 9_800,
    bytes: 412_400,
    checksum: '9f2c4b1e77ab03d15c6e',
    startedAt: now - HOUR_MS,
    finishedAt: now - HOUR_MS + 900,
  };
  return {
    'exports.list': () => ({
      defaultFolder: '/文档',
      exports: [
        {
          ...job,
          id: 'e-3',
          name: 'operations',
          state: 'running',
          rows: 124_000,
          total: 200_000,
          checksum: null,
          finishedAt: null,
          path: '/文档/操作流水 2026-11.xlsx',
        },
        { ...job, id: 'e-2', renamed: true, path: '/文档/异常邮件跟踪台账 2026-11 (2).xlsx' },
        job,
        {
          ...job,
          id: 'e-0',
          name: 'coverage',
          state: 'failed',
          reason: 'disk-full',
          checksum: null,
          path: '/文档/筛查覆盖率台账 2026-10.csv',
          startedAt: now - DAY_MS,
          finishedAt: now - DAY_MS,
        },
      ],
    }),
    'exports.start': () => ({ jobId: 'e-4' }),
    'exports.cancel': () => ({}),
  };
}

function keyHandlers(): Readonly<Record<string, Handler>> {
  const none = { hits: [], hasMore: false };
  return {
    'keys.get': () => ({ mode: 'on', bindings: {}, recent: [] }),
    'keys.set': () => ({}),
    'training.state': () => ({ available: false, startedAt: null, tasks: [], questions: { coverage: null, search: null } }),
    'search.find': () => ({ mails: none, exceptions: none, clients: none, texts: none, index: { done: 0, total: 0 } }),
    'search.recent': () => ({ texts: ['破损', '湘潭'] }),
    'search.remember': () => ({}),
    'search.forget': () => ({}),
  };
}

function safetyHandlers(now: number): Readonly<Record<string, Handler>> {
  const backup = (days: number, kind: string) => ({
    path: `/账本/备份/youshao-${days}.ysbackup`,
    at: now - days * DAY_MS - HOUR_MS,
    bytes: 812_000_000 - days * 9_000_000,
    kind,
  });
  return {
    'safety.status': () => ({
      folder: '/账本/备份',
      secondFolder: '/media/U盘/邮哨备份',
      secondLastAt: now - 9 * DAY_MS,
      secondReminder: true,
      running: false,
      lastProblem: null,
      lastFullCheckAt: now - 3 * DAY_MS,
      check: 'passed',
      backups: [
        backup(0, 'manual'),
        backup(1, 'daily'),
        backup(2, 'daily'),
        backup(3, 'daily'),
        backup(7, 'weekly'),
        backup(14, 'weekly'),
        backup(21, 'weekly'),
        backup(28, 'before-upgrade'),
      ],
    }),
    'safety.backUpNow': () => ({ jobId: 'b-1' }),
    'safety.setSecondFolder': () => ({}),
    'safety.inspectBackup': () => ({
      at: now - DAY_MS,
      bytes: 803_000_000,
      people: [
        { id: 'p-1', name: '周敏' },
        { id: 'p-2', name: '李楠' },
      ],
      hasRecovery: true,
    }),
    'safety.restore': () => ({ refused: 'pin-wrong' }),
    'safety.verify': () => ({
      ok: false,
      differences: ['coverage 2026-11-23 in-province due: 1203 ≠ 1204', 'exception 1272448200131: state fold differs'],
      opsChecked: 18_204,
    }),
    'safety.retention': () => ({ mails: 41_206, events: 251_990, before: now - 40 * DAY_MS }),
    'session.recoveryStatus': () => ({ exists: true, tested: false }),
    'session.createRecovery': () => ({
      code: '7K2QF-9D0XA-ZZ0RT-5H1MN-8Q3WB-C4E6G-J2K7P-R9T1V-X5Y8Z-0A3BD',
      ledgerPath: '/账本/youshao.ledger',
      createdAt: now,
    }),
    'session.testRecovery': () => ({ refused: 'recovery-wrong' }),
    'session.unlockWithRecovery': () => ({ refused: 'recovery-wrong' }),
    'session.deleteDemonstration': () => ({}),
    'session.openReal': () => ({}),
  };
}
