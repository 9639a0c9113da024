import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { LightMyRequestResponse } from 'fastify';
import { saveAccount } from '../accounts/accounts.ts';
import type { Account } from '../accounts/accounts.ts';
import { makeCode } from '../accounts/codes.ts';
import { makeDevice, signedHeaders } from '../accounts/device-fixture.ts';
import type { FixtureDevice, ToSign } from '../accounts/device-fixture.ts';
import { ensureEpoch } from '../accounts/epoch.ts';
import { createFileStore } from '../files/file-store.ts';
import { settableClock } from '../platform/clock.ts';
import type { SettableClock } from '../platform/clock.ts';
import { FIXTURE_NOW_MS, emptyDatabase, makeDatabase } from '../platform/database-fixture.ts';
import type { Database } from '../platform/database.ts';
import { seededIds } from '../platform/ids.ts';
import { createLog } from '../platform/log.ts';
import { createHttp } from './create-http.ts';
import type { Http } from './create-http.ts';
import type { OplogPort } from './oplog-port.ts';
import type { HttpLimits } from './parts.ts';

export type Sent = { readonly status: number; readonly json: unknown; readonly response: LightMyRequestResponse };
export type Sending = Partial<Omit<ToSign, 'body'>> & {
  readonly json?: unknown;
  readonly bytes?: Uint8Array;
  readonly gzip?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
};

export type HttpFixture = {
  readonly http: Http;
  readonly database: Database;
  readonly clock: SettableClock;
  readonly logLines: readonly string[];
  /** What reached the op log, in order. */
  readonly reached: readonly { name: string; request: unknown; revoked: boolean }[];
  readonly headsNow: Map<string, number>;
  /** `sha256 stream` of files that ops refer to. */
  readonly references: Set<string>;
  readonly epoch: string;
  /** Keeps what reaches the op log waiting until the returned function is called. */
  hold(): () => void;
  addPerson(personId: string, more?: Partial<Account>): Promise<void>;
  codeFor(personId: string): Promise<string>;
  /** A device on which the person has joined. */
  joined(personId: string): Promise<FixtureDevice>;
  send(device: FixtureDevice, path: string, how?: Sending): Promise<Sent>;
  close(): Promise<void>;
};

let shared: Promise<Database> | undefined;

/** The server's face over a database in memory and an op log that notes what reaches it. One database serves all tests of a file. */
export async function makeHttpFixture(limits: Partial<HttpLimits> = {}): Promise<HttpFixture> {
  shared ??= makeDatabase();
  const database = await shared;
  await emptyDatabase(database);
  const clock = settableClock(FIXTURE_NOW_MS);
  const ids = seededIds('http');
  const epoch = await database.transaction((tx) => ensureEpoch(tx, { now: clock.now(), ids }));
  const folder = mkdtempSync(join(tmpdir(), 'youshao-files-'));
  const logLines: string[] = [];
  const log = createLog({ sink: (line) => logLines.push(line), clock });
  const oplog = notingOplog();
  const generous = { perDevice: { perSecond: 1000, burst: 1000 }, perAddress: { perSecond: 1000, burst: 1000 } };
  const parts = { database, oplog, clock, log, files: createFileStore(folder), serverName: '测试服务器', pokeEveryMs: 0 };
  const http = createHttp({ ...parts, limits: { ...generous, ...limits } });
  const people = peopleOf({ database, clock, ids });
  const send = senderOf(http);
  return {
    http,
    database,
    clock,
    logLines,
    epoch,
    send,
    ...oplog,
    ...people,
    joined: async (personId) => {
      const device = makeDevice();
      const sent = await send(device, '/v1/enrol', { json: enrolMessage(device, await people.codeFor(personId)) });
      if (sent.status !== 200) throw new Error(`not joined: ${JSON.stringify(sent.json)}`);
      return device;
    },
    close: async () => {
      await http.close();
      rmSync(folder, { recursive: true });
    },
  };
}

