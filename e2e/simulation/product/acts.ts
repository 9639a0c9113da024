import { copyFileSync } from 'node:fs';
import { runScreening } from '#main/features/screening/index.ts';
import { revoke } from '#server/accounts/devices.ts';
import { HOUR_MS, MINUTE_MS } from '#shared/kernel/instant.ts';
import { isAppError } from '#shared/kernel/app-error.ts';
import type { OfficeDevice } from './device.ts';
import { actOnException, manage } from './desk-acts.ts';
import { importFile } from './mail-files.ts';
import { takeAway } from './take-away.ts';
import type { Act, TapeStep } from './tape.ts';
import type { OfficeWorld } from './world.ts';

type Choice = { readonly world: OfficeWorld; readonly device: OfficeDevice; readonly number: number };
const MOST_DEVICES = 6;
const MOST_STATEMENTS = 30;

/** What one step of a tape does to the world. */
export async function perform(world: OfficeWorld, [act, raw]: TapeStep): Promise<void> {
  const device = world.devices[raw % world.devices.length];
  if (device === undefined) return;
  world.server.now += MINUTE_MS;
  for (const one of world.devices) one.clock.advance(MINUTE_MS);
  world.note(`${act} ${raw}`);
  await PERFORMED[act]({ world, device, number: Math.floor(raw / world.devices.length) });
  await world.watch.judgeVanished();
}

const PERFORMED: Record<Act, (choice: Choice) => Promise<void> | void> = {
  step: ({ world, device }) => world.step(device),
  deliver: ({ world, number }) => world.deliver(placeIn(world.wire, number), false),
  exchange: ({ world, device }) => world.exchange(device),
  act: ({ world, device, number }) => desk({ world, device, number }, actOnException),
  manage: ({ world, device, number }) => desk({ world, device, number }, manage),
  import: ({ world, device, number }) => void device.attempt((tx) => importFile(tx, number, `file-${world.nextNumber()}`)),
  screen: ({ device }) => screen(device),
  lose: ({ world, number }) => void world.wire.splice(placeIn(world.wire, number), 1),
  repeat: ({ world, number }) => world.deliver(placeIn(world.wire, number), true),
  'give-up': ({ device }) => device.giveUpWaiting(),
  'kill-device': ({ device }) => device.kill(),
  'kill-server': ({ world: { server }, number }) =>
    number % 2 === 0 ? server.database.dieAtCommit() : server.database.dieIn(1 + (Math.floor(number / 2) % MOST_STATEMENTS)),
  'move-clock': ({ device, number }) => device.clock.setWall(device.clock.now() + ((number % 7) - 3) * HOUR_MS),
  'fill-disk': ({ device, number }) => device.fillDisk(number % 2 === 1),
  'copy-profile': copyProfile,
  'put-profile-back': putProfileBack,
  'clone-profile': cloneProfile,
  'copy-server': ({ world }) => world.server.backUp(),
  'restore-server': restoreServer,
  'take-away': ({ world, number }) => takeAway(world, number),
  revoke: revokeDevice,
};

function desk({ world, device, number }: Choice, work: typeof actOnException): void {
  const personId = device.people[number % device.people.length] ?? '';
  const opId = `op-${world.nextNumber()}`;
  device.attempt((tx) => work(tx, { personId, opId, number: Math.floor(number / device.people.length) }));
}

async function screen(device: OfficeDevice): Promise<void> {
  try {
    await runScreening({ ledger: device.ledger, now: device.clock.now() });
  } catch (error) {
    if (!isAppError(error) || !error.reason.endsWith('disk-full')) throw error;
  }
}

function copyProfile({ world, device }: Choice): void {
  const file = world.images.get(device.key) ?? world.newFile();
  device.copyTo(file);
  world.images.set(device.key, file);
}

function putProfileBack({ world, device }: Choice): void {
  const file = world.images.get(device.key);
  if (file === undefined) return;
  world.watch.count('profiles put back');
  device.putBack(file);
  world.watch.forget(device);
}

function cloneProfile({ world, device }: Choice): void {
  const image = world.images.get(device.key);
  if (image === undefined || world.devices.length >= MOST_DEVICES) return;
  world.watch.count('profiles cloned');
  const file = world.newFile();
  copyFileSync(image, file);
  world.addDevice(`${device.key}+${world.nextNumber()}`, device.people, file);
}

async function restoreServer({ world }: Choice): Promise<void> {
  if (!(await world.server.restore())) return;
  world.watch.count('restores');
  world.wire = [];
}

/** Rarely, or everybody would be shut out. */
async function revokeDevice({ world, device, number }: Choice): Promise<void> {
  if (number % 8 !== 0) return;
  world.watch.count('revoked');
  await world.server.immortal.transaction((tx) => revoke(tx, device.ledger.device, world.server.now));
}

function placeIn(list: readonly unknown[], number: number): number {
  return list.length === 0 ? 0 : number % list.length;
}
