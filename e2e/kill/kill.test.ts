import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { actUntilKilled, missingOps } from './acts.ts';
import { command } from './command.ts';
import { countRows, exportUntilKilled } from './exporting.ts';
import { generateDays, walkCalmly, walkWithKills } from './plan-walk.ts';
import { randomOf } from './random.ts';

/**
 * The real engine process, killed at random moments. Slow by nature (about fifty
 * real processes); `YOUSHAO_KILLS` kills in all, the same for the same `YOUSHAO_SEED`
 * but for what the machine does in between.
 */
const KILLS = Number(process.env['YOUSHAO_KILLS'] ?? 10);
const SEED = Number(process.env['YOUSHAO_SEED'] ?? 1);
/** An hour for ten kills and their proofs, on the slowest machine. */
const TIMEOUT_MS = 3_600_000 * Math.max(1, KILLS / 10);

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'youshao-kill-'));
const ledger = path.join(root, 'killed', 'ledger.db');
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

const share = (part: number): number => Math.max(1, Math.round(KILLS * part));
const verify = (): Promise<unknown> => command(['verify', '--ledger', ledger]);

describe(`${KILLS} kills, seed ${SEED}`, () => {
  it('imports and screenings complete when repeated, and end as if nothing had happened', { timeout: TIMEOUT_MS }, async () => {
    const random = randomOf(SEED);
    for (let kills = 0, walk = 0; kills < share(0.5); walk += 1) {
      if (walk > KILLS) throw new Error('the kills come too late to hit anything');
      const days = await generateDays(path.join(root, `files-${walk}`), SEED * 1000 + walk);
      const calm = path.join(root, `calm-${walk}`, 'ledger.db');
      await walkCalmly(days, calm);
      fs.rmSync(path.dirname(ledger), { recursive: true, force: true });
      const killed = await walkWithKills({ days, ledger, random, killsMax: share(0.5) - kills });
      console.log(`walk ${walk}: killed ${killed.join(', ')}`);
      kills += killed.length;
      const all = ['exceptions', '--status', 'all', '--ledger'];
      const [expected, found] = [await command([...all, calm]), await command([...all, ledger])];
      expect(found.document['digest']).toBe(expected.document['digest']);
      await verify();
    }
  });

  it('no acknowledged act is lost', { timeout: TIMEOUT_MS }, async () => {
    const random = randomOf(SEED + 1);
    const acknowledged: string[] = [];
    for (let kill = 0; kill < share(0.3); kill += 1) {
      acknowledged.push(...(await actUntilKilled(ledger, acknowledged.length, random)));
      await verify();
      expect(await missingOps(ledger, acknowledged)).toEqual([]);
    }
    console.log(`${acknowledged.length} acts were acknowledged, none is missing`);
    expect(acknowledged.length).toBeGreaterThan(0);
  });

  it('an export is whole or absent under its name, and completes when repeated', { timeout: TIMEOUT_MS }, async () => {
    const random = randomOf(SEED + 2);
    const folder = path.join(root, 'exports');
    fs.mkdirSync(folder);
    const whole = path.join(folder, 'whole.xlsx');
    const exportTo = (file: string): string[] => ['export', 'operations', '--out', file, '--ledger', ledger, '--user', 'test'];
    await command(exportTo(whole));
    const rows = countRows(whole);
    for (let kill = 0, tries = 0; kill < share(0.2); tries += 1) {
      if (tries > KILLS * 20) throw new Error('exports end before they can be killed');
      const file = path.join(folder, `${tries}.xlsx`);
      if (await exportUntilKilled(exportTo(file), folder, random)) kill += 1;
      // Every export is an operation itself, so that later ones have more rows, but never fewer.
      if (fs.existsSync(file)) expect(countRows(file)).toBeGreaterThanOrEqual(rows);
      await verify();
      await command(exportTo(path.join(folder, `${tries}-again.xlsx`)));
      expect(countRows(path.join(folder, `${tries}-again.xlsx`))).toBeGreaterThanOrEqual(rows);
    }
  });
});
