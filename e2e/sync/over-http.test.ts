import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOUR_MS } from '#shared/kernel/instant.ts';
import { applyStatements } from '#main/features/mails/index.ts';
import { syncSubjects } from '#main/features/sync/index.ts';
import { enrolWorkspace, outboxOf, quarantineOf, syncWorkspace } from '#main/engine/syncing.ts';
import { openWorkspace } from '#main/engine/workspace.ts';
import type { Workspace } from '#main/engine/workspace.ts';
import { noSecretStore } from '#main/platform/secrets.ts';
import { systemTimers } from '#main/platform/timers.ts';
import { silentLog } from '#main/platform/log.ts';
import { SyncCore } from '#main/sync/core.ts';
import { findKey } from '#main/sync/identity.ts';
import { SyncLoop } from '#main/sync/loop.ts';
import { createHttpNet } from '#main/sync/net-http.ts';
import { listenForPokes } from '#main/sync/poke.ts';
import { findSyncState } from '#main/sync/store.ts';
import { createFileStore } from '#server/files/file-store.ts';
import { createHttp } from '#server/http/create-http.ts';
import type { Http } from '#server/http/create-http.ts';
import { checksum, pull, push, readHeads, refersToBlob, rekey, takeFacts } from '#server/oplog/index.ts';
import { createLog } from '#server/platform/log.ts';
import { stalledMail } from './mails.ts';
import { ServerInMemory } from './server-in-memory.ts';

const MAIL = '1280000000017';
const OTHER = '1280000000025';
let folder: string;
let server: ServerInMemory;
let http: Http;
let url: string;
const opened: Workspace[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), '账本 网络-'));
  server = await ServerInMemory.open(Date.now());
  const clock = { now: () => server.now };
  const oplog = { push, pull, facts: takeFacts, rekey, checksum, heads: readHeads, refersToBlob };
  const log = createLog({ sink: () => undefined, clock });
  http = createHttp({
    database: server.database,
    oplog,
    clock,
    log,
    files: createFileStore(folder),
    serverName: '试运行',
    pokeEveryMs: 50,
  });
  url = await http.app.listen({ host: '127.0.0.1', port: 0 });
}, 60_000);
afterAll(async () => {
  for (const workspace of opened) workspace.close();
  await http.close();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function machine(name: string): Promise<Workspace> {
  const workspace = await openWorkspace({ file: join(folder, `${name}.ledger`), secret: null, asTest: true, now: undefined });
  opened.push(workspace);
  return workspace;
}
function importMail({ ledger, clock }: Workspace, mailNo = MAIL): void {
  const asOf = clock.now() - HOUR_MS;
  ledger.write((tx) => {
    const file = `INSERT INTO import_file (uid, sha256, name, kind, format, source, as_of, state, started_at)
      VALUES (?, '', '', 'traces', 'json', 'trace-push', ?, 'done', 0)`;
    const { lastInsertRowid } = tx.run(file, [mailNo, asOf]);
    applyStatements(tx, stalledMail(mailNo, clock.now()), { fileId: Number(lastInsertRowid), asOf });
  });
}
const mails = ({ ledger }: Workspace) => ledger.read((tx) => ({ count: tx.pluck<number>('SELECT count(*) FROM mail') })).count;

describe('a ledger and a server over HTTP', { timeout: 60_000 }, () => {
  it('joins by a code, syncs, and hears of changes by pokes', async () => {
    const [a, b] = [await machine('a'), await machine('b')];
    const code = await server.invite({ id: 'p-an', staffNo: 'XT001', name: '周敏', role: 'agent', station: '岳塘揽投部' });
    await expect(enrolWorkspace(a, { url, code, deviceName: 'a', user: 'XT001', allowTest: false })).rejects.toThrow('ledger-never-syncs');
    await expect(enrolWorkspace(a, { url, code: 'AAAA-AAAA-AAAA', deviceName: 'a', user: 'XT001', allowTest: true })).rejects.toThrow(
      'code-not-valid',
    );
    importMail(a);
    const joined = await enrolWorkspace(a, { url, code, deviceName: 'a', user: 'XT001', allowTest: true });
    expect(joined).toMatchObject({ serverName: '试运行', waiting: { ops: 0, mails: 1 } });
    const second = await server.invite({ id: 'p-bo', staffNo: 'XT002', name: '李航', role: 'agent', station: '岳塘揽投部' });
    await enrolWorkspace(b, { url, code: second, deviceName: 'b', user: 'XT002', allowTest: true });
    expect(await syncWorkspace(a)).toMatchObject({ complete: true, failure: null, facts: 1, behind: 0, waiting: { ops: 0, mails: 0 } });
    expect(outboxOf(a)).toMatchObject({ ops: 0, entries: [] });
    expect(quarantineOf(a)).toEqual({ total: 0, entries: [] });
    const loop = loopOf(b);
    loop.start();
    await until(() => mails(b) === 1);
    importMail(a, OTHER);
    await syncWorkspace(a);
    // By the poke: the heartbeat would come much later.
    await until(() => mails(b) === 2);
    await loop.stop();
  });

  it('knows a server that is away from one that is none', async () => {
    const c = await machine('c');
    const wish = { code: 'AAAA-AAAA-AAAA', deviceName: 'c', user: 'XT003', allowTest: true };
    await expect(enrolWorkspace(c, { ...wish, url: 'http://127.0.0.1:9' })).rejects.toThrow('server-unreachable');
    await expect(enrolWorkspace(c, { ...wish, url: '::' })).rejects.toThrow('server-not-valid');
    await expect(syncWorkspace(c)).rejects.toThrow('not-enrolled');
  });
});

function loopOf({ ledger, clock, ids }: Workspace): SyncLoop {
  const key = findKey(ledger, noSecretStore);
  if (!key) throw new Error('a ledger that has joined has a key');
  const options = { url, key, clock, ids, inc: () => ledger.read(findSyncState)?.inc ?? '' };
  const [net, listen] = [createHttpNet(options), listenForPokes(options, systemTimers)];
  return new SyncLoop({ ledger, clock, ids, timers: systemTimers, log: silentLog, core: new SyncCore(syncSubjects), net, listen });
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries++) {
    expect(tries).toBeLessThan(150);
    await systemTimers.wait(100);
  }
}
