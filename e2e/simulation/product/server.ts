import type { SyncReply, SyncRequest } from '#main/sync/core.ts';
import { deviceOf } from '#shared/wire/signature.ts';
import { AppError, isAppError } from '#shared/kernel/app-error.ts';
import type { Caller } from '#server/accounts/devices.ts';
import { beginEpoch, ensureEpoch } from '#server/accounts/epoch.ts';
import { checksum, pull, push, rekey, takeFacts } from '#server/oplog/index.ts';
import { migrate, readMigrations } from '#server/platform/migrator.ts';
import { openPglite } from '#server/platform/pglite.ts';
import { seededIds } from '#server/platform/ids.ts';
import type { Database } from '#server/platform/database.ts';
import { hasServerDied, MortalDatabase } from './mortal-database.ts';
import { START_MS } from './office.ts';
import type { ProductBug } from './bugs.ts';
import { plantInto } from './planted-server.ts';
import { restoreSnapshot, takeSnapshot } from './snapshot.ts';
import type { Snapshot } from './snapshot.ts';
import type { Answer } from './wire.ts';

/** The product's handlers on one database in memory. */
export class OfficeServer {
  /** What the handlers have; it dies when told to. */
  readonly database: MortalDatabase;
  /** The same for whoever looks on. */
  readonly immortal: Database;
  /** What the wires do before and after the handlers; the planted mistakes of the server. */
  bug: ProductBug | null = null;
  now = START_MS;
  #backup: Snapshot | null = null;
  #epochs = 0;

  private constructor(database: Database) {
    this.immortal = database;
    this.database = new MortalDatabase(database);
  }

  static async open(): Promise<OfficeServer> {
    const server = new OfficeServer(await openPglite());
    await migrate({ database: server.database, migrations: readMigrations(), clock: { now: () => START_MS } });
    await server.database.transaction((tx) => ensureEpoch(tx, { now: START_MS, ids: seededIds('epoch') }));
    return server;
  }

  /** As it was when the office was founded. */
  async reset(founded: Snapshot): Promise<void> {
    await restoreSnapshot(this.immortal, founded);
    this.database.live();
    this.#backup = null;
    this.#epochs = 0;
    this.now = START_MS;
  }

  /** Null: the server died over it. */
  async serve(request: SyncRequest): Promise<Answer | null> {
    const inc = request.name === 'rekey' ? request.body.new : request.body.inc;
    const deviceId = deviceOf(inc);
    try {
      const [device] = await this.query<{ revoked_at: number | null }>('SELECT revoked_at FROM device WHERE device_id = $1', [deviceId]);
      const caller: Caller = { deviceId, inc, revoked: (device?.revoked_at ?? null) !== null, now: this.now };
      const body = await plantInto(this, request, () => this.#handle(request, caller));
      return { kind: 'reply', body };
    } catch (error) {
      if (hasServerDied(error)) return null;
      if (!isAppError(error)) throw error;
      return { kind: 'refusal', refusal: { reason: error.reason, detail: error.detail } };
    }
  }

  async backUp(): Promise<void> {
    this.#backup = await takeSnapshot(this.immortal);
  }

  /** True when there was a copy to go back to; a new line of time begins. */
  async restore(): Promise<boolean> {
    if (this.#backup === null) return false;
    await restoreSnapshot(this.immortal, this.#backup);
    this.#epochs += 1;
    const ids = seededIds(`epoch ${this.#epochs}`);
    await this.immortal.transaction((tx) => beginEpoch(tx, { reason: 'restored', now: this.now, ids }));
    this.#backup = null;
    return true;
  }

  async query<Row extends object>(sql: string, params: readonly unknown[] = []): Promise<Row[]> {
    return this.immortal.transaction((tx) => tx.query<Row>(sql, params));
  }

  #handle(request: SyncRequest, caller: Caller): Promise<SyncReply> {
    switch (request.name) {
      case 'push':
        return push(this.database, request.body, caller);
      case 'pull':
        return pull(this.database, request.body, caller);
      case 'facts':
        return takeFacts(this.database, request.body, caller);
      case 'rekey':
        return rekey(this.database, request.body, caller);
      case 'checksum':
        return checksum(this.database, request.body, caller);
      default:
        throw new AppError('internal', 'failed');
    }
  }
}
