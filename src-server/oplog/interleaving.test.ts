import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Decision } from '#shared/wire/mutation.ts';
import type { Database } from '../platform/database.ts';
import { openPglite } from '../platform/pglite.ts';
import { verifyChains } from './index.ts';
import { found, START } from './oplog-fixture.ts';
import type { Device, Draft } from './oplog-fixture.ts';

/** Real handlers on a database in memory; each run writes on a mail of its own. */
const RUNS = 15;
const FAR = START + 900_000_000_000;
let database: Database;
let devices: [Device, Device];
let run = 0;

beforeAll(async () => {
  database = await openPglite();
  const made = await found(database, { a: { id: 'an', role: 'agent' }, b: { id: 'bo', role: 'agent' } });
  devices = [made['a'] as Device, made['b'] as Device];
}, 120_000);
afterAll(() => database.close());

const ACTS: ((uid: string) => Draft)[] = [
  (entityId) => ({ kind: 'exception.claim', entityId }),
  (entityId) => ({ kind: 'exception.follow-up', entityId, args: { text: '跟进', nextAt: FAR } }),
  (entityId) => ({ kind: 'exception.feedback', entityId, args: { text: '反馈', to: 'client' } }),
  (entityId) => ({ kind: 'exception.set-type', entityId, args: { type: 'loss' } }),
  (entityId) => ({ kind: 'exception.close', entityId, args: { result: '妥投' } }),
];
/** Who acts, what is done, and how many of the waiting mutations go at once; 0: none yet. */
const anyStep = fc.record({ who: fc.nat(1), act: fc.nat(ACTS.length - 1), push: fc.nat(3), again: fc.boolean() });

describe('any interleaving of two devices', () => {
  it('is told in the order in which it counts, and the same when it is pushed again', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 1, maxLength: 8 }), async (steps) => {
        run += 1;
        const mailNo = `1210000${String(run).padStart(6, '0')}`;
        const uids = devices.map((device) => device.raise(mailNo));
        const uid = uids[0] ?? '';
        const told: { device: Device; id: string; decision: Decision }[] = [];
        const push = async (device: Device, count: number): Promise<void> => {
          const waiting = device.log.slice(device.pushed, device.pushed + count);
          const { results } = await device.exchange(waiting);
          waiting.forEach(({ id }, index) => told.push({ device, id, decision: results[index] as Decision }));
        };
        for (const { who, act, push: count, again } of steps) {
          const device = devices[who] as Device;
          device.write((ACTS[act] as (typeof ACTS)[0])(uid));
          await push(device, count);
          // A response that was lost: the same numbers once more.
          if (again) await device.exchange(device.log.slice(Math.max(0, device.pushed - 3), device.pushed));
        }
        for (const device of devices) await push(device, 50);
        const rows = await database.transaction((tx) =>
          tx.query<{ id: string }>('SELECT id FROM op WHERE entity_id = $1 ORDER BY ver', [uid]),
        );
        const counted = told.filter(
          ({ decision }) => ['applied', 'merged', 'superseded'].includes(decision.verdict) && decision.code !== 'repeated',
        );
        expect(rows.map(({ id }) => id)).toEqual(counted.map(({ id }) => id));
        for (const device of devices) {
          const { results } = await device.exchange(device.log.slice(-5));
          for (const [index, { id }] of device.log.slice(-5).entries()) {
            const first = told.find((one) => one.id === id && one.device === device);
            if (first) expect(results[index]).toEqual(first.decision);
          }
        }
      }),
      { numRuns: RUNS },
    );
    const { faults } = await database.transaction((tx) => verifyChains(tx));
    expect(faults).toEqual([]);
  }, 120_000);
});
