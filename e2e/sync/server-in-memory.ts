import { MESSAGES } from '#shared/wire/messages.ts';
import { refusal } from '#shared/wire/refusal.ts';
import { deviceOf } from '#shared/wire/signature.ts';
import { isAppError } from '#shared/kernel/app-error.ts';
import type { Role } from '#shared/domain/people/person.ts';
import type { SyncRequest } from '#main/sync/core.ts';
import type { Answer, SyncNet } from '#main/sync/sync-net.ts';
import { findDevice } from '#server/accounts/devices.ts';
import { ensureEpoch } from '#server/accounts/epoch.ts';
import { answerOf } from '#server/http/refusals.ts';
import { checksum, pull, push, rekey, takeFacts } from '#server/oplog/index.ts';
import type { Database, Tx } from '#server/platform/database.ts';
import { seededIds } from '#server/platform/ids.ts';
import { migrate, readMigrations } from '#server/platform/migrator.ts';
import { openPglite } from '#server/platform/pglite.ts';

export type AccountDraft = { id: string; staffNo: string; name: string; role: Role; station: string; clients?: string[] };

/** The server's own handlers over a database in memory, without HTTP between. */
export class ServerInMemory {
  readonly database: Database;
  now: number;
  /** Requests that arrived, by name. */
  readonly asked: string[] = [];

  constructor(database: Database, now: number) {
    this.database = database;
    this.now = now;
  }

  static async open(now: number): Promise<ServerInMemory> {
    const server = new ServerInMemory(await openPglite(), now);
    await migrate({ database: server.database, migrations: readMigrations(), clock: { now: () => now } });
    await server.database.transaction((tx) => ensureEpoch(tx, { now, ids: seededIds('epoch') }));
    return server;
  }

  run<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.database.transaction(work);
  }

  async addAccount({ id, staffNo, name, role, station, clients = [] }: AccountDraft): Promise<void> {
    await this.run((tx) =>
      tx.query('INSERT INTO account (person_id, staff_no, name, role, station, clients) VALUES ($1, $2, $3, $4, $5, $6)', [
        id,
        staffNo,
        name,
        role,
        station,
        clients,
      ]),
    );
  }

  async addDevice(deviceId: string, personId: string): Promise<void> {
    await this.run(async (tx) => {
      await tx.query(
        `INSERT INTO device (device_id, public_key, name, enrolled_at, enrolled_by, last_seen_at) VALUES ($1, $1, $1, $2, $3, $2)
           ON CONFLICT DO NOTHING`,
        [deviceId, this.now, personId],
      );
      await tx.query('INSERT INTO device_person (device_id, person_id, enrolled_at) VALUES ($1, $2, $3)', [deviceId, personId, this.now]);
    });
  }

  close(): Promise<void> {
    return this.database.close();
  }

  /** The way of one device to this server; messages go through their own form, as over a wire. */
  net(): SyncNet {
    return {
      publicKey: '',
      send: (request) => this.#answer(request),
      heartbeat: () => Promise.reject(new Error('not asked in these tests')),
      enrol: () => Promise.reject(new Error('not asked in these tests')),
    };
  }

  async #answer(request: SyncRequest): Promise<Answer<never>> {
    this.asked.push(request.name);
    try {
      const message = MESSAGES[request.name].request.parse(throughText(request.body));
      const inc = 'old' in message ? message.old : message.inc;
      const reply = await this.#handle(request.name, message, inc);
      return { ok: true, reply: MESSAGES[request.name].reply.parse(throughText(reply)) as never };
    } catch (error) {
      if (!isAppError(error)) throw error;
      const { body } = answerOf(error);
      const { reason, detail } = refusal.parse(body).error;
      return { ok: false, refusal: { reason, detail }, retryAfterMs: null };
    }
  }

  async #handle(name: SyncRequest['name'], message: object, inc: string): Promise<unknown> {
    const device = await this.run((tx) => findDevice(tx, deviceOf(inc)));
    const caller = { deviceId: deviceOf(inc), inc, revoked: device?.revokedAt != null, now: this.now };
    const handlers = { push, pull, facts: takeFacts, rekey, checksum } as const;
    return (handlers[name] as (database: Database, request: object, who: typeof caller) => Promise<unknown>)(
      this.database,
      message,
      caller,
    );
  }
}

function throughText(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown;
}
