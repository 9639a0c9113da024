import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { chooseServerUser } from '#server/platform/server-user.ts';

const PROGRAMS = '/usr/lib/postgresql/15/bin';
const START_TIMEOUT_MS = 60_000;

export type Cluster = { readonly url: string; stop(): void };

/** A PostgreSQL 15 of Debian's in a folder of its own, as an unprivileged user; it ends with `stop`. */
export async function startDebianPostgres(): Promise<Cluster> {
  const owner = chooseServerUser(undefined);
  const ids = owner === undefined ? {} : { uid: owner.uid, gid: owner.gid };
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'youshao-pg15-'));
  if (owner !== undefined) fs.chownSync(folder, owner.uid, owner.gid);
  const data = path.join(folder, 'data');
  const made = spawnSync(path.join(PROGRAMS, 'initdb'), ['-D', data, '-U', 'youshao', '-A', 'trust', '-E', 'UTF8', '--locale=C'], {
    ...ids,
    cwd: folder,
    encoding: 'utf8',
  });
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`);
  const port = await freePort();
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=100'];
  const server = spawn(path.join(PROGRAMS, 'postgres'), ['-D', data, ...settings.flatMap((setting) => ['-c', setting])], {
    ...ids,
    cwd: folder,
    stdio: 'ignore',
  });
  const url = `postgres://youshao@127.0.0.1:${port}/postgres`;
  await becomeReady(url);
  return {
    url,
    stop: () => {
      spawnSync(path.join(PROGRAMS, 'pg_ctl'), ['-D', data, 'stop', '-m', 'fast', '-w'], { ...ids, cwd: folder, stdio: 'ignore' });
      server.kill('SIGKILL');
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function becomeReady(url: string): Promise<void> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await wait(100);
    }
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('a listening server has a port');
  return address.port;
}
