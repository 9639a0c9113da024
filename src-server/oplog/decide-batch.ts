import { canonicalJson } from '#shared/kernel/canonical-json.ts';
import { decide } from '#shared/domain/sync/decide.ts';
import { statedStream } from '#shared/domain/sync/mutators.ts';
import { merged, rejected } from '#shared/domain/sync/ruling.ts';
import type { EntityOp, Ruling } from '#shared/domain/sync/ruling.ts';
import { isAccepted } from '#shared/domain/sync/verdict.ts';
import type { Mutation } from '#shared/wire/mutation.ts';
import { wordless } from './erase.ts';
import { addStream } from './growth.ts';
import { isSound, quarantined, SYSTEM } from './judge.ts';
import type { Judged, Sound } from './judge.ts';
import { keyOf } from './locks.ts';
import type { EntityHead, EntityLog, MailHead } from './locks.ts';
import type { StoredOp } from './op-rows.ts';
import type { PeopleNow } from './people-fold.ts';

/** An op that holds its id already; its arguments are null when words have been erased from them. */
export type KnownOp = { readonly kind: string; readonly entity: string; readonly entityId: string; readonly args: string | null };

/** All that is locked and read for one batch; deciding changes it as the tables will be changed. */
export type Scene = {
  readonly inc: string;
  readonly deviceId: string;
  readonly now: number;
  readonly granted: ReadonlySet<string>;
  readonly writable: ReadonlySet<string>;
  readonly mails: ReadonlyMap<string, MailHead>;
  readonly heads: ReadonlyMap<string, EntityHead>;
  readonly logs: ReadonlyMap<string, EntityLog>;
  readonly cycles: Map<string, number>;
  readonly known: Map<string, KnownOp>;
  readonly people: PeopleNow;
  /** Ids by which the device's people went before it joined. */
  readonly aliases: ReadonlySet<string>;
};

/** A mutation with its verdict, and the op that it became, if it has a place. */
export type Decided = { readonly mutation: Mutation; readonly ruling: Ruling; readonly op: StoredOp | null; readonly args: unknown };

/** Decides the mutations of a batch in their order. */
export function decideBatch(judged: readonly Judged[], scene: Scene): Decided[] {
  return judged.map((each) => {
    if (!isSound(each)) return { mutation: each.mutation, ruling: each.refusal, op: null, args: null };
    const ruling = rule(each, scene);
    const isNew = isAccepted(ruling.verdict) && !scene.known.has(each.mutation.id) && ruling.code !== 'alias';
    return { mutation: each.mutation, ruling, op: isNew ? accept(each, ruling, scene) : null, args: each.args };
  });
}

function rule(sound: Sound, scene: Scene): Ruling {
  const { mutation, mutator, args, author } = sound;
  const again = repeatOf(sound, scene);
  if (again) return again;
  if (mutation.kind === 'person.add' && scene.aliases.has(mutation.entityId)) return merged('alias');
  if (!isInScope(sound, scene)) return quarantined('forbidden', { why: 'scope' });
  const log = scene.logs.get(keyOf(mutation)) ?? [];
  if (scene.logs.has(keyOf(mutation)) && scene.logs.get(keyOf(mutation)) === undefined) return rejected('erased');
  const { id, kind, entityId, occurredAt } = mutation;
  const asking = { id, kind, entityId, args, actor: author.id, occurredAt, device: scene.deviceId, seenVer: mutation.seenVer ?? null };
  const mailNo = scene.heads.get(keyOf(mutation))?.mailNo ?? null;
  const staffNo = kind === 'person.add' ? (args as { staffNo: string }).staffNo : null;
  return decide(log, asking, {
    mutator,
    role: author.role,
    newestCycle: mailNo === null ? null : (scene.cycles.get(mailNo) ?? null),
    people: { withStaffNo: staffNo === null ? [] : scene.people.withStaffNo(staffNo), administrators: scene.people.administrators() },
  });
}

/** An id that an op has already: screening's second finding of the same, or a person's act sent once more. */
function repeatOf({ mutation, author }: Sound, { known }: Scene): Ruling | null {
  const first = known.get(mutation.id);
  if (!first) return null;
  const isSame =
    first.kind === mutation.kind &&
    first.entity === mutation.entity &&
    first.entityId === mutation.entityId &&
    (author.id === SYSTEM || first.args === null || mutation.salt === null || first.args === mutation.args);
  return isSame ? merged('repeated') : quarantined('id-reused');
}

/** What belongs to a mail is written by those who see the mail; one that nobody has placed yet, by anybody. */
function isInScope({ mutation, mutator, args }: Sound, { mails, heads, writable }: Scene): boolean {
  if (mutator.place.of !== 'mail') return true;
  const mailNo = heads.get(keyOf(mutation))?.mailNo;
  const mail = mailNo === undefined || mailNo === null ? undefined : mails.get(mailNo);
  const stated = statedStream(mutator, args);
  const streams = mail && mail.streams.length > 0 ? mail.streams : stated === undefined ? [] : [stated];
  return streams.length === 0 || streams.some((stream) => writable.has(stream));
}

/** Gives an accepted op its place, and lets the scene be as it will be after it. */
function accept({ mutation, mutator, args, author }: Sound, ruling: Ruling, scene: Scene): StoredOp {
  const key = keyOf(mutation);
  const head = scene.heads.get(key);
  if (!head) throw new Error('what is written is locked');
  head.ver += 1;
  const ofMail = mutator.place.of === 'mail';
  const stated = statedStream(mutator, args);
  const mail = head.mailNo === null ? undefined : scene.mails.get(head.mailNo);
  if (ofMail && mail && stated !== undefined) addStream(mail, stated);
  const { id, mid, kind, entity, entityId, sv, occurredAt, clockFlag, salt } = mutation;
  const logged: EntityOp = {
    id,
    kind: ruling.effect?.kind ?? kind,
    entityId,
    args: ruling.effect?.args ?? args,
    actor: author.id,
    occurredAt,
    ver: head.ver,
    device: scene.deviceId,
  };
  scene.logs.get(key)?.push(logged);
  scene.known.set(id, { kind, entity, entityId, args: mutation.args });
  if (entity === 'exception' && head.mailNo !== null && head.cycle !== null) {
    scene.cycles.set(head.mailNo, Math.max(scene.cycles.get(head.mailNo) ?? 0, head.cycle));
  }
  if (entity === 'person') scene.people.fold({ kind, entityId, args });
  const { verdict, code, detail, effect } = ruling;
  const said = { id, inc: scene.inc, mid, kind, entity, entityId, sv, args: mutation.args, salt, actor: author.id, occurredAt, clockFlag };
  const stored: StoredOp = {
    ...said,
    verdict,
    code,
    detail,
    effect,
    ver: head.ver,
    receivedAt: scene.now,
    mailNo: ofMail ? head.mailNo : null,
    stream: mutator.place.of === 'fixed' ? mutator.place.streamOf({ entityId, actor: author.id }) : null,
  };
  // What comes after the erasure of its mail is stored without words.
  return mail?.isErased === true ? wordless(stored) : stored;
}

/** The text that a mutation's hash is taken over, kept for ever. */
export function payloadOf({ args: _args, salt: _salt, ...rest }: Mutation): string {
  return canonicalJson(rest);
}
