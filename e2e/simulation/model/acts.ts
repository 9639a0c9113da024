import type { DeviceModel } from './device.ts';
import type { DeviceState } from './device-state.ts';
import type { Act, TapeStep } from './tape.ts';
import { CLIENTS, MUTATION_KINDS, STATIONS, STREAMS } from './ticket.ts';
import type { MutationArgs, MutationKind } from './ticket.ts';
import type { World } from './world.ts';

/** Notes are written most: read-your-writes is looked at by them. */
const WRITTEN: readonly MutationKind[] = [...MUTATION_KINDS, 'note', 'note', 'edit', 'edit', 'claim'];
const HOUR = 3600;
const MOST_DEVICES = 6;
/** People meet on few rows, or nobody would compete. */
const CONTESTED = 3;

type Choice = { readonly world: World; readonly device: DeviceModel; readonly number: number };

/** Images of profiles, by device; a device may be put back to its own or started from it elsewhere. */
export class Acts {
  readonly #world: World;
  readonly #images = new Map<string, DeviceState>();

  constructor(world: World) {
    this.#world = world;
  }

  perform([act, number]: TapeStep): void {
    const world = this.#world;
    const device = pick(world.devices, number);
    world.now += 1;
    world.note(`${act} ${number}`);
    if (act === 'history') this.#rewriteHistory({ world, device, number: Math.floor(number / world.devices.length) });
    else if (act in SIMPLE) SIMPLE[act]({ world, device, number: Math.floor(number / world.devices.length) });
  }

  #rewriteHistory({ world, device, number }: Choice): void {
    if (world.mode === 'server' || (world.mode === 'both' && number % 2 === 0)) {
      const choice = Math.floor(number / 2) % 5;
      if (choice === 0) world.server.backUp();
      else if (choice === 1 && world.server.restore()) {
        world.wire = [];
        // What a rolled back profile has lost as well is nowhere any more.
        world.watch.elders.clear();
      }
      return;
    }
    const image = this.#images.get(device.device);
    if (number % 5 === 0) this.#images.set(device.device, device.state);
    else if (number % 5 === 2 && image !== undefined) putBack(world, device, image);
    else if (number % 5 === 3 && image !== undefined && world.devices.length < MOST_DEVICES) {
      world.addDevice(`${device.device}+${world.nextNumber()}`, device.device).state = image;
    }
  }
}

function putBack(world: World, device: DeviceModel, image: DeviceState): void {
  const kept = new Set(image.log.map((entry) => entry.uid));
  for (const { uid } of device.state.log) if (!kept.has(uid) && world.server.db.audit.has(uid)) world.watch.elders.add(uid);
  device.crash();
  device.state = image;
  world.watch.forget(device);
}

const SIMPLE: Record<Act, (choice: Choice) => void> = {
  step: ({ device }) => device.step(),
  exchange: ({ world, device }) => world.exchange(device),
  deliver: ({ world, number }) => world.deliver(placeIn(world.wire, number), false),
  'run-transaction': ({ world, number }) => world.runTransaction(placeIn(world.server.transactions, number)),
  write: write,
  lose: ({ world, number }) => void world.wire.splice(placeIn(world.wire, number), 1),
  repeat: ({ world, number }) => world.deliver(placeIn(world.wire, number), true),
  'give-up': ({ device }) => device.giveUpWaiting(),
  'kill-device': ({ device, number }) => number % 3 === 0 && device.crash(),
  'kill-server': ({ world, number }) => number % 6 === 0 && world.server.crash(),
  'kill-transaction': ({ world, number }) => {
    const transaction = world.server.transactions[placeIn(world.server.transactions, number)];
    if (transaction !== undefined && number % 3 === 0) world.server.kill(transaction);
  },
  'change-grant': changeGrant,
  'move-clock': ({ world, device, number }) => void world.clockOffsets.set(device.key, ((number % 7) - 3) * HOUR),
  'fill-disk': ({ world, device, number }) => {
    if (number % 2 === 1) world.fullDisks.add(device.key);
    else world.fullDisks.delete(device.key);
  },
  'stall-commit': ({ world, number }) => void (world.stallNextCommit = 8 + (number % 60)),
  history: () => {},
};

function changeGrant({ world, device, number }: Choice): void {
  if (number % 5 !== 0) return;
  const stream = pick(STREAMS, Math.floor(number / 5));
  const held = world.server.grants.get(device.device) ?? [];
  const without = held.filter((one) => one !== stream);
  if (without.length === held.length) world.server.grants.set(device.device, [...held, stream]);
  else if (without.length > 0) world.server.grants.set(device.device, without);
}

/** A person of the device does something to a row that is on its screen. */
function write({ world, device, number }: Choice): void {
  const wanted = pick(WRITTEN, number);
  const detail = Math.floor(number / WRITTEN.length);
  const view = device.view();
  const alive = [...view.values()].filter((ticket) => !ticket.isDeleted).map((ticket) => ticket.id);
  const shown = alive.sort().slice(0, CONTESTED);
  const kind = shown.length === 0 ? 'create' : wanted;
  const name = `${device.key}.${world.nextNumber()}`;
  const ticket = kind === 'create' ? `T${name}` : pick(shown, detail);
  const args = argsOf({ world, device, number: detail }, { kind, ticket, name });
  if (args === null) return;
  const clock = world.now + (world.clockOffsets.get(device.key) ?? 0);
  device.write({ uid: `u${name}`, kind, ticket, args, clock });
  world.watch.readsOwnWrites(device);
}

type Written = { readonly kind: MutationKind; readonly ticket: string; readonly name: string };

function argsOf({ device, number }: Choice, { kind, ticket, name }: Written): MutationArgs | null {
  if (kind === 'note') return { note: name };
  if (kind === 'transfer') return { station: pick(STATIONS, number) };
  if (kind === 'edit') {
    const field = `f${number % 2}`;
    const base = device.state.rows.get(ticket)?.fields[field]?.rev;
    return { field, value: name, ...(base === undefined ? {} : { base }) };
  }
  if (kind !== 'create') return {};
  const own = [...device.state.cursors.keys()].filter((stream) => stream.startsWith('st:'));
  return own.length === 0 ? null : { station: pick(own, number), client: pick(CLIENTS, number) };
}

function placeIn(list: readonly unknown[], number: number): number {
  return list.length === 0 ? 0 : number % list.length;
}

function pick<T>(list: readonly T[], number: number): T {
  const found = list[number % list.length];
  if (found === undefined) throw new Error('nothing to pick from');
  return found;
}
