import { countsAsDone } from './decide.ts';
import type { DeviceModel } from './device.ts';
import type { Change } from './messages.ts';
import type { ServerModel } from './server.ts';

/** What is watched of a world. */
type Watched = { readonly devices: readonly DeviceModel[]; readonly server: Pick<ServerModel, 'db'> };

/** What a device had reached at its last exchange, in which epoch and incarnation. */
type Reached = { readonly line: string; readonly cursors: ReadonlyMap<string, number>; readonly confirmed: number };

/** Oracles that look after every exchange; what they found stands in `failures`, the first first. */
export class Watch {
  readonly failures: string[] = [];
  /** Decided before their device's profile was rolled back: they must stay with the server. */
  readonly elders = new Set<string>();
  readonly #world: Watched;
  readonly #reached = new Map<string, Reached>();

  constructor(world: Watched) {
    this.#world = world;
  }

  fail(oracle: string): void {
    this.failures.push(oracle);
  }

  /** I1: a row never becomes visible behind a cursor that was given out. */
  committed(row: Change): void {
    for (const { key, state } of this.#world.devices) {
      const isBehind = state.epoch === this.#world.server.db.epoch && (state.cursors.get(row.stream) ?? 0) >= row.seq;
      if (isBehind) this.fail(`I1 ${row.stream}#${row.seq} committed behind the cursor of ${key}`);
    }
  }

  afterExchange(device: DeviceModel): void {
    this.readsOwnWrites(device);
    this.#holdsGrantedRowsOnly(device);
    this.#neverGoesBack(device);
  }

  /** A device that was put back, or is a copy: what it had reached says nothing any more. */
  forget(device: DeviceModel): void {
    this.#reached.delete(device.key);
  }

  /** I5: a note that was not refused stands on every row that its author sees; rows of streams that begin anew may wait. */
  readsOwnWrites(device: DeviceModel): void {
    const view = device.view();
    const { verdicts, memberships, staged, log } = device.state;
    for (const { kind, ticket, args, uid } of log) {
      if (kind !== 'note') continue;
      const verdict = verdicts.get(uid) ?? this.#world.server.db.audit.get(uid)?.[0] ?? 'applied';
      const shown = view.get(ticket);
      const isStaged = (memberships.get(ticket) ?? []).some((stream) => staged.has(stream));
      if (shown === undefined || isStaged || !countsAsDone(verdict) || (args.note ?? '') in shown.notes) continue;
      this.fail(`I5 own write vanished on ${device.key}: ${uid}`);
    }
  }

  /** I4: what no stream in the device's hands shows has left it. */
  #holdsGrantedRowsOnly({ key, state }: DeviceModel): void {
    for (const [id, streams] of state.memberships) {
      if (!streams.every((stream) => state.cursors.has(stream))) this.fail(`I4 ${key} holds ${id} by a stream that it does not have`);
    }
  }

  /** I6 within one epoch and incarnation, and I9: what left the overlay is stored with its verdict. */
  #neverGoesBack(device: DeviceModel): void {
    const { key, state } = device;
    const line = `${state.epoch} ${state.inc}`;
    const before = this.#reached.get(key);
    if (before?.line === line) {
      if (state.confirmed < before.confirmed) this.fail(`I6 confirmed went back on ${key}`);
      for (const [stream, seq] of state.cursors) {
        if (seq > 0 && seq < (before.cursors.get(stream) ?? 0)) this.fail(`I6 cursor of ${stream} went back on ${key}`);
      }
    }
    const { db } = this.#world.server;
    const from = before?.line === line ? before.confirmed : 0;
    const isSameTimeLine = state.epoch === db.epoch;
    for (const entry of isSameTimeLine ? state.log.slice(from, state.confirmed) : []) {
      if (!db.audit.has(entry.uid)) this.fail(`I9 ${entry.uid} left the outbox of ${key} without a stored verdict`);
    }
    this.#reached.set(key, { line, cursors: state.cursors, confirmed: state.confirmed });
  }
}
