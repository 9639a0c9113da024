import { MESSAGES } from '#shared/wire/messages.ts';
import type { ReplyOf, RequestOf } from '#shared/wire/messages.ts';
import { refusal } from '#shared/wire/refusal.ts';
import { deviceOf } from '#shared/wire/signature.ts';
import { AppError, isAppError } from '#shared/kernel/app-error.ts';
import type { Role } from '#shared/domain/people/person.ts';
import type { SyncRequest } from '#main/sync/core.ts';
import type { Answer, SyncNet } from '#main/sync/sync-net.ts';
import { makeCode } from '#server/accounts/codes.ts';
import { findDevice } from '#server/accounts/devices.ts';
import { enrol } from '#server/accounts/enrol.ts';
import { beginEpoch, ensureEpoch, readEpoch } from '#server/accounts/epoch.ts';
import { answerOf } from '#server/http/refusals.ts';
import { checksum, decideServerOp, pull, push, rekey, takeFacts } from '#server/oplog/index.ts';
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

  /** Registers a person; answers with the one-time code by which the person joins. */
  async invite({ id, ...args }: AccountDraft): Promise<string> {
    const [ids, now] = [seededIds(id), this.now];
    return this.run(async (tx) => {
      await decideServerOp(tx, { id: `add-${id}`, kind: 'person.add', entityId: id, args }, { now, ids });
      return (await makeCode(tx, { personId: id, now, ids })).code;
    });
  }

  /** A restore from the copy that was made right after people had joined: another line of time. */
  async forgetEverythingButPeople(): Promise<void> {
    await this.run(async (tx) => {
      await tx.query(`DELETE FROM quarantine WHERE inc <> 'server'`);
      await tx.query(`DELETE FROM mutation_log WHERE inc <> 'server'`);
      await tx.query(`DELETE FROM op WHERE inc <> 'server'`);
      await tx.query(`DELETE FROM entity_head WHERE entity <> 'person'`);
      await tx.query(`DELETE FROM mail_fact`);
      await tx.query(`DELETE FROM change WHERE stream <> 'ref'`);
      await tx.query(`DELETE FROM stream_head WHERE stream <> 'ref'`);
      await tx.query(`DELETE FROM incarnation WHERE inc <> 'server'`);
      await beginEpoch(tx, { now: this.now, ids: seededIds('restored'), reason: 'restored' });
    });
  }

  close(): Promise<void> {
    return this.database.close();
  }

  /** The way of one device to this server; messages go through their own form, as over a wire. */
  net(device: string): SyncNet {
    return {
      publicKey: `key of ${device} in memory alone`,
      send: (request) => this.#answer(request),
      heartbeat: () => Promise.reject(new Error('not asked in these tests')),
      enrol: (body) => this.#enrol(body),
    };
  }

  async #enrol(body: RequestOf<'enrol'>): Promise<Answer<ReplyOf<'enrol'>>> {
    const { outcome, epoch } = await this.run(async (tx) => ({ outcome: await enrol(tx, body, this.now), epoch: await readEpoch(tx) }));
    if (!outcome.ok) return { ok: false, refusal: { reason: outcome.reason, detail: {} }, retryAfterMs: null };
    const { personId: id, staffNo, name, role, station } = outcome.person;
    return { ok: true, reply: { epoch, serverTime: this.now, serverName: '试运行', person: { id, staffNo, name, role, station } } };
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
    const caller = { deviceId: deviceOf(inc), inc, revoked: typeof device?.revokedAt === 'number', now: this.now };
    const handlers = { push, pull, facts: takeFacts, rekey, checksum } as const;
    const handle = handlers[name] as (database: Database, request: object, who: typeof caller) => Promise<{ lmid?: number }>;
    const reply = await handle(this.database, message, caller);
    // As the server's face does: what is handed over is kept, and the answer is the order to wipe.
    if (caller.revoked) throw new AppError('forbidden', 'revoked', { detail: { wipe: true, lmid: reply.lmid ?? 0 } });
    return reply;
  }
}

function throughText(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown;
}
