import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyChains } from '#server/oplog/index.ts';
import type { Device } from '#server/oplog/oplog-fixture.ts';
import type { Database } from '#server/platform/database.ts';
import { openEmbedded } from '#server/platform/embedded.ts';
import { seededIds } from '#server/platform/ids.ts';
import { silentLog } from '#server/platform/log.ts';
import { openPglite } from '#server/platform/pglite.ts';
import { connectPostgres } from '#server/platform/postgres.ts';
import { retrying } from '#server/platform/retry.ts';
import { startDebianPostgres } from './debian-postgres.ts';
import { feedback, followUp, foundOffice, Reader, seeded, told, WRITERS } from './office.ts';
import type { Office } from './office.ts';

/**
 * What only a real database shows: transactions that interleave. Slow by nature, since it runs for
 * `YOUSHAO_CONCURRENCY_S` seconds (4) on each of PostgreSQL 15 and 18.
 */
const SECONDS = Number(process.env['YOUSHAO_CONCURRENCY_S'] ?? 4);
const TIMEOUT_MS = 120_000 + 20_000 * SECONDS;

type Engine = { readonly url: string; stop(): Promise<void> | void };
const ENGINES: Record<string, () => Promise<Engine>> = {
  'PostgreSQL 15': startDebianPostgres,
  'PostgreSQL 18': async () => {
    const dataFolder = fs.mkdtempSync(path.join(os.tmpdir(), 'youshao-pg18-'));
    // The database runs as another user, who has to get there.
    fs.chmodSync(dataFolder, 0o711);
    const embedded = await openEmbedded({ dataFolder, log: silentLog, ids: seededIds('embedded'), mode: 'serve' });
    return {
      url: embedded.url,
      stop: async () => {
        await embedded.stop();
        fs.rmSync(dataFolder, { recursive: true, force: true });
      },
    };
  },
};

/** Writers push until the time is over while somebody reads; what was written, and what was never seen. */
async function writeAndRead({ writers, reader, exceptions }: Office, databases: readonly Database[], untilMs: number) {
  const eyes = new Reader(reader);
  const deadline = performance.now() + untilMs;
  let pushes = 0;
  let writing = true;
  const reading = (async () => {
    while (writing) await eyes.read();
  })();
  await Promise.all(
    writers.map(async (writer, index) => {
      Object.assign(writer, { database: databases[index % databases.length] });
      const random = seeded(index + 1);
      while (performance.now() < deadline) {
        for (let each = 0; each < 3; each++) writer.write(feedback(exceptions[random(4)] ?? '', `${index}-${pushes}`));
        const results = await writer.push();
        expect(results.map(({ verdict }) => verdict)).toEqual(['applied', 'applied', 'applied']);
        pushes += 1;
      }
    }),
  );
  writing = false;
  await reading;
  await eyes.drain();
  return { pushes, missed: await eyes.missed(databases[0] as Database), faults: eyes.faults };
}

/** The common design: a sequence, and a cursor over it. */
async function naiveControl(database: Database, untilMs: number): Promise<{ written: number; missed: number }> {
  await database.transaction((tx) => tx.query('CREATE TABLE naive (id bigserial PRIMARY KEY, writer integer NOT NULL)'));
  const deadline = performance.now() + untilMs;
  const seen = new Set<number>();
  let cursor = 0;
  let writing = true;
  const read = async (): Promise<number> => {
    const rows = await database.transaction((tx) => tx.query<{ id: number }>('SELECT id FROM naive WHERE id > $1 ORDER BY id', [cursor]));
    for (const { id } of rows) seen.add(id);
    cursor = rows.at(-1)?.id ?? cursor;
    return rows.length;
  };
  const reading = (async () => {
    while (writing) await read();
  })();
  await Promise.all(
    Array.from({ length: WRITERS }, async (_, writer) => {
      const random = seeded(writer + 1);
      while (performance.now() < deadline) {
        await database.transaction(async (tx) => {
          await tx.query('INSERT INTO naive (writer) VALUES ($1)', [writer]);
          await wait(random(6));
          await tx.query('INSERT INTO naive (writer) VALUES ($1)', [writer]);
        });
      }
    }),
  );
  writing = false;
  await reading;
  await read();
  const [total] = await database.transaction((tx) => tx.query<{ n: number }>('SELECT count(*) AS n FROM naive'));
  const written = total?.n ?? 0;
  return { written, missed: written - seen.size };
}

