import { copyFileSync, existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { saveClient } from '#main/features/clients/index.ts';
import { runScreening } from '#main/features/screening/index.ts';
import { addPerson } from '#main/features/people/index.ts';
import { joinServer } from '#main/sync/store.ts';
import type { SyncRequest } from '#main/sync/core.ts';
import { OfficeDevice } from './device.ts';
import { importFile } from './mail-files.ts';
import { CLIENTS, COLLEAGUES, MAILS, SEATS, START_MS } from './office.ts';
import type { Colleague } from './office.ts';
import { OfficeServer } from './server.ts';
import { takeSnapshot } from './snapshot.ts';
import type { Snapshot } from './snapshot.ts';

/** A founded office: its server, its database as it began, and the disks of its devices. */
export type Office = { readonly server: OfficeServer; readonly founded: Snapshot; readonly folder: string };

const FOUNDER = 'administrator';
/** Power does not fail here: where memory can be a disk, nobody waits for a real one. */
const MEMORY_DISK = '/dev/shm';
/** Numbers of files that say so of the first mail; the next ones are of the next mails. */
const [STALLED, OTHER_CLIENT] = [MAILS.length, 5 * MAILS.length];

export function diskOf(office: Pick<Office, 'folder'>, seat: number): string {
  return join(office.folder, `seat-${seat}.youshao`);
}

/** Founds it by the product's own ways: people and clients are ops of the administrator's ledger. */
export async function foundOffice(): Promise<Office> {
  const server = await OfficeServer.open();
  const folder = mkdtempSync(join(existsSync(MEMORY_DISK) ? MEMORY_DISK : tmpdir(), '模拟 邮哨-'));
  const devices = SEATS.map((_people, seat) => newDevice({ folder }, seat));
  const founderSeat = SEATS.findIndex((people) => people.includes(FOUNDER));
  await enrol(server, devices, [FOUNDER]);
  const founder = devices[founderSeat];
  if (founder === undefined) throw new Error('nobody founds the office');
  await joinAll(server, devices);
  founder.write((tx) => {
    const act = (opId: string) => ({ opId, actor: FOUNDER, now: START_MS });
    for (const { id, role, station, clients } of COLLEAGUES) {
      addPerson(tx, { id, name: id, staffNo: `no-${id}`, role, station, clients: [...clients] }, act(`add-${id}`));
    }
    for (const client of CLIENTS) saveClient(tx, client, act(`save-${client.code}`));
  });
  await exchangeAll(server, founder);
  await enrol(
    server,
    devices,
    COLLEAGUES.map(({ id }) => id).filter((id) => id !== FOUNDER),
  );
  // Work is there already: three mails hang, one of each station and one that both clients are named for.
  for (const file of [STALLED, STALLED + 1, STALLED + 2, OTHER_CLIENT + 2]) founder.write((tx) => importFile(tx, file, `begin-${file}`));
  await runScreening({ ledger: founder.ledger, now: START_MS });
  for (const device of [founder, ...devices]) await exchangeAll(server, device);
  // What is on the disks now is what every run begins with.
  devices.forEach((device, seat) => device.copyTo(`${diskOf({ folder }, seat)}.begin`));
  await Promise.all(devices.map((device) => device.end()));
  return { server, founded: await takeSnapshot(server.immortal), folder };
}

/** The disk of a seat, as when the office was founded. */
export function freshDisk(office: Office, seat: number, file: string): void {
  copyFileSync(`${diskOf(office, seat)}.begin`, file);
}

function newDevice(office: Pick<Office, 'folder'>, seat: number): OfficeDevice {
  return new OfficeDevice({
    key: `seat ${seat}`,
    file: diskOf(office, seat),
    people: SEATS[seat] ?? [],
    bug: null,
    maxRows: 2000,
    send: (token, request) => sent.set(token, request),
    nextToken: () => (lastToken += 1),
    fail: (oracle) => {
      throw new Error(oracle);
    },
  });
}

const sent = new Map<number, SyncRequest>();
let lastToken = 0;

async function exchangeAll(server: OfficeServer, device: OfficeDevice): Promise<void> {
  do {
    device.step();
    for (const [token, request] of sent) {
      sent.delete(token);
      const answer = await server.serve(request);
      if (answer === null || answer.kind === 'refusal') throw new Error(`the office is not founded: ${JSON.stringify(answer)}`);
      device.receive(token, answer);
    }
  } while (!device.isIdle);
}

async function enrol(server: OfficeServer, devices: readonly OfficeDevice[], ids: readonly string[]): Promise<void> {
  await server.immortal.transaction(async (tx) => {
    for (const { id, role, station } of COLLEAGUES.filter((one) => ids.includes(one.id))) {
      await tx.query('INSERT INTO account (person_id, staff_no, name, role, station) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING', [
        id,
        `no-${id}`,
        id,
        role,
        station,
      ]);
    }
    for (const device of devices) {
      for (const id of device.people.filter((one) => ids.includes(one))) {
        const deviceId = device.ledger.device;
        await tx.query(
          'INSERT INTO device (device_id, public_key, name, enrolled_at, enrolled_by, last_seen_at) VALUES ($1, $2, $2, $3, $4, $3) ON CONFLICT DO NOTHING',
          [deviceId, device.key, START_MS, id],
        );
        await tx.query('INSERT INTO device_person (device_id, person_id, enrolled_at) VALUES ($1, $2, $3)', [deviceId, id, START_MS]);
      }
    }
  });
}

async function joinAll(server: OfficeServer, devices: readonly OfficeDevice[]): Promise<void> {
  const [row] = await server.query<{ epoch: string }>('SELECT epoch FROM sync_epoch');
  for (const device of devices) {
    const colleague = COLLEAGUES.find(({ id }) => id === device.people[0]) as Colleague;
    const person = {
      id: colleague.id,
      staffNo: `no-${colleague.id}`,
      name: colleague.id,
      role: colleague.role,
      station: colleague.station,
    };
    const joined = { url: 'https://office.example', serverName: '', deviceName: device.key, inc: device.ledger.device, privateKey: null };
    device.write((tx) => joinServer(tx, { ...joined, epoch: row?.epoch ?? '', person }));
  }
}
