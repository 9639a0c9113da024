import { canonicalJson } from '#shared/kernel/canonical-json.ts';
import { sha256Hex } from '#shared/kernel/sha256.ts';
import type { Client, ClientSaveArgs } from '#shared/domain/clients/client.ts';
import { clientAfter } from '#shared/domain/clients/client.ts';
import { foldPersonOp } from '#shared/domain/people/fold-person.ts';
import type { Person } from '#shared/domain/people/person.ts';
import { opArgsHash, opHash } from '#shared/domain/sync/op-hash.ts';
import { changeHash, STREAM_GENESIS } from '#shared/wire/change.ts';
import type { Mutation } from '#shared/wire/mutation.ts';
import type { Tx } from '../platform/database.ts';
import { personOf } from './people-fold.ts';
import { changeOf } from './pull.ts';
import type { ChangeRow } from './pull.ts';

/** Where something does not hold: a stream, a device's line, an entity, an account; `what` is a kebab-case word. */
export type Fault = { readonly what: string; readonly where: string; readonly at: number };
export type Verified = { streams: number; changes: number; lines: number; mutations: number; ops: number; faults: Fault[] };

const PAGE = 1000;

/** Recounts every chain and fold of the database; in one snapshot, so run it in a repeatable read. */
export async function verifyChains(tx: Tx): Promise<Verified> {
  const found: Verified = { streams: 0, changes: 0, lines: 0, mutations: 0, ops: 0, faults: [] };
  for (const head of await tx.query<HeadRow>('SELECT stream, seq, hash, min_seq FROM stream_head ORDER BY stream')) {
    found.streams += 1;
    found.changes += await verifyStream(tx, head, found.faults);
  }
  for (const line of await tx.query<LineRow>('SELECT inc, device_id, lmid, lmid_hash, base_seq, base_hash FROM incarnation ORDER BY inc')) {
    found.lines += 1;
    found.mutations += await verifyLine(tx, line, found.faults);
  }
  found.ops = await verifyEntities(tx, found.faults);
  await verifyPeople(tx, found.faults);
  await verifyClients(tx, found.faults);
  return found;
}

type HeadRow = { stream: string; seq: number; hash: string; min_seq: number };

/** Numbers without a gap, each hash of the row before it, each body the hashed one or gone; the last is the head. */
async function verifyStream(tx: Tx, head: HeadRow, faults: Fault[]): Promise<number> {
  const { stream } = head;
  let last = { seq: head.min_seq - 1, hash: head.min_seq === 1 ? STREAM_GENESIS : (null as string | null) };
  let count = 0;
  for (;;) {
    const rows = await tx.query<ChangeRow>('SELECT * FROM change WHERE stream = $1 AND seq > $2 ORDER BY seq LIMIT $3', [
      stream,
      last.seq,
      PAGE,
    ]);
    for (const row of rows.map(changeOf)) {
      const note = (what: string): number => faults.push({ what, where: stream, at: row.seq });
      if (row.seq !== last.seq + 1) note('number-missing');
      if (last.hash !== null && row.prev !== last.hash) note('chain-broken');
      if (changeHash(row.prev, row) !== row.hash) note('row-changed');
      if (row.body !== null && sha256Hex(row.body) !== row.bodyHash) note('body-changed');
      last = { seq: row.seq, hash: row.hash };
    }
    count += rows.length;
    if (rows.length < PAGE) break;
  }
  if (last.seq !== head.seq || (last.hash ?? head.hash) !== head.hash) faults.push({ what: 'head-differs', where: stream, at: head.seq });
  return count;
}

type LineRow = {
  inc: string;
  device_id: string;
  lmid: number;
  lmid_hash: string | null;
  base_seq: number | null;
  base_hash: string | null;
};
type LogRow = { mid: number; hash: string; payload: string; args: string | null; salt: string | null };

