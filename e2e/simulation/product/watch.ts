import { entityLog } from '#main/ledger/index.ts';
import type { ReadTx } from '#main/ledger/index.ts';
import type { SyncRequest } from '#main/sync/core.ts';
import { findSyncState, listStreams } from '#main/sync/store.ts';
import { deviceOf } from '#shared/wire/signature.ts';
import type { OfficeDevice } from './device.ts';
import type { OfficeServer } from './server.ts';
import type { Answer } from './wire.ts';

/** What is watched of a world. */
type Watched = { readonly server: Pick<OfficeServer, 'query'> };
type Reached = { readonly line: string; readonly confirmed: number; readonly cursors: ReadonlyMap<string, number> };

/** Oracles that look after every exchange; what they found stands in `failures`, the first first. */
export class Watch {
  readonly failures: string[] = [];
  /** How often the run went where the protocol is hard. */
  readonly counts: Record<string, number> = {};
  /** Ops that the server took out of a stream: who wrote them does not see them for ever. */
  readonly taken = new Set<string>();
  readonly #world: Watched;
  readonly #reached = new Map<string, Reached>();
  /** The first verdict told of each mutation, within a line of time. */
  readonly #told = new Map<string, string>();

  constructor(world: Watched) {
    this.#world = world;
  }

  fail(oracle: string): void {
    this.failures.push(oracle);
  }

  count(name: string): void {
    this.counts[name] = (this.counts[name] ?? 0) + 1;
  }

  /** A device that was put back, or is a copy: what it had reached says nothing any more. */
  forget(device: OfficeDevice): void {
    this.#reached.delete(device.key);
  }

  async answered(request: SyncRequest, answer: Answer): Promise<void> {
    if (answer.kind === 'refusal') return this.count(`refused ${answer.refusal.reason}`);
    const { body } = answer;
    if (request.name === 'rekey') this.count('forks');
    if (request.name === 'push' && 'results' in body) this.#verdicts(request.body.inc, request.body.epoch ?? '', body.results);
    if (request.name === 'pull' && 'streams' in body) await this.#isGranted(request.body.inc, Object.keys(body.streams));
  }

  /** I7: a mutation has one verdict, however often it is asked for. */
  #verdicts(inc: string, epoch: string, results: readonly { mid: number; verdict: string; code: string }[]): void {
    for (const { mid, verdict, code } of results) {
      const key = `${epoch} ${inc} ${mid}`;
      const first = this.#told.get(key);
      this.count(first === undefined ? verdict : 'answered from the log');
      if (first !== undefined && first !== `${verdict} ${code}`) this.fail(`I7 ${inc} ${mid} was ${first} and is ${verdict} ${code}`);
      this.#told.set(key, first ?? `${verdict} ${code}`);
    }
  }

  /** I4: what people of the device may see, counted here by the accounts themselves. */
  async #isGranted(inc: string, streams: readonly string[]): Promise<void> {
    const allowed = await this.allowedStreams(deviceOf(inc));
    for (const stream of streams) if (!allowed.has(stream)) this.fail(`I4 ${inc} was sent ${stream}`);
  }

  async allowedStreams(deviceId: string): Promise<Set<string>> {
    const allowed = new Set([`d:${deviceId}`]);
    const people = await this.#world.server.query<{ person_id: string; role: string; station: string; clients: string[] }>(
      'SELECT person_id, role, station, clients FROM account JOIN device_person USING (person_id) WHERE device_id = $1 AND NOT removed',
      [deviceId],
    );
    const clients = await this.#world.server.query<{ code: string; station: string }>('SELECT code, station FROM client_account');
    for (const { person_id, role, station, clients: own } of people) {
      allowed.add('ref').add(`p:${person_id}`);
      const seesAll = ['supervisor', 'postal', 'auditor', 'administrator'].includes(role);
      const atStation = role === 'agent' || role === 'leader';
      if (['auditor', 'administrator', 'supervisor', 'postal'].includes(role)) allowed.add('audit');
      if (seesAll || atStation) allowed.add('cl:?');
      for (const { code, station: place } of clients) {
        const isOwn = atStation ? place === '' || place === station : role === 'onsite' && own.includes(code);
        if (seesAll || isOwn) allowed.add(`cl:${code}`);
      }
      if (role === 'onsite') for (const code of own) allowed.add(`cl:${code}`);
    }
    return allowed;
  }

  afterStep(device: OfficeDevice): void {
    device.read((tx) => {
      this.#neverGoesBack(device, tx);
      this.readsOwnWrites(device, tx);
    });
  }

  /** I6 within one epoch and incarnation. */
  #neverGoesBack(device: OfficeDevice, tx: ReadTx): void {
    const state = findSyncState(tx);
    if (state === undefined) return;
    const line = `${state.epoch} ${state.inc}`;
    const cursors = new Map(listStreams(tx).map(({ stream, cursor }) => [stream, cursor]));
    const before = this.#reached.get(device.key);
    if (before?.line === line) {
      if (state.confirmedSeq < before.confirmed) this.fail(`I6 confirmed went back on ${device.key}`);
      for (const [stream, seq] of cursors) {
        if (seq > 0 && seq < (before.cursors.get(stream) ?? 0)) this.fail(`I6 cursor of ${stream} went back on ${device.key}`);
      }
    }
    this.#reached.set(device.key, { line, confirmed: state.confirmedSeq, cursors });
  }

  /** I5: a follow-up that was not refused counts in every exception that its author sees. */
  readsOwnWrites(device: OfficeDevice, tx: ReadTx): void {
    const own = tx.all<{ id: string; entity_id: string; verdict: string | null; args_json: string | null }>(
      `SELECT op.id, op.entity_id, own_verdict.verdict, op.args_json FROM op LEFT JOIN own_verdict USING (seq)
         JOIN exception ON exception.uid = op.entity_id WHERE op.kind = 'exception.follow-up'`,
    );
    if (own.length === 0) return;
    if (tx.pluck('SELECT 1 FROM stream_state WHERE bootstrapping = 1') !== undefined) return;
    for (const { id, entity_id, verdict } of own) {
      if (verdict === 'rejected' || verdict === 'quarantined') continue;
      if (entityLog(tx, 'exception', entity_id).some((op) => op.id === id)) continue;
      this.vanished(device, id);
    }
  }

  readonly #missing = new Map<string, string>();

  /** Whether the server refused it is asked where time is: at the end of the tape's step. */
  vanished(device: OfficeDevice, id: string): void {
    this.#missing.set(id, device.key);
  }

  async judgeVanished(): Promise<void> {
    for (const [id, key] of this.#missing) {
      if (this.taken.has(id)) continue;
      const [refused] = await this.#world.server.query(
        "SELECT 1 AS one FROM mutation_log WHERE payload::json ->> 'id' = $1 AND verdict IN ('rejected', 'quarantined')",
        [id],
      );
      if (refused === undefined) this.fail(`I5 own write ${id} vanished on ${key}`);
    }
    this.#missing.clear();
  }
}
