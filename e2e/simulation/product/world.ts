import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ProductBug } from './bugs.ts';
import { OfficeDevice } from './device.ts';
import { freshDisk } from './found-office.ts';
import type { Office } from './found-office.ts';
import { SEATS } from './office.ts';
import type { OfficeServer } from './server.ts';
import type { Tape } from './tape.ts';
import { Watch } from './watch.ts';
import type { Message } from './wire.ts';

const EXCHANGE_STEPS = 60;

/** The office on one day: everything that happens comes from a tape. */
export class OfficeWorld {
  readonly office: Office;
  readonly server: OfficeServer;
  readonly watch: Watch;
  readonly bug: ProductBug | null;
  readonly devices: OfficeDevice[] = [];
  wire: Message[] = [];
  readonly #maxRows: number;
  readonly #trace = createHash('sha256');
  #number = 0;

  constructor(office: Office, tape: Pick<Tape, 'seats' | 'maxRows'>, bug: ProductBug | null) {
    this.office = office;
    this.server = office.server;
    this.server.bug = bug;
    this.bug = bug;
    this.#maxRows = tape.maxRows;
    this.watch = new Watch(this);
    // The founder's seat is always there: somebody must be able to change what others may do.
    for (let index = 0; index < tape.seats; index += 1) this.#seat((SEATS.length - 1 + index) % SEATS.length);
  }

  #seat(seat: number): void {
    const file = this.newFile();
    freshDisk(this.office, seat, file);
    this.addDevice(`seat ${seat}`, SEATS[seat] ?? [], file);
  }

  addDevice(key: string, people: readonly string[], file: string): void {
    this.devices.push(
      new OfficeDevice({
        key,
        file,
        people,
        bug: this.bug,
        maxRows: this.#maxRows,
        send: (token, request) => this.wire.push({ to: 'server', from: key, token, request }),
        nextToken: () => this.nextNumber(),
        fail: (oracle) => this.watch.fail(oracle),
      }),
    );
  }

  newFile(): string {
    return join(this.office.folder, `disk-${this.nextNumber()}.youshao`);
  }

  nextNumber(): number {
    return (this.#number += 1);
  }

  note(line: string): void {
    this.#trace.update(`${line}\n`);
  }

  traceHash(): string {
    return this.#trace.copy().digest('hex').slice(0, 16);
  }

  async deliver(index: number, isKept: boolean): Promise<void> {
    const message = this.wire[index];
    if (message === undefined) return;
    if (!isKept) this.wire.splice(index, 1);
    if (message.to === 'device') return this.#hear(message);
    const { from, token, request } = message;
    const answer = await this.server.serve(request);
    this.note(`${request.name} of ${from}: ${answer === null ? 'nothing' : JSON.stringify(answer)}`);
    if (answer === null) return;
    await this.watch.answered(request, answer);
    this.wire.push({ to: 'device', device: from, token, answer });
  }

  #hear({ device: key, token, answer }: Extract<Message, { to: 'device' }>): void {
    this.devices.find((one) => one.key === key)?.receive(token, answer);
  }

  step(device: OfficeDevice): void {
    device.step();
    this.watch.afterStep(device);
  }

  /** One device says what it has to say, as far as a few steps go; nothing goes wrong meanwhile. */
  async exchange(device: OfficeDevice, mostSteps = EXCHANGE_STEPS): Promise<void> {
    for (let steps = 0; steps < mostSteps; steps += 1) {
      this.step(device);
      for (let index = this.wire.length - 1; index >= 0; index -= 1) {
        const message = this.wire[index];
        if (message?.to === 'server' && message.from === device.key) await this.deliver(index, false);
      }
      for (let index = this.wire.length - 1; index >= 0; index -= 1) {
        const message = this.wire[index];
        if (message?.to === 'device' && message.device === device.key) await this.deliver(index, false);
      }
      if (device.isIdle || this.watch.failures.length > 0) return;
    }
  }

  async end(): Promise<void> {
    for (const device of this.devices) await device.end();
    for (const file of this.images.values()) rmSync(file, { force: true });
  }

  /** Copies of disks, by device. */
  readonly images = new Map<string, string>();
}
