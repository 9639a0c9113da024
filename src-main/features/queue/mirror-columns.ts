import type { ExceptionStatus, Rule } from '#shared/domain/screening/vocabulary.ts';
import { ABNORMAL_TYPES, PRIORITIES, REGIONS, RESPONSIBLE_STAGES, RULES } from '#shared/domain/screening/vocabulary.ts';
import { assert } from '#shared/kernel/assert.ts';
import type { ReadTx } from '../../ledger/index.ts';

/** What orders, filters and counts need of one exception, in the order of `COLUMNS`. */
export type MirrorRow = readonly [
  id: number,
  status: ExceptionStatus,
  mailNo: string,
  dueAt: number | null,
  warnAt: number | null,
  raisedAt: number,
  nextAt: number | null,
  snoozedUntil: number | null,
  type: string,
  stage: string,
  region: string,
  priority: string,
  clientCode: string | null,
  organisation: string | null,
  owner: string | null,
  firstAsker: string | null,
  rules: string | null,
];

const COLUMNS = `id, status, mail_no, due_at, warn_at, raised_at, next_at, snoozed_until, held_type, held_stage, region, priority,
  client_code, held_org, owner, first_asker, (SELECT group_concat(rule) FROM finding WHERE exception_uid = exception.uid)`;
const AFTER = `SELECT ${COLUMNS} FROM exception WHERE id > ? ORDER BY id LIMIT ?`;
const NAMED = `SELECT ${COLUMNS} FROM exception WHERE id IN (SELECT value FROM json_each(?))`;

export function readAfter(tx: ReadTx, id: number, limit: number): MirrorRow[] {
  return tx.tuples<MirrorRow>(AFTER, [id, limit]);
}

export function readNamed(tx: ReadTx, ids: readonly number[]): MirrorRow[] {
  return tx.tuples<MirrorRow>(NAMED, [JSON.stringify(ids)]);
}

/** No instant: it stands before all others, as NULL does. */
export const NEVER = Number.NEGATIVE_INFINITY;
/** Numbers of texts; 0 is no text. */
export class Words {
  readonly texts: (string | null)[] = [null];
  readonly #numbers = new Map<string, number>();

  constructor(known: readonly string[] = []) {
    for (const text of known) this.numberOf(text);
  }

  numberOf(text: string | null): number {
    if (text === null) return 0;
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.texts.length);
    return this.texts.push(text) - 1;
  }

  /** The number of a text that is there, or -1. */
  find(text: string): number {
    return this.#numbers.get(text) ?? -1;
  }

  /** A mark for each text that is wanted. */
  marks(isWanted: (text: string | null) => boolean): Uint8Array {
    return Uint8Array.from(this.texts, (text) => (isWanted(text) ? 1 : 0));
  }
}

export const OPEN = 1;
export const SELF_CLEARED = 2;
export type HeldStatus = typeof OPEN | typeof SELF_CLEARED;

const FIRST_ROOM = 1024;
/** In `#places`: nothing known of this id, or a closed exception; else the place + FIRST_PLACE. */
const UNKNOWN = 0;
const CLOSED = 1;
const FIRST_PLACE = 2;

/**
 * Exceptions that are not closed, column by column; of closed ones only that they are. Rows stand
 * at places that are taken again when they leave: some 150 bytes a row, four an id.
 */
export class MirrorColumns {
  status = new Uint8Array(FIRST_ROOM);
  type = new Uint8Array(FIRST_ROOM);
  stage = new Uint8Array(FIRST_ROOM);
  region = new Uint8Array(FIRST_ROOM);
  priority = new Uint8Array(FIRST_ROOM);
  id = new Int32Array(FIRST_ROOM);
  client = new Int32Array(FIRST_ROOM);
  organisation = new Int32Array(FIRST_ROOM);
  owner = new Int32Array(FIRST_ROOM);
  firstAsker = new Int32Array(FIRST_ROOM);
  /** One bit a rule of RULES. */
  rules = new Int32Array(FIRST_ROOM);
  dueAt = new Float64Array(FIRST_ROOM);
  warnAt = new Float64Array(FIRST_ROOM);
  raisedAt = new Float64Array(FIRST_ROOM);
  nextAt = new Float64Array(FIRST_ROOM);
  snoozedUntil = new Float64Array(FIRST_ROOM);
  readonly mailNo: string[] = [];
  readonly types = new Words(ABNORMAL_TYPES);
  readonly stages = new Words(RESPONSIBLE_STAGES);
  readonly regions = new Words(REGIONS);
  readonly priorities = new Words(PRIORITIES);
  readonly clients = new Words();
  readonly organisations = new Words();
  readonly people = new Words();
  closed = 0;
  #places = new Int32Array(FIRST_ROOM);
  readonly #free: number[] = [];
  #rows = 0;

