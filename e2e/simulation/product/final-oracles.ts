import type { ReadTx } from '#main/ledger/index.ts';
import { findSyncState } from '#main/sync/store.ts';
import { canonicalJson } from '#shared/kernel/canonical-json.ts';
import { deviceFindings } from './device-oracles.ts';
import type { OfficeDevice } from './device.ts';
import { readServer, serverFindings } from './server-oracles.ts';
import type { OfficeWorld } from './world.ts';

/** What is everybody's: the same bytes on every device. */
const SHARED = {
  people: 'SELECT * FROM person ORDER BY id',
  clients: 'SELECT code, name, tiers, account_manager, industry, groups_json, station FROM client WHERE seen_only = 0 ORDER BY code',
  rules: 'SELECT * FROM rule_version ORDER BY version',
} as const;

/** Oracles of the healed office; each finding begins with its invariant. */
export async function findingsAtRest(world: OfficeWorld): Promise<string[]> {
  const state = await readServer(world.server);
  const findings = await serverFindings(world.server, state);
  const living: OfficeDevice[] = [];
  for (const device of world.devices) {
    findings.push(...(await toldFindings(world, device)));
    if (device.read((tx) => findSyncState(tx)?.phase === 'revoked')) continue;
    const streams = await world.watch.allowedStreams(device.ledger.device);
    findings.push(...deviceFindings(device, { state, streams }));
    if (streams.has('ref')) living.push(device);
  }
  return [...findings, ...sharedFindings(living)];
}

/** I7: verdicts told are the stored ones; I10: each op of the log is decided. */
async function toldFindings({ server }: OfficeWorld, device: OfficeDevice): Promise<string[]> {
  const told = device.read((tx) =>
    tx.all<{ seq: number; id: string; hash: Uint8Array; verdict: string | null }>(
      'SELECT op.seq, op.id, op.hash, own_verdict.verdict FROM op LEFT JOIN own_verdict USING (seq)',
    ),
  );
  const state = device.read((tx: ReadTx) => findSyncState(tx));
  const stored = await server.query<{ inc: string; mid: number; hash: string; verdict: string }>(
    'SELECT inc, mid, hash, verdict FROM mutation_log',
  );
  const verdicts = new Map<string, typeof stored>();
  for (const row of stored) verdicts.set(row.hash, [...(verdicts.get(row.hash) ?? []), row]);
  const findings: string[] = [];
  for (const { seq, id, hash, verdict } of told) {
    const known = verdicts.get(Buffer.from(hash).toString('hex')) ?? [];
    const current = known.find(({ inc, mid }) => inc === state?.inc && mid === seq - (state?.baseSeq ?? 0));
    if (known.length === 0) findings.push(`I10 ${id} of ${device.key} is lost`);
    else if (current !== undefined && verdict !== null && current.verdict !== verdict) {
      findings.push(`I7 ${device.key} was told ${verdict} of ${id}, stored is ${current.verdict}`);
    }
  }
  return findings;
}

function sharedFindings(devices: readonly OfficeDevice[]): string[] {
  const findings: string[] = [];
  for (const [name, sql] of Object.entries(SHARED)) {
    const texts = devices.map((device) => device.read((tx) => canonicalJson(tx.all(sql))));
    const differs = texts.findIndex((text) => text !== texts[0]);
    if (differs > 0)
      findings.push(`I12 ${name} of ${devices[differs]?.key} and ${devices[0]?.key} differ: ${texts[differs]} ≠ ${texts[0]}`);
  }
  return findings;
}