describe.each(Object.keys(ENGINES))('on %s', (name) => {
  let engine: Engine | undefined;
  /** Two pools, as two processes of the server have them. */
  let databases: Database[] = [];
  let office: Office;

  beforeAll(async () => {
    const started = await (ENGINES[name] as () => Promise<Engine>)();
    engine = started;
    databases = [1, 2].map((seed) =>
      retrying(connectPostgres({ url: started.url, log: silentLog, poolSize: 20 }), seededIds(`jitter ${seed}`)),
    );
    office = await foundOffice(databases[0] as Database);
  }, TIMEOUT_MS);
  afterAll(async () => {
    for (const database of databases) await database.close();
    await engine?.stop();
  }, TIMEOUT_MS);

  const faults = async () => {
    const verified = await (databases[0] as Database).transaction((tx) => verifyChains(tx), {
      isolation: 'repeatable read',
      readOnly: true,
    });
    return verified.faults;
  };

  it('a reader skips nothing of what sixteen writers push into hot streams', { timeout: TIMEOUT_MS }, async () => {
    const run = await writeAndRead(office, databases, SECONDS * 1000);
    console.log(name, told({ seconds: SECONDS, ...run, mutationsPerSecond: Math.round((run.pushes * 3) / SECONDS) }));
    expect(run).toMatchObject({ missed: 0, faults: 0 });
    expect(run.pushes).toBeGreaterThan(WRITERS);
    expect(await faults()).toEqual([]);
  });

  it('a reader of a common sequence skips rows here: the test above can find them', { timeout: TIMEOUT_MS }, async () => {
    const control = await naiveControl(databases[0] as Database, SECONDS * 500);
    console.log(name, told({ control }));
    expect(control.missed).toBeGreaterThan(0);
  });

  it('batches that touch many streams in any order all end decided', { timeout: TIMEOUT_MS }, async () => {
    const { writers, exceptions } = office;
    await Promise.all(
      writers.map(async (writer, index) => {
        const random = seeded(100 + index);
        for (let turn = 0; turn < 6; turn++) {
          for (let each = 0; each < 8; each++) writer.write(followUp(exceptions[random(exceptions.length)] ?? '', `${index}-${turn}`));
          // A new mail of a client chosen at random: rows that do not exist yet are fought for as well.
          writer.raise(`1300000${String(random(40)).padStart(2, '0')}0000`, { client: `C-${1 + random(4)}` });
          const results = await writer.push();
          expect(results.every(({ verdict }) => verdict === 'applied' || verdict === 'merged')).toBe(true);
        }
      }),
    );
    expect(await faults()).toEqual([]);
  });

  it('a transaction that somebody forgot stops no feed, and a held stream none but itself', { timeout: TIMEOUT_MS }, async () => {
    const forgotten = new pg.Client({ connectionString: engine?.url });
    await forgotten.connect();
    try {
      await forgotten.query('BEGIN');
      await forgotten.query("INSERT INTO nonce (inc, nonce, at) VALUES ('x', 'y', 1)");
      await forgotten.query("SELECT 1 FROM stream_head WHERE stream = 'cl:C-4' FOR UPDATE");
      const [writer] = office.writers as [Device];
      const eyes = new Reader(office.reader);
      await eyes.drain();
      const before = eyes.seen.get('cl:C-1')?.size ?? 0;
      writer.write(feedback(office.exceptions[0] ?? '', '不等'));
      await writer.push();
      await eyes.drain();
      expect(eyes.seen.get('cl:C-1')?.size).toBe(before + 1);
    } finally {
      await forgotten.query('ROLLBACK');
      await forgotten.end();
    }
  });
});

describe('in memory', () => {
  it('a reader skips nothing either', { timeout: TIMEOUT_MS }, async () => {
    const database = await openPglite();
    try {
      const run = await writeAndRead(await foundOffice(database), [database], 1000);
      expect(run).toMatchObject({ missed: 0, faults: 0 });
    } finally {
      await database.close();
    }
  });
});
