import { Acts } from './acts.ts';
import type { ModelBug } from './bugs.ts';
import { findingsAtRest } from './final-oracles.ts';
import type { Tape } from './tape.ts';
import { World } from './world.ts';

export type Outcome = {
  /** The first broken promise; null: none. */
  readonly failure: string | null;
  readonly traceHash: string;
  /** How often the run went where the protocol is hard. */
  readonly counts: Readonly<Record<string, number>>;
};

const FREE_ROUNDS = 40;
const ROWS_OF_A_MUTATION = 3;

/** Plays a tape, lets the world heal, and asks every oracle. */
export function runTape(tape: Tape, bug: ModelBug | null): Outcome {
  const world = new World(tape, bug);
  const acts = new Acts(world);
  for (const step of tape.steps) {
    acts.perform(step);
    if (world.watch.failures.length > 0) return outcomeOf(world);
  }
  const isHealed = world.heal(roundsToHeal(world));
  for (const finding of findingsAtRest(world)) world.watch.fail(finding);
  if (!isHealed) world.watch.fail('I15 the world does not come to rest');
  return outcomeOf(world);
}

/** I15: as many exchanges as pages and batches need, twice, and some for refusals. */
function roundsToHeal({ server, devices, maxRows }: World): number {
  const rows = [...server.db.streams.values()].reduce((sum, log) => sum + log.length, 0);
  const mutations = devices.reduce((sum, device) => sum + device.state.log.length, 0);
  return FREE_ROUNDS + 2 * mutations + 2 * Math.ceil((rows + ROWS_OF_A_MUTATION * mutations) / maxRows);
}

function outcomeOf(world: World): Outcome {
  const { db } = world.server;
  const counts: Record<string, number> = { epochs: db.epoch - 1, forks: 0 };
  for (const inc of db.incs.keys()) if (inc.includes('~')) counts['forks'] = (counts['forks'] ?? 0) + 1;
  for (const verdicts of db.audit.values()) for (const verdict of verdicts) counts[verdict] = (counts[verdict] ?? 0) + 1;
  world.note(JSON.stringify([...db.audit, ...db.tickets]));
  return { failure: world.watch.failures[0] ?? null, traceHash: world.traceHash(), counts };
}