  /** Places that were ever taken: the length of every list by place. */
  get rows(): number {
    return this.#rows;
  }

  /** Of this id's row, or -1. */
  placeOf(id: number): number {
    return Math.max(-1, (this.#places[id] ?? UNKNOWN) - FIRST_PLACE);
  }

  isClosed(id: number): boolean {
    return this.#places[id] === CLOSED;
  }

  /** Takes a row's place away. */
  remove(id: number): void {
    const place = this.placeOf(id);
    if (place >= 0) {
      this.status[place] = 0;
      this.mailNo[place] = '';
      this.#free.push(place);
    } else if (this.isClosed(id)) this.closed -= 1;
    if (id < this.#places.length) this.#places[id] = UNKNOWN;
  }

  put(row: MirrorRow): void {
    const [id, status] = row;
    if (id >= this.#places.length) this.#places = grown(this.#places, id + 1);
    if (status === 'closed') {
      this.remove(id);
      this.#places[id] = CLOSED;
      this.closed += 1;
      return;
    }
    if (this.isClosed(id)) this.remove(id);
    const known = this.placeOf(id);
    const place = known >= 0 ? known : this.#takePlace();
    this.#places[id] = place + FIRST_PLACE;
    this.#fill(place, row);
  }

  #takePlace(): number {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    if (this.#rows === this.status.length) this.#grow();
    return this.#rows++;
  }

  #grow(): void {
    const room = this.#rows + 1;
    for (const name of ['status', 'type', 'stage', 'region', 'priority'] as const) this[name] = grown(this[name], room);
    for (const name of ['id', 'client', 'organisation', 'owner', 'firstAsker', 'rules'] as const) this[name] = grown(this[name], room);
    for (const name of ['dueAt', 'warnAt', 'raisedAt', 'nextAt', 'snoozedUntil'] as const) this[name] = grown(this[name], room);
  }

  #fill(place: number, row: MirrorRow): void {
    const [id, status, mailNo, dueAt, warnAt, raisedAt, nextAt, snoozedUntil, type, stage, region, priority, client, organisation] = row;
    this.id[place] = id;
    this.status[place] = status === 'open' ? OPEN : SELF_CLEARED;
    this.mailNo[place] = mailNo;
    this.dueAt[place] = dueAt ?? NEVER;
    this.warnAt[place] = warnAt ?? NEVER;
    this.raisedAt[place] = raisedAt;
    this.nextAt[place] = nextAt ?? NEVER;
    this.snoozedUntil[place] = snoozedUntil ?? NEVER;
    this.type[place] = this.types.numberOf(type);
    this.stage[place] = this.stages.numberOf(stage);
    this.region[place] = this.regions.numberOf(region);
    this.priority[place] = this.priorities.numberOf(priority);
    this.client[place] = this.clients.numberOf(client);
    this.organisation[place] = this.organisations.numberOf(organisation);
    const [owner, firstAsker, rules] = row.slice(14) as [string | null, string | null, string | null];
    this.owner[place] = this.people.numberOf(owner);
    this.firstAsker[place] = this.people.numberOf(firstAsker);
    this.rules[place] = ruleBits(rules === null ? [] : (rules.split(',') as Rule[]));
  }
}

export function ruleBits(rules: readonly Rule[]): number {
  let bits = 0;
  for (const rule of rules) {
    const bit = RULES.indexOf(rule);
    assert(bit >= 0 && bit < 31, 'every rule has a bit');
    bits |= 1 << bit;
  }
  return bits;
}

function grown<T extends Uint8Array | Int32Array | Float64Array>(values: T, room: number): T {
  const make = values.constructor as new (length: number) => T;
  const next = new make(Math.max(room, Math.ceil(values.length * 1.5)));
  next.set(values);
  return next;
}
