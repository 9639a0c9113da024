import { statedStream } from '#shared/domain/sync/mutators.ts';
import type { Mutation } from '#shared/wire/mutation.ts';
import { findActor } from '../accounts/accounts.ts';
import type { Caller } from '../accounts/devices.ts';
import { grantedStreams } from '../accounts/grants.ts';
import type { Tx } from '../platform/database.ts';
import type { KnownOp, Scene } from './decide-batch.ts';
import { writableStreams } from './growth.ts';
import { isSound, roleOf, SYSTEM } from './judge.ts';
import type { Author, Judged, Sound } from './judge.ts';
import { keyOf, lockEntities, lockMails, mailsOfExceptions, newestCycles, readLogs } from './locks.ts';
import { PeopleNow, readPeople } from './people-fold.ts';

/** One row that every op on people locks, so that staff numbers and administrators are counted one after another. */
const ALL_PEOPLE = { entity: 'person', entityId: '*', mailNo: null, cycle: null } as const;

/** Who the authors of these mutations are; null: nobody who joined on the device, or nobody any more. */
export async function readAuthors(tx: Tx, deviceId: string, mutations: readonly Mutation[]): Promise<Map<string, Author | null>> {
  const authors = new Map<string, Author | null>([[SYSTEM, { id: SYSTEM, role: null }]]);
  for (const actor of new Set(mutations.map((mutation) => mutation.actor))) {
    if (actor === SYSTEM) continue;
    const account = await findActor(tx, deviceId, actor);
    const role = account && !account.removed ? roleOf(account.role) : undefined;
    authors.set(actor, account && role !== undefined ? { id: account.personId, role } : null);
  }
  return authors;
}

/** Locks and reads what a batch is about: mails, then entities, each in one order for everybody. */
export async function readScene(tx: Tx, judged: readonly Judged[], caller: Caller): Promise<Scene> {
  const sound = judged.filter(isSound);
  const mailOf = await mailsOf(tx, sound);
  const granted = new Set(await grantedStreams(tx, caller.deviceId));
  const mails = await lockMails(tx, [...mailOf.values()]);
  const heads = await lockEntities(tx, entitiesOf(sound, mailOf));
  const decided = sound.filter(({ mutator }) => mutator.arbitration !== 'append' && mutator.arbitration !== 'last-arrival');
  const persons = sound.filter(({ mutation }) => mutation.entity === 'person');
  return {
    inc: caller.inc,
    deviceId: caller.deviceId,
    now: caller.now,
    granted,
    writable: await writableStreams(
      tx,
      [...granted],
      sound.flatMap(({ mutator, args }) => statedStream(mutator, args) ?? []),
    ),
    mails,
    heads,
    logs: await readLogs(tx, [...new Map(decided.map(({ mutation }) => [keyOf(mutation), mutation])).values()]),
    cycles: sound.some(({ mutation }) => mutation.kind === 'exception.undo')
      ? await newestCycles(tx, [...mails.keys()])
      : new Map<string, number>(),
    known: await readKnown(tx, sound),
    people: persons.length === 0 ? new PeopleNow(new Map()) : await peopleOf(tx, persons),
    aliases: persons.length === 0 ? new Set() : await readAliases(tx, caller.deviceId),
  };
}

/** The mail of everything that is seen where its mail is, by key. */
async function mailsOf(tx: Tx, sound: readonly Sound[]): Promise<Map<string, string>> {
  const ofMails = sound.filter(({ mutator }) => mutator.place.of === 'mail');
  const exceptions = ofMails.filter(({ mutation }) => mutation.entity === 'exception').map(({ mutation }) => mutation.entityId);
  const known = await mailsOfExceptions(tx, [...new Set(exceptions)]);
  const mails = new Map<string, string>();
  for (const { mutation, args } of ofMails) {
    const { entity, entityId, kind } = mutation;
    if (entity === 'mail') mails.set(keyOf(mutation), entityId);
    else if (kind === 'exception.raise') mails.set(keyOf(mutation), (args as { mailNo: string }).mailNo);
    else if (known.has(entityId)) mails.set(keyOf(mutation), known.get(entityId) ?? '');
  }
  return mails;
}

/** What is to be locked: everything but exceptions that nobody has raised. */
function entitiesOf(sound: readonly Sound[], mailOf: ReadonlyMap<string, string>) {
  const wanted = sound
    .filter(({ mutation }) => mutation.entity !== 'exception' || mailOf.has(keyOf(mutation)))
    .map(({ mutation: { entity, entityId, kind }, args }) => ({
      entity,
      entityId,
      mailNo: entity === 'mail' ? entityId : (mailOf.get(keyOf({ entity, entityId })) ?? null),
      cycle: kind === 'exception.raise' ? (args as { cycle: number }).cycle : null,
    }))
    // A raise says the cycle; what else the batch has on the same exception does not.
    .sort((a, b) => (a.cycle ?? 0) - (b.cycle ?? 0));
  return sound.some(({ mutation }) => mutation.entity === 'person') ? [...wanted, ALL_PEOPLE] : wanted;
}

async function readKnown(tx: Tx, sound: readonly Sound[]): Promise<Map<string, KnownOp>> {
  if (sound.length === 0) return new Map();
  const rows = await tx.query<{ id: string; kind: string; entity: string; entity_id: string; args: string | null }>(
    'SELECT id, kind, entity, entity_id, CASE WHEN salt IS NOT NULL THEN args END AS args FROM op WHERE id = ANY($1)',
    [sound.map(({ mutation }) => mutation.id)],
  );
  return new Map(rows.map(({ id, entity_id, ...rest }) => [id, { ...rest, entityId: entity_id }]));
}

function peopleOf(tx: Tx, persons: readonly Sound[]): Promise<PeopleNow> {
  return readPeople(
    tx,
    persons.map(({ mutation }) => mutation.entityId),
    persons.flatMap(({ args }) => (args as { staffNo?: string }).staffNo ?? []),
  );
}

async function readAliases(tx: Tx, deviceId: string): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ local_id: string }>('SELECT local_id FROM person_alias WHERE device_id = $1', [deviceId]);
  return new Set(rows.map(({ local_id }) => local_id));
}
