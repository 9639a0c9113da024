/** A server in memory and devices that write as the program's ledgers do; for tests. */
import { assessmentFixture } from '#shared/domain/exceptions/exception-fixture.ts';
import { exceptionUid, systemOpId } from '#shared/domain/exceptions/ids.ts';
import type { Role } from '#shared/domain/people/person.ts';
import { findMutator } from '#shared/domain/sync/mutators.ts';
import { OP_GENESIS, opArgsHash, opHash } from '#shared/domain/sync/op-hash.ts';
import { canonicalJson } from '#shared/kernel/canonical-json.ts';
import type { ReplyOf } from '#shared/wire/messages.ts';
import type { Decision, Mutation } from '#shared/wire/mutation.ts';
import type { Caller } from '../accounts/devices.ts';
import { ensureEpoch } from '../accounts/epoch.ts';
import type { Database, Tx } from '../platform/database.ts';
import { seededIds } from '../platform/ids.ts';
import { migrate, readMigrations } from '../platform/migrator.ts';
import { pull } from './pull.ts';
import { push } from './push.ts';
import { decideServerOp } from './server-op.ts';

export const START = 1_790_000_000_000;

export type Person = { id: string; role: Role; station?: string; clients?: string[] };

/** Brings a database to the schema, with people of these roles, each on a device of the same letter. */
export async function found(database: Database, people: Readonly<Record<string, Person>>): Promise<Record<string, Device>> {
  await migrate({ database, migrations: readMigrations(), clock: { now: () => START } });
  await database.transaction(async (tx) => {
    await ensureEpoch(tx, { now: START, ids: seededIds('epoch') });
    for (const [letter, person] of Object.entries(people)) await addPerson(tx, letter, person);
  });
  return Object.fromEntries(Object.entries(people).map(([letter, { id }]) => [letter, new Device(database, letter, id)]));
}

async function addPerson(tx: Tx, letter: string, { id, role, station = '岳塘揽投部', clients = [] }: Person): Promise<void> {
  const ids = seededIds(`person ${id}`);
  const args = { name: id, staffNo: `no-${id}`, role, station, clients };
  await decideServerOp(tx, { id: `add-${id}`, kind: 'person.add', entityId: id, args }, { now: START, ids });
  const device = deviceId(letter);
  await tx.query(
    'INSERT INTO device (device_id, public_key, name, enrolled_at, enrolled_by, last_seen_at) VALUES ($1, $2, $2, $3, $4, $3)',
    [device, letter, START, id],
  );
  await tx.query('INSERT INTO device_person (device_id, person_id, enrolled_at) VALUES ($1, $2, $3)', [device, id, START]);
}

/** `letter`: one or two hexadecimal digits. */
export function deviceId(letter: string): string {
  return letter.repeat(32 / letter.length);
}

export type Draft = {
  kind: string;
  entityId: string;
  args?: unknown;
  id?: string;
  actor?: string;
  occurredAt?: number;
  seenVer?: number;
  entity?: string;
};

/** A ledger's log: it writes ops, pushes those that it has not pushed, and pulls. */
export class Device {
  readonly database: Database;
  readonly id: string;
  readonly person: string;
  inc: string;
  now = START;
  revoked = false;
  log: Mutation[] = [];
  pushed = 0;
  cursors: Record<string, number> = {};

  constructor(database: Database, letter: string, person: string) {
    this.database = database;
    this.id = deviceId(letter);
    this.inc = this.id;
    this.person = person;
  }

  get caller(): Caller {
    return { deviceId: this.id, inc: this.inc, revoked: this.revoked, now: this.now };
  }

  write(draft: Draft): Mutation {
    const previous = this.log.at(-1);
    const seq = (previous?.seq ?? 0) + 1;
    const args = canonicalJson(draft.args ?? {});
    const salt = seq.toString(16).padStart(32, '0');
    const argsHash = opArgsHash(salt, args);
    const entity = draft.entity ?? findMutator(draft.kind)?.entity ?? 'exception';
    const occurredAt = draft.occurredAt ?? this.now;
    const { kind, entityId, id = `${this.id.slice(0, 2)}-${seq}`, actor = this.person } = draft;
    const prevHash = previous?.hash ?? OP_GENESIS;
    const hash = opHash(prevHash, { seq, id, kind, entity, entityId, argsHash, actor, occurredAt, device: this.id });
    const seen = draft.seenVer === undefined ? {} : { seenVer: draft.seenVer };
    const mutation = { mid: seq, seq, id, kind, entity, entityId, sv: 1, args, salt, argsHash, actor, occurredAt, recordedAt: occurredAt };
    const whole: Mutation = { ...mutation, clockFlag: 'ok', prevHash, hash, ...seen };
    this.log.push(whole);
    return whole;
  }

  /** Screening raises the mail's exception; the same on every device. */
  raise(mailNo: string, { cycle = 1, client = null as string | null } = {}): string {
    const uid = exceptionUid(mailNo, cycle);
    const id = systemOpId({ mailNo, cycle, kind: 'exception.raise', rule: 'stalled', since: START, repetition: 0 });
    const assessment = { ...assessmentFixture(START + 3_600_000), clientCode: client };
    this.write({ kind: 'exception.raise', entityId: uid, id, actor: 'system', args: { mailNo, cycle, assessment } });
    return uid;
  }

  async push(): Promise<Decision[]> {
    return (await this.exchange(this.log.slice(this.pushed))).results;
  }

  async exchange(mutations: readonly Mutation[]): Promise<ReplyOf<'push'>> {
    const reply = await push(
      this.database,
      { inc: this.inc, epoch: null, wire: 1, ackedThrough: this.pushed, mutations: [...mutations] },
      this.caller,
    );
    this.pushed = Math.max(this.pushed, reply.lmid);
    return reply;
  }

  /** Writes one op and pushes it; its verdict. */
  async act(draft: Draft): Promise<Decision> {
    this.write(draft);
    const results = await this.push();
    const last = results.at(-1);
    if (!last) throw new Error('a pushed mutation has a verdict');
    return last;
  }

  async pull(limits: { maxRows?: number; maxBytes?: number } = {}): Promise<ReplyOf<'pull'>> {
    const { maxRows = 2000, maxBytes = 1024 * 1024 } = limits;
    const reply = await pull(this.database, { inc: this.inc, epoch: null, wire: 1, cursors: this.cursors, maxRows, maxBytes }, this.caller);
    for (const stream of reply.drop) delete this.cursors[stream];
    for (const { stream, minSeq } of reply.bootstrap) this.cursors[stream] = minSeq - 1;
    for (const [stream, { rows }] of Object.entries(reply.streams)) this.cursors[stream] = rows.at(-1)?.seq ?? this.cursors[stream] ?? 0;
    return reply;
  }
}