export function enrolMessage(device: FixtureDevice, code: string): Record<string, unknown> {
  return { wire: 1, code, inc: device.inc, publicKey: device.publicKey, deviceName: '前台', localPersonId: null };
}

type NotingOplog = OplogPort & Pick<HttpFixture, 'reached' | 'headsNow' | 'references' | 'hold'>;

function notingOplog(): NotingOplog {
  const reached: { name: string; request: unknown; revoked: boolean }[] = [];
  const headsNow = new Map<string, number>();
  const references = new Set<string>();
  let held: Promise<void> = Promise.resolve();
  const noting =
    <Reply>(name: string, reply: Reply) =>
    async (_database: Database, request: unknown, caller: { revoked: boolean }): Promise<Reply> => {
      reached.push({ name, request, revoked: caller.revoked });
      await held;
      return reply;
    };
  const serverTime = FIXTURE_NOW_MS;
  const streams = { ref: { from: 0, rows: [], head: 0 } };
  return {
    reached,
    headsNow,
    references,
    hold: () => {
      let release = (): void => undefined;
      held = new Promise((resolve) => {
        release = resolve;
      });
      return () => release();
    },
    push: noting('push', {
      lmid: 3,
      lmidHash: null,
      results: [{ mid: 3, verdict: 'applied' as const, code: '', detail: {} }],
      stop: null,
      serverTime,
    }),
    pull: noting('pull', { streams, drop: ['x'.repeat(2000)], bootstrap: [], lmid: 0, lmidHash: null, more: false, serverTime }),
    facts: noting('facts', { taken: 0, refused: [], serverTime }),
    rekey: noting('rekey', { knownThrough: 0, epoch: 'e' }),
    checksum: noting('checksum', { count: 0, xor64: '0'.repeat(16) }),
    heads: async () => new Map(headsNow),
    refersToBlob: async (_tx, sha256, granted) => granted.some((stream) => references.has(`${sha256} ${stream}`)),
  };
}

function peopleOf({ database, clock, ids }: { database: Database; clock: SettableClock; ids: ReturnType<typeof seededIds> }) {
  return {
    addPerson: (personId: string, more: Partial<Account> = {}) => {
      const account = {
        personId,
        staffNo: `no-${personId}`,
        name: `人${personId}`,
        role: 'agent',
        station: '',
        clients: [],
        removed: false,
      };
      return database.transaction((tx) => saveAccount(tx, { ...account, ...more }));
    },
    codeFor: async (personId: string) => (await database.transaction((tx) => makeCode(tx, { personId, now: clock.now(), ids }))).code,
  };
}

function senderOf({ app }: Http): HttpFixture['send'] {
  return async (device, path, how = {}) => {
    const { json, bytes, gzip = false, headers = {}, nonce } = how;
    const plain = bytes ?? (json === undefined ? new Uint8Array() : Buffer.from(JSON.stringify(json), 'utf8'));
    const body = gzip ? gzipSync(plain) : plain;
    const method = how.method ?? (json === undefined ? 'GET' : 'POST');
    const signed = signedHeaders(device, { method, path, body, ...(nonce !== undefined && { nonce }) });
    const about = { ...(gzip && { 'content-encoding': 'gzip' }), ...(body.length > 0 && { 'content-type': 'application/json' }) };
    const payload = body.length > 0 ? { payload: Buffer.from(body) } : {};
    const response = await app.inject({ method, url: path, headers: { ...signed, ...about, ...headers }, ...payload });
    return { status: response.statusCode, json: jsonOf(response), response };
  };
}

export function jsonOf({ headers, rawPayload }: LightMyRequestResponse): unknown {
  if (rawPayload.length === 0 || !String(headers['content-type']).includes('json')) return undefined;
  const bytes = headers['content-encoding'] === 'gzip' ? gunzipSync(rawPayload) : rawPayload;
  return JSON.parse(bytes.toString('utf8')) as unknown;
}
