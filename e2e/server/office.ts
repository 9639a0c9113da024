/** An office of many devices on one server, and a reader who checks that nothing is skipped. */
import { canonicalJson } from '#shared/kernel/canonical-json.ts';
import { changeHash, STREAM_GENESIS } from '#shared/wire/change.ts';
import type { Database } from '#server/platform/database.ts';
import { found, START } from '#server/oplog/oplog-fixture.ts';
import type { Device, Draft, Person } from '#server/oplog/oplog-fixture.ts';

export const WRITERS = 16;
export const CLIENTS = ['C-1', 'C-2', 'C-3', 'C-4'] as const;
const FAR = START + 900_000_000_000;

export type Office = { readonly writers: readonly Device[]; readonly reader: Device; readonly exceptions: readonly string[] };

/** Sixteen agents with a device each, a supervisor who reads, clients, and exceptions of each client. */
export async function foundOffice(database: Database): Promise<Office> {
  const people: Record<string, Person> = { ff: { id: 'reader', role: 'administrator' } };
  for (let index = 0; index < WRITERS; index++) people[letterOf(index)] = { id: `agent-${index}`, role: 'agent' };
  const devices = await found(database, people);
  const reader = devices['ff'] as Device;
  for (const code of CLIENTS) {
    reader.write({
      kind: 'client.save',
      entityId: code,
      args: { code, name: code, tiers: [], accountManager: '', industry: '', groups: [], station: '岳塘揽投部' },
    });
  }
  await reader.push();
  const exceptions = CLIENTS.flatMap((client, place) =>
    [0, 1, 2, 3].map((index) => reader.raise(`12000000${place}000${index}`, { client })),
  );
  await reader.push();
  return { writers: Array.from({ length: WRITERS }, (_, index) => devices[letterOf(index)] as Device), reader, exceptions };
}

function letterOf(index: number): string {
  return `a${index.toString(16)}`;
}

export function feedback(entityId: string, text: string): Draft {
  return { kind: 'exception.feedback', entityId, args: { text, to: 'client' } };
}

export function followUp(entityId: string, text: string): Draft {
  return { kind: 'exception.follow-up', entityId, args: { text, nextAt: FAR } };
}

/** What a device has stored of each stream, each row checked against the one before it. */
export class Reader {
  readonly device: Device;
  readonly seen = new Map<string, Set<number>>();
  faults = 0;
  readonly #heads = new Map<string, { seq: number; hash: string }>();

  constructor(device: Device) {
    this.device = device;
  }

  /** One page; true when there is more. */
  async read(): Promise<boolean> {
    const reply = await this.device.pull();
    for (const [stream, { rows }] of Object.entries(reply.streams)) {
      const seen = this.seen.get(stream) ?? new Set<number>();
      let head = this.#heads.get(stream) ?? { seq: 0, hash: STREAM_GENESIS };
      for (const row of rows) {
        if (row.seq !== head.seq + 1 || row.prev !== head.hash || row.hash !== changeHash(head.hash, row)) this.faults += 1;
        seen.add(row.seq);
        head = { seq: row.seq, hash: row.hash };
      }
      this.seen.set(stream, seen);
      this.#heads.set(stream, head);
    }
    return reply.more;
  }

  async drain(): Promise<void> {
    while (await this.read());
  }

  /** Rows that the server has committed and this device has not seen. */
  async missed(database: Database): Promise<number> {
    const rows = await database.transaction((tx) => tx.query<{ stream: string; seq: number }>('SELECT stream, seq FROM change'));
    const granted = rows.filter(({ stream }) => !/^[dp]:/u.test(stream));
    return granted.filter(({ stream, seq }) => this.seen.get(stream)?.has(seq) !== true).length;
  }
}

/** The same numbers for the same seed: which writer does what. */
export function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** A readable account of a run, printed beside the test. */
export function told(facts: Record<string, unknown>): string {
  return canonicalJson(facts);
}
