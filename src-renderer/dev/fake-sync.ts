import type { AppContract } from '#shared/contract/contract.ts';
import type { InputOf, OutputOf } from '#shared/contract/define.ts';
import { HOUR_MS, MINUTE_MS } from '#shared/kernel/instant.ts';

type Handler = (input: never) => unknown;
type Sync = AppContract['sync'];
type State = OutputOf<Sync['state']>;
type Entry = OutputOf<Sync['pending']>['entries'][number];
type Failure = OutputOf<Sync['failures']>['entries'][number];
type Conflict = OutputOf<Sync['conflicts']>['entries'][number];
type Arrived = OutputOf<Sync['history']>['entries'][number];
type Page = InputOf<Sync['pending']>;

const mailNoOf = (index: number): string => `12724482${String(131 + index * 27).padStart(5, '0')}`;
const PENDING = [
  ['exception.follow-up', '已联系岳塘投递部，答复今日下午再投'],
  ['exception.accept', '催派：请岳塘投递部今日安排再投'],
  ['exception.set-stage', ''],
  ['exception.feedback', '已告知客户，预计今日 17 时前妥投'],
  ['mail.record', '寄件人要求改在傍晚投递'],
  ['exception.claim', ''],
] as const;
const REFUSED = [
  ['exception.close', 'superseded', 'closed-already', '已妥投，客户无异议'],
  ['exception.claim', 'rejected', 'claimed', ''],
  ['exception.undo', 'rejected', 'too-late', ''],
  ['exception.close', 'rejected', 'stamps-missing', '收件人本人签收，已核实'],
  ['rules.save', 'rejected', 'forbidden', ''],
  ['person.add', 'rejected', 'staff-no-taken', ''],
  ['exception.follow-up', 'quarantined', 'failed', '客户要求电话联系'],
] as const;

/** The sync area of an invented office in one of its phases; `empty` has nothing to show. */
export function syncHandlers(
  now: number,
  phase: string,
  fire: (topic: string, payload: unknown) => void,
): Readonly<Record<string, Handler>> {
  const office = new FakeSync(now, phase);
  const acted =
    (act: (input: never) => unknown): Handler =>
    (input) => {
      const answer = act(input) ?? {};
      fire('sync.changed', {});
      return answer;
    };
  return {
    'sync.state': () => office.state(),
    'sync.pending': (input: Page) => page(input, office.pending),
    'sync.failures': (input: Page) => page(input, office.failures),
    'sync.conflicts': (input: Page) => page(input, office.conflicts),
    'sync.history': (input: Page) => page(input, office.arrived),
    'sync.enrol': acted(({ code }: InputOf<Sync['enrol']>) => office.join(code)),
    'sync.enrolPerson': ({ code }: InputOf<Sync['enrolPerson']>) => (code === '0' ? { refused: 'code-not-valid' } : { personId: 'p-6' }),
    'sync.now': acted(() => (office.isJoined ? undefined : { refused: 'not-enrolled' })),
    'sync.dismiss': acted(({ opIds }: InputOf<Sync['dismiss']>) => office.dismiss(opIds)),
    'sync.settle': acted(({ opId }: InputOf<Sync['settle']>) => office.dismiss([opId])),
    'sync.doctor': ({ path }: InputOf<Sync['doctor']>) => ({ path, bytes: 4_812 }),
  };
}

/** Newest first, a page below a number. */
function page<E extends { seq: number }>({ limit, before }: Page, entries: readonly E[]): { entries: E[]; total: number } {
  const below = before === null ? entries : entries.filter((entry) => entry.seq < before);
  return { entries: below.slice(0, limit), total: entries.length };
}

class FakeSync {
  readonly #now: number;
  #phase: string;
  readonly pending: Entry[];
  failures: Failure[];
  conflicts: Conflict[];
  readonly arrived: Arrived[];

