import type { AppHandlers } from '#shared/contract/contract.ts';
import type { InputOf } from '#shared/contract/define.ts';
import type { people as peopleArea } from '#shared/contract/session.ts';
import type { Act } from '#shared/domain/permissions/matrix.ts';
import { mayDo } from '#shared/domain/permissions/matrix.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { findPinFlaw } from '../../ledger/index.ts';
import type { Keyring, Ledger } from '../../ledger/index.ts';
import type { HandlerContext } from '../handler-context.ts';
import { forgetRecent } from '../search/index.ts';
import { listKnownPeople, slotIdOf } from './aliases.ts';
import { addPerson, changePerson, listPeople, removePerson } from './people.ts';

/** The ways in of the ledger that is shown; a demonstration has none, and its people need none. */
export type PeopleKeys = {
  keys(): { readonly keyring: Keyring; settled(): Promise<void> } | undefined;
  /** The data key of the open ledger; zeroed by who asked. */
  ledgerKey(ledger: Ledger): Buffer;
  /** Throws a keyring's refusal under its declared reason. */
  declaring<T>(work: () => Promise<T>): Promise<T>;
  lock(): Promise<void>;
};
type NewPerson = InputOf<(typeof peopleArea)['add']>;

export function createPeopleHandlers(context: HandlerContext, keys: PeopleKeys): AppHandlers['people'] {
  return {
    list: () => ({ people: context.ledger().read((tx) => listKnownPeople(tx)) }),
    add: (input) => add(context, keys, input),
    change: ({ personId, ...args }) => {
      assertMay(context, 'person.change');
      const now = context.clock.now();
      const act = { opId: context.ids.uuid(now), actor: context.person().id, now };
      context.ledger().write((tx) => changePerson(tx, personId, { args, act }));
      return {};
    },
    changePin: async ({ oldPin, newPin }) => {
      const { keyring, settled } = keys.keys() ?? notPermitted();
      const slotId = slotOf(context, context.person().id);
      await keys.declaring(() => keyring.changePin({ personId: slotId, oldPin, newPin }));
      await settled();
      return {};
    },
    remove: async ({ personId }) => {
      assertMay(context, 'person.remove');
      const now = context.clock.now();
      const me = context.person().id;
      const act = { opId: context.ids.uuid(now), actor: me, now };
      // Whoever is taken out is locked at once, and nothing of the ledger can be read any more.
      const slotId = slotOf(context, personId);
      context.ledger().write((tx) => {
        removePerson(tx, personId, act);
        forgetRecent(tx, personId);
      });
      await keys.keys()?.keyring.removePersonSlot(slotId);
      if (personId === me) await keys.lock();
      return {};
    },
  };
}

function slotOf(context: HandlerContext, personId: string): string {
  const slotId = context.ledger().read((tx) => slotIdOf(tx, personId));
  return slotId;
}

/**
 * The op first, the slot after it: a stop in between leaves a person without a way in, whom
 * adding the same name and number again completes.
 */
async function add(context: HandlerContext, keys: PeopleKeys, { pin, ...args }: NewPerson): Promise<{ personId: string }> {
  assertMay(context, 'person.add');
  const ways = keys.keys();
  if (ways) await keys.declaring(() => refuseFlaw(pin));
  const ledger = context.ledger();
  const personId = findWithoutSlot(ledger, args, ways?.keyring) ?? write(context, args);
  if (!ways) return { personId };
  const key = keys.ledgerKey(ledger);
  try {
    const label = { name: args.name, staffNo: args.staffNo, role: args.role };
    await keys.declaring(() => ways.keyring.addPersonSlot({ key, personId, pin, label }));
    await ways.settled();
  } finally {
    key.fill(0);
  }
  context.publish('session.changed', {});
  return { personId };
}

function write(context: HandlerContext, args: Omit<NewPerson, 'pin'>): string {
  const now = context.clock.now();
  const id = context.ids.uuid(now);
  const act = { opId: context.ids.uuid(now), actor: context.person().id, now };
  context.ledger().write((tx) => addPerson(tx, { id, ...args }, act));
  return id;
}

function findWithoutSlot(ledger: Ledger, args: Omit<NewPerson, 'pin'>, keyring: Keyring | undefined): string | undefined {
  const withSlot = new Set(keyring?.status().personIds);
  const person = ledger.read((tx) => listPeople(tx)).find(({ staffNo, removed }) => staffNo === args.staffNo && !removed);
  const isSame = person?.name === args.name && person.role === args.role;
  return keyring && person && isSame && !withSlot.has(person.id) ? person.id : undefined;
}

function assertMay(context: HandlerContext, act: Act): void {
  if (!mayDo(context.person().role, act)) notPermitted();
}

function notPermitted(): never {
  throw new AppError('forbidden', 'not-permitted');
}

function refuseFlaw(pin: string): Promise<void> {
  const flaw = findPinFlaw(pin);
  return flaw === undefined ? Promise.resolve() : Promise.reject(new AppError('invalid-input', flaw));
}
