import { supersededNote } from './decide.ts';
import type { DeviceModel } from './device.ts';
import { digest, GENESIS } from './digest.ts';
import { changeHash } from './push-transaction.ts';
import type { World } from './world.ts';

/** Oracles of the healed world; each finding begins with its invariant. */
export function findingsAtRest(world: World): string[] {
  return [
    ...streamFindings(world),
    ...effectFindings(world),
    ...world.devices.flatMap((device) => [
      ...deviceChainFindings(world, device),
      ...outboxFindings(world, device),
      ...convergenceFindings(world, device),
    ]),
    ...elderFindings(world),
  ];
}

/** I2, I3: numbers without a gap, each row linked to the one before. */
function streamFindings({ server, bug }: World): string[] {
  if (bug === 'naive-seq') return [];
  const findings: string[] = [];
  for (const [stream, log] of server.db.streams) {
    let prev = GENESIS;
    log.forEach((row, index) => {
      if (row.seq !== index + 1) findings.push(`I2 ${stream} has ${row.seq} at place ${index + 1}`);
      if (row.prev !== prev || row.hash !== changeHash(prev, row)) findings.push(`I3 chain of ${stream} breaks at ${row.seq}`);
      prev = row.hash;
    });
  }
  return findings;
}

/** I7: at most one effect and one verdict; I8: at most one winner. */
function effectFindings({ server }: World): string[] {
  const findings: string[] = [];
  for (const [uid, verdicts] of server.db.audit) {
    if (verdicts.length !== 1) findings.push(`I7 ${uid} has ${verdicts.length} verdicts`);
  }
  for (const { id, notes, claimsWon, closesWon } of server.db.tickets.values()) {
    for (const [note, times] of Object.entries(notes)) if (times !== 1) findings.push(`I7 ${note} took effect ${times} times`);
    if (claimsWon > 1 || closesWon > 1) findings.push(`I8 ${id} was won more than once`);
  }
  return findings;
}

/** I3: the device's own chain verifies, and the server remembers this very chain. */
function deviceChainFindings({ server }: World, { key, state }: DeviceModel): string[] {
  const findings: string[] = [];
  let prev = GENESIS;
  for (const { seq, uid, kind, ticket, args, hash } of state.log) {
    if (digest(prev + JSON.stringify([seq, uid, kind, ticket, args])) !== hash) findings.push(`I3 own chain of ${key} breaks at ${seq}`);
    prev = hash;
  }
  server.incOf(state.inc).hashes.forEach((hash, index) => {
    if (state.log[state.baseSeq + index]?.hash !== hash) findings.push(`I3 server remembers another ${state.inc} at ${index + 1}`);
  });
  return findings;
}

/** I7 told = stored, I10 decided exactly once, I11 nothing waits, I13 what was superseded can be read. */
function outboxFindings({ server }: World, { key, state }: DeviceModel): string[] {
  const findings: string[] = [];
  if (state.confirmed < state.log.length) findings.push(`I11 ${state.log.length - state.confirmed} wait on ${key}`);
  for (const { uid, ticket } of state.log) {
    const stored = server.db.audit.get(uid)?.[0];
    const told = state.verdicts.get(uid);
    if (stored === undefined) findings.push(`I10 ${uid} of ${key} is lost`);
    else if (told !== undefined && told !== stored) findings.push(`I7 ${key} was told ${told} of ${uid}, stored is ${stored}`);
    if (stored === 'superseded' && !(supersededNote(uid) in (server.db.tickets.get(ticket)?.notes ?? {}))) {
      findings.push(`I13 the superseded ${uid} cannot be read`);
    }
  }
  return findings;
}

/** I12: the device's rows are the server's rows of its grants, and its heads are the server's. */
function convergenceFindings({ server, bug }: World, { key, state }: DeviceModel): string[] {
  const granted = server.grantsOf(state.inc);
  const expected = [...server.db.tickets.values()].filter(({ station, client }) =>
    granted.some((one) => one === station || one === client),
  );
  const findings: string[] = [];
  if (sortedText(expected) !== sortedText([...state.rows.values()])) {
    findings.push(`I12 ${key} has ${state.rows.size} rows, its grants have ${expected.length}`);
  }
  for (const stream of bug === 'naive-seq' ? [] : granted) {
    const head = server.db.streams.get(stream)?.at(-1)?.hash;
    if (state.heads.get(stream) !== head) findings.push(`I12 head of ${stream} differs on ${key}`);
  }
  return findings;
}

function elderFindings({ server, watch }: World): string[] {
  return [...watch.elders].filter((uid) => !server.db.audit.has(uid)).map((uid) => `I10 ${uid} was decided and is lost`);
}

function sortedText(rows: readonly { readonly id: string }[]): string {
  return JSON.stringify([...rows].sort((a, b) => (a.id < b.id ? -1 : 1)));
}
