import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { AppError } from '#shared/kernel/app-error.ts';
import { enqueueJob, listJobs } from '../../jobs/job-store.ts';
import { openLedger, parseRawKey } from '../../ledger/index.ts';
import type { Ledger } from '../../ledger/index.ts';
import type { JobKind } from '../handler-context.ts';
import { addPerson } from '../people/index.ts';
import { markKindIn } from './ledger-kind.ts';
import type { SessionPorts } from './session-ports.ts';
import type { StoppableClock } from './stoppable-clock.ts';

/** Who acts in a demonstration. */
export const DEMONSTRATOR = 'demonstration';
const JOB: JobKind = 'demonstration';
const SEED = 20_260_302;

/** Opens the demonstration ledger, or makes an empty one with the job that fills it. */
export function openOrMakeDemonstration(ports: SessionPorts, clock: StoppableClock): Ledger {
  const { places } = ports;
  const isMade = existsSync(places.demonstrationFile) && existsSync(places.demonstrationKeyFile);
  if (!isMade) rmSync(places.demonstrationFolder, { recursive: true, force: true });
  const key = isMade ? readKey(places.demonstrationKeyFile) : makeKey(ports);
  try {
    const ledger = openLedger({ ...ports.openOptions, ...ports, file: places.demonstrationFile, key, clock });
    if (ledger.state.isNew) begin(ledger, ports);
    return ledger;
  } finally {
    key.fill(0);
  }
}

/** The job that still fills the demonstration. */
export function unfinishedMaking(ledger: Ledger): string | null {
  const states = ['waiting', 'running', 'paused'] as const;
  return ledger.read((tx) => listJobs(tx, { kind: JOB, states, limit: 1 }))[0]?.id ?? null;
}

function begin(ledger: Ledger, { ids, clock, demonstrationMails: mails }: SessionPorts): void {
  const now = clock.now();
  ledger.write((tx) => {
    markKindIn(tx, 'demonstration');
    const person = { id: DEMONSTRATOR, name: '演示员', staffNo: '演示', role: 'administrator', station: '演示揽投部' } as const;
    addPerson(tx, person, { opId: ids.uuid(now), actor: DEMONSTRATOR, now });
    enqueueJob(tx, { kind: JOB, input: { seed: SEED, now, mails }, createdBy: DEMONSTRATOR, uniqueKey: 'making' });
  });
}

function makeKey({ ids, places }: SessionPorts): Buffer {
  const key = ids.bytes(32);
  mkdirSync(places.demonstrationFolder, { recursive: true });
  writeFileSync(places.demonstrationKeyFile, key.toString('hex'), { mode: 0o600 });
  return key;
}

function readKey(file: string): Buffer {
  const key = parseRawKey(readFileSync(file, 'utf8'));
  if (key === undefined) throw new AppError('unavailable', 'ledger-wrong-key');
  return key;
}
