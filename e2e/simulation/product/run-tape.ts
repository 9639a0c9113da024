import { findSyncState } from '#main/sync/store.ts';
import { perform } from './acts.ts';
import type { ProductBug } from './bugs.ts';
import { findingsAtRest } from './final-oracles.ts';
import type { Office } from './found-office.ts';
import type { Tape } from './tape.ts';
import { OfficeWorld } from './world.ts';

export type Outcome = {
  /** The first broken promise; null: none. */
  readonly failure: string | null;
  readonly traceHash: string;
  readonly counts: Readonly<Record<string, number>>;
};

/** I15: an exchange reads pages to their end; so many of them bring everybody to rest. */
const MOST_ROUNDS = 12;
const MOST_STEPS = 5000;

/** Plays a tape, lets the office heal, and asks every oracle. */
export async function runTape(office: Office, tape: Tape, bug: ProductBug | null): Promise<Outcome> {
  await office.server.reset(office.founded);
  const world = new OfficeWorld(office, tape, bug);
  try {
    for (const step of tape.steps) {
      await perform(world, step);
      if (world.watch.failures.length > 0) return outcomeOf(world);
    }
    if (!(await heal(world))) world.watch.fail('I15 the office does not come to rest');
    for (const finding of await findingsAtRest(world)) world.watch.fail(finding);
    return outcomeOf(world);
  } finally {
    await world.end();
  }
}

/** All faults end; true when everybody is at rest within the rounds. */
async function heal(world: OfficeWorld): Promise<boolean> {
  world.server.database.live();
  world.wire = [];
  for (const device of world.devices) {
    device.fillDisk(false);
    device.kill();
  }
  let before = '';
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    for (const device of world.devices) await world.exchange(device, MOST_STEPS);
    await world.watch.judgeVanished();
    if (world.watch.failures.length > 0) return true;
    const now = await standOf(world);
    if (now === before) return true;
    before = now;
  }
  return false;
}

async function standOf(world: OfficeWorld): Promise<string> {
  const heads = await world.server.query('SELECT stream, seq FROM stream_head ORDER BY stream');
  const states = world.devices.map((device) => device.read((tx) => findSyncState(tx)));
  return JSON.stringify([heads, states.map((state) => [state?.inc, state?.epoch, state?.ackedSeq, state?.confirmedSeq, state?.phase])]);
}

function outcomeOf(world: OfficeWorld): Outcome {
  return { failure: world.watch.failures[0] ?? null, traceHash: world.traceHash(), counts: world.watch.counts };
}