  constructor(now: number, phase: string) {
    const isEmpty = phase === 'empty' || phase === 'none' || phase === 'synced';
    this.#now = now;
    this.#phase = phase;
    const make = <E>(count: number, of: (index: number) => E): E[] =>
      isEmpty ? [] : Array.from({ length: count }, (_, index) => of(index));
    this.pending = make(412, (index) => this.#entry(5_000 - index, index, PENDING[index % PENDING.length] ?? PENDING[0]));
    this.failures = make(phase === 'conflict' ? 0 : REFUSED.length, (index) => this.#failure(index));
    this.conflicts = make(3, (index) => this.#conflict(index));
    this.arrived = phase === 'empty' || phase === 'none' ? [] : Array.from({ length: 1_208 }, (_, index) => this.#arrival(index));
  }

  get isJoined(): boolean {
    return this.#phase !== 'none';
  }

  state(): State {
    const isOffline = this.#phase === 'offline';
    const phases: readonly State['phase'][] = ['none', 'synced', 'sending', 'offline', 'conflict', 'failed', 'revoked'];
    return {
      phase: phases.find((one) => one === this.#phase) ?? 'synced',
      server: this.isJoined
        ? { url: 'https://10.43.3.8:8443', name: '湘潭主动客服', deviceName: '席位 03', enrolledAt: this.#now - 90 * HOUR_MS }
        : null,
      pendingOps: this.#phase === 'none' ? 18_204 : this.pending.length,
      pendingMails: this.#phase === 'none' ? 41_206 : this.pending.length * 3,
      failed: this.failures.filter((one) => one.seenAt === null).length,
      conflicts: this.conflicts.filter((one) => one.seenAt === null && one.fields.length > 0).length,
      lastExchangeAt: this.isJoined ? this.#now - (isOffline ? 123 : 1) * MINUTE_MS : null,
      offlineSince: isOffline ? this.#now - 123 * MINUTE_MS : null,
      nextTryAt: isOffline || this.#phase === 'failed' ? this.#now + 4 * MINUTE_MS : null,
      lastFailure: isOffline ? 'no-network' : this.#phase === 'failed' ? 'busy' : this.#phase === 'revoked' ? 'revoked' : null,
      clockOffsetMs: this.#phase === 'failed' ? -7 * MINUTE_MS : 0,
      received: this.arrived.length,
      bootstrapping: this.#phase === 'sending' ? { done: 310_000, total: 1_000_000 } : null,
    };
  }

  join(code: string): unknown {
    if (code === '0') return { refused: 'code-not-valid' };
    this.#phase = 'sending';
    return { serverName: '湘潭主动客服', pendingOps: 18_204, pendingMails: 41_206 };
  }

  dismiss(opIds: readonly string[]): void {
    const seen = <E extends { opId: string; seenAt: number | null }>(entry: E): E =>
      opIds.includes(entry.opId) ? { ...entry, seenAt: this.#now } : entry;
    this.failures = this.failures.map(seen);
    this.conflicts = this.conflicts.map(seen);
  }

  #entry(seq: number, index: number, [kind, text]: readonly [string, string]): Entry {
    const mailNo = mailNoOf(index);
    return {
      opId: `op-${seq}-${kind}`,
      seq,
      kind,
      entity: kind.split('.')[0] ?? '',
      entityId: `${mailNo}#1`,
      subject: kind.startsWith('rules.') ? '7' : kind.startsWith('person.') ? '李楠' : mailNo,
      text,
      actorName: '周敏',
      occurredAt: this.#now - (index + 1) * 90_000,
    };
  }

  #failure(index: number): Failure {
    const [kind, verdict, code, text] = REFUSED[index] ?? REFUSED[0];
    const detail = { by: '李楠', at: this.#now - (40 + index * 7) * MINUTE_MS };
    return { ...this.#entry(4_200 - index, index + 40, [kind, text]), verdict, code, detail, seenAt: null };
  }

  #conflict(index: number): Conflict {
    const at = this.#now - (20 + index) * MINUTE_MS;
    const field = (name: string, before: string, mine: string, theirs: string) => ({ field: name, before, mine, theirs, by: '李楠', at });
    const fields = [
      [
        field('nextAt', '今天 14:30', '今天 17:00', '今天 15:45'),
        field('stage', '处理中心 长沙邮件处理中心', '处理中心 长沙邮件处理中心出口班', '投递 株洲处理中心'),
        field(
          'remark',
          '寄件人要求撤回，已授权。',
          '寄件人要求撤回，已授权。拦截指令已口头确认。',
          '寄件人要求撤回，已授权。授权书见附件 1。',
        ),
      ],
      [field('type', '催派', '邮件撤回', '更改名址')],
      [],
    ][index];
    const kinds = ['exception.accept', 'exception.set-type', 'exception.follow-up'];
    return {
      ...this.#entry(4_100 - index, index + 60, [kinds[index] ?? '', '']),
      verdict: 'merged',
      code: fields === undefined || fields.length === 0 ? 'merged' : 'field-conflict',
      detail: { by: '李楠', at },
      seenAt: null,
      fields: fields ?? [],
    };
  }

  #arrival(index: number): Arrived {
    const verdicts = ['applied', 'applied', 'merged', 'applied', 'superseded'] as const;
    const entry = this.#entry(9_000 - index, index, PENDING[index % PENDING.length] ?? PENDING[0]);
    return {
      ...entry,
      actorName: ['李楠', '何静', '周敏', '系统'][index % 4] ?? '',
      receivedAt: entry.occurredAt + 800,
      verdict: verdicts[index % verdicts.length] ?? 'applied',
    };
  }
}
