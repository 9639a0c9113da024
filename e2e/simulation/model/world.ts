import { createHash } from 'node:crypto';
import type { ModelBug } from './bugs.ts';
import { DeviceModel } from './device.ts';
import type { Message, Reply, Request } from './messages.ts';
import { ServerModel } from './server.ts';
import type { Transaction } from './server.ts';
import type { Tape } from './tape.ts';
import { Watch } from './watch.ts';

/** Grants that overlap, so that one row is visible by several streams and people compete. */
const GRANTS = [
  ['st:1', 'st:2'],
  ['st:1', 'cl:A'],
  ['st:2', 'cl:B'],
  ['st:3', 'st:1', 'cl:A'],
];
const FIRST_ROUNDS = 4;
const EXCHANGE_STEPS = 12;

/** A server, four devices and the wires between them; everything that happens comes from a tape. */
export class World {
  readonly server: ServerModel;
  readonly devices: DeviceModel[] = [];
  readonly watch: Watch;
  readonly bug: ModelBug | null;
  readonly mode: Tape['mode'];
  readonly maxRows: number;
  readonly fullDisks = new Set<string>();
  readonly clockOffsets = new Map<string, number>();
  wire: Message[] = [];
  isHealing = false;
  now = 1_000_000;
  /** The next transaction that reaches its commit hangs for so many steps. */
  stallNextCommit = 0;
  #number = 0;
  readonly #trace = createHash('sha256');

  constructor(tape: Pick<Tape, 'mode' | 'maxRows'>, bug: ModelBug | null) {
    this.bug = bug;
    this.mode = tape.mode;
    this.maxRows = tape.maxRows;
    this.watch = new Watch(this);
    this.server = new ServerModel({ bug, fail: (oracle) => this.watch.fail(oracle), committed: (row) => this.watch.committed(row) });
    GRANTS.forEach((streams, index) => {
      this.server.grants.set(`d${index}`, streams);
      this.addDevice(`d${index}`, `d${index}`);
    });
    for (let round = 0; round < FIRST_ROUNDS; round += 1) this.#quietRound();
  }

  addDevice(key: string, device: string): DeviceModel {
    const added = new DeviceModel(
      { key, device },
      {
        bug: this.bug,
        maxRows: this.maxRows,
        isDiskFull: () => this.fullDisks.has(key),
        nextNumber: () => this.nextNumber(),
        send: (token, body) => this.#post({ to: 'server', from: key, token, body }),
        fail: (oracle) => this.watch.fail(oracle),
      },
    );
    this.devices.push(added);
    return added;
  }

  nextNumber(): number {
    return (this.#number += 1);
  }

  note(line: string): void {
    this.#trace.update(`${line}\n`);
  }

  /** One number for all that happened: equal tapes, equal numbers. */
  traceHash(): string {
    return this.#trace.copy().digest('hex').slice(0, 16);
  }

  deliver(index: number, isKept: boolean): void {
    const message = this.wire[index];
    if (message === undefined) return;
    if (!isKept) this.wire.splice(index, 1);
    this.note(`deliver ${message.to} ${message.token} ${message.body.kind}`);
    if (message.to === 'server') this.#serve(message.from, message.token, message.body);
    else this.#answer(message.device, message.token, message.body);
  }

  runTransaction(index: number): void {
    const transaction = this.server.transactions[index];
    if (transaction === undefined) return;
    if (transaction.parked > this.now && !this.isHealing) return;
    const { value, done } = transaction.steps.next();
    this.note(`transaction ${transaction.id} ${value ?? 'end'}`);
    if (value === 'commit') this.#stall(transaction);
    if (done === true) this.server.kill(transaction);
  }

  /** Every device says what it has to say and hears the answer; nothing goes wrong. */
  #quietRound(): void {
    for (const device of this.devices) device.step();
    while (this.wire.length > 0 || this.server.transactions.length > 0) {
      if (this.wire.length > 0) this.deliver(0, false);
      for (let index = this.server.transactions.length - 1; index >= 0; index -= 1) this.runTransaction(index);
    }
  }

  /** One device asks and hears the answer, unless it waits for one already or its transaction must wait. */
  exchange(device: DeviceModel): void {
    if (!device.isIdle) return;
    device.step();
    const running = this.server.transactions.length;
    this.deliver(this.wire.length - 1, false);
    for (let tries = 0; tries < EXCHANGE_STEPS && this.server.transactions.length > running; tries += 1) this.runTransaction(running);
    const answer = this.wire.findIndex((message) => message.to === 'device' && message.device === device.key);
    if (answer !== -1) this.deliver(answer, false);
  }

  /** All faults end; true when everybody is at rest within the rounds. */
  heal(maxRounds: number): boolean {
    this.isHealing = true;
    this.fullDisks.clear();
    for (const device of this.devices) device.giveUpWaiting();
    for (let round = 0; round < maxRounds; round += 1) {
      this.#quietRound();
      if (this.#isAtRest()) return true;
    }
    return false;
  }

  #isAtRest(): boolean {
    const { db } = this.server;
    return this.devices.every((device) => {
      const { state } = device;
      const granted = this.server.grantsOf(state.inc);
      const isCurrent = granted.every((stream) => (state.cursors.get(stream) ?? 0) === (db.streams.get(stream)?.at(-1)?.seq ?? 0));
      const holdsNoMore = [...state.cursors.keys()].every((stream) => granted.includes(stream));
      const isDrained = state.confirmed === state.log.length && state.acked === state.log.length && state.rekeyTo === null;
      return device.isIdle && isDrained && state.epoch === db.epoch && isCurrent && holdsNoMore;
    });
  }

  #serve(from: string, token: number, body: Request): void {
    this.server.take(body, (reply) => this.#post({ to: 'device', device: from, token, body: reply }));
  }

  #answer(key: string, token: number, body: Reply): void {
    const device = this.devices.find((one) => one.key === key);
    if (device === undefined) return;
    device.receive(token, body);
    this.watch.afterExchange(device);
  }

  #stall(transaction: Transaction): void {
    if (this.stallNextCommit === 0) return;
    transaction.parked = this.now + this.stallNextCommit;
    this.stallNextCommit = 0;
  }

  #post(message: Message): void {
    this.wire.push(message);
  }
}