/** A device's mutations link from its base to the last decided one, and say what their hashes say. */
async function verifyLine(tx: Tx, line: LineRow, faults: Fault[]): Promise<number> {
  let last = { mid: 0, hash: line.base_hash };
  let count = 0;
  for (;;) {
    const rows = await tx.query<LogRow>(
      `SELECT l.mid, l.hash, l.payload, coalesce(l.args, o.args) AS args, coalesce(l.salt, o.salt) AS salt
         FROM mutation_log AS l LEFT JOIN op AS o ON o.inc = l.inc AND o.mid = l.mid AND o.entity = l.entity AND o.entity_id = l.entity_id
        WHERE l.inc = $1 AND l.mid > $2 ORDER BY l.mid LIMIT $3`,
      [line.inc, last.mid, PAGE],
    );
    for (const row of rows) {
      const note = (what: string): number => faults.push({ what, where: line.inc, at: row.mid });
      const said = JSON.parse(row.payload) as Mutation;
      if (row.mid !== last.mid + 1 || said.mid !== row.mid || said.seq !== (line.base_seq ?? 0) + row.mid) note('number-missing');
      if (said.prevHash !== last.hash) note('chain-broken');
      if (opHash(said.prevHash, { ...said, device: line.device_id }) !== row.hash) note('row-changed');
      // Arguments without their salt have been erased.
      if (row.args !== null && row.salt !== null && opArgsHash(row.salt, row.args) !== said.argsHash) note('body-changed');
      last = { mid: row.mid, hash: row.hash };
    }
    count += rows.length;
    if (rows.length < PAGE) break;
  }
  if (last.mid !== line.lmid || (line.lmid > 0 && last.hash !== line.lmid_hash))
    faults.push({ what: 'head-differs', where: line.inc, at: line.lmid });
  return count;
}

/** Ops of each entity are numbered 1, 2, 3 … up to its head, and every accepted mutation is one of them. */
async function verifyEntities(tx: Tx, faults: Fault[]): Promise<number> {
  const rows = await tx.query<{ entity: string; entity_id: string; ver: number }>(
    `SELECT entity, entity_id, coalesce(h.ver, 0) AS ver FROM entity_head AS h
       FULL JOIN (SELECT entity, entity_id, count(*) AS n, max(ver) AS top FROM op GROUP BY entity, entity_id) AS o USING (entity, entity_id)
      WHERE coalesce(h.ver, -1) <> coalesce(o.top, 0) OR coalesce(o.n, 0) <> coalesce(o.top, 0) ORDER BY entity, entity_id`,
  );
  for (const { entity, entity_id, ver } of rows) faults.push({ what: 'ops-missing', where: `${entity} ${entity_id}`, at: ver });
  const lost = await tx.query<{ inc: string; mid: number }>(
    `SELECT l.inc, l.mid FROM mutation_log AS l
      WHERE l.verdict IN ('applied', 'merged', 'superseded') AND l.code NOT IN ('repeated', 'alias')
        AND NOT EXISTS (SELECT 1 FROM op AS o WHERE o.entity = l.entity AND o.entity_id = l.entity_id AND o.inc = l.inc AND o.mid = l.mid)
      ORDER BY l.inc, l.mid`,
  );
  for (const { inc, mid } of lost) faults.push({ what: 'op-missing', where: inc, at: mid });
  const [total] = await tx.query<{ n: number }>('SELECT count(*) AS n FROM op');
  return total?.n ?? 0;
}

type FoldRow = { kind: string; entity_id: string; args: string };

async function verifyPeople(tx: Tx, faults: Fault[]): Promise<void> {
  const people = new Map<string, Person>();
  for (const { kind, entity_id, args } of await foldRows(tx, 'person')) {
    foldPersonOp(people, { kind, personId: entity_id, args: JSON.parse(args) });
  }
  const rows = await tx.query<Parameters<typeof personOf>[0]>(
    'SELECT person_id, staff_no, name, role, station, clients, removed FROM account ORDER BY person_id',
  );
  const stored = new Map(rows.map((row) => [row.person_id, personOf(row)]));
  for (const id of new Set([...people.keys(), ...stored.keys()])) {
    if (canonicalJson(people.get(id) ?? null) !== canonicalJson(stored.get(id) ?? null))
      faults.push({ what: 'account-differs', where: id, at: 0 });
  }
}

async function verifyClients(tx: Tx, faults: Fault[]): Promise<void> {
  const clients = new Map<string, Client>();
  for (const { entity_id, args } of await foldRows(tx, 'client')) {
    clients.set(entity_id, clientAfter(clients.get(entity_id), JSON.parse(args) as ClientSaveArgs));
  }
  const rows = await tx.query<{ code: string; body: string }>('SELECT code, body FROM client_account WHERE body IS NOT NULL ORDER BY code');
  const stored = new Map(rows.map(({ code, body }) => [code, body]));
  for (const code of new Set([...clients.keys(), ...stored.keys()])) {
    if (canonicalJson(clients.get(code) ?? null) !== (stored.get(code) ?? 'null'))
      faults.push({ what: 'client-differs', where: code, at: 0 });
  }
}

async function foldRows(tx: Tx, entity: string): Promise<FoldRow[]> {
  return tx.query<FoldRow>('SELECT kind, entity_id, args FROM op WHERE entity = $1 AND args IS NOT NULL ORDER BY entity_id, ver', [entity]);
}
