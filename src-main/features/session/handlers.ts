import { existsSync } from 'node:fs';
import type { AppHandlers } from '#shared/contract/contract.ts';
import { mayDo } from '#shared/domain/permissions/matrix.ts';
import { dayOf } from '#shared/kernel/instant.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { HandlerContext } from '../handler-context.ts';
import type { Person } from '../people/index.ts';
import { rulesAt } from '../rules/index.ts';
import { declaringKeyReasons } from './key-refusal.ts';
import type { LedgerPlaces } from './places.ts';
import { presentPeople } from './person-slots.ts';
import type { Session } from './session.ts';
import { ledgerKey } from './ledger-key.ts';

export type SessionHandlerParts = {
  readonly session: Session;
  readonly places: LedgerPlaces;
  readonly appVersion: string;
  readonly hasKeystore: boolean;
};

type State = Awaited<ReturnType<AppHandlers['session']['state']>>;
type Card = State['people'][number];

export function createSessionHandlers(context: HandlerContext, parts: SessionHandlerParts): AppHandlers['session'] {
  const { session } = parts;
  return {
    state: () => stateOf(context, parts),
    createFirstAdministrator: ({ pin, ...person }) => session.createFirstAdministrator(person, pin),
    unlock: async ({ personId, pin }) => (await session.unlock(personId, pin), {}),
    lock: async () => (await session.lock(), {}),
    openDemonstration: async () => ({ jobId: await session.openDemonstration() }),
    deleteDemonstration: async () => (await session.deleteDemonstration(), {}),
    openReal: async () => (await session.openReal(), {}),
    chooseLocation: ({ folder }) => session.chooseLocation(folder),
    unlockWithRecovery: async ({ personId, code, newPin }) => (await session.unlockWithRecovery(personId, code, newPin), {}),
    createRecovery: ({ pin }) => createRecovery(context, session, pin),
    testRecovery: async ({ code }) => {
      const { keyring } = keysOf(session);
      await declaringKeyReasons(() => keyring.testRecovery(code));
      return {};
    },
    recoveryStatus: () => {
      const recovery = session.keys?.keyring.status().recovery ?? 'none';
      return { exists: recovery !== 'none', tested: recovery === 'ready' };
    },
  };
}

function stateOf(context: HandlerContext, { session, places, appVersion, hasKeystore }: SessionHandlerParts): State {
  const { opened, person } = session;
  const now = context.clock.now();
  const rules = opened?.ledger.read((tx) => rulesAt(tx, now));
  return {
    ledger: session.ledgerState(),
    reason: person ? null : (session.refusal?.reason ?? null),
    ledgerPath: opened?.ledger.file ?? places.realFile,
    location: places.location,
    kind: opened?.kind ?? 'real',
    demonstrationExists: existsSync(places.demonstrationFile),
    person: person ? cardOf(person) : null,
    people: cardsOf(session),
    autoLockMinutes: context.settings().autoLockMinutes,
    check: opened?.ledger.state.check.phase ?? 'none',
    calendarWarning: rules?.calendar.warning(dayOf(now))?.year ?? null,
    now,
    keystore: hasKeystore,
    appVersion,
    waits: session.waits(),
  };
}

/** Everybody who has a way in; before the ledger is open their keyring labels are all that is known. */
function cardsOf({ opened, keys, refusal }: Session): Card[] {
  if (opened?.kind === 'demonstration') return [...presentPeople(opened.ledger).values()].map(cardOf);
  if (!keys?.keyring.exists() || refusal?.state === 'keys-missing' || refusal?.state === 'newer') return [];
  const known = opened && presentPeople(opened.ledger);
  return keys.keyring.status().people.flatMap(({ id, label }): Card[] => {
    const person = known?.get(id);
    if (person) return [cardOf(person)];
    if (known || !label) return [];
    return [{ id, name: label.name, staffNo: label.staffNo, role: label.role as Card['role'], station: '' }];
  });
}

function cardOf({ id, name, staffNo, role, station }: Person): Card {
  return { id, name, staffNo, role, station };
}

async function createRecovery(
  context: HandlerContext,
  session: Session,
  pin: string,
): Promise<{ code: string; ledgerPath: string; createdAt: number }> {
  const { keyring } = keysOf(session);
  const { id, role } = context.person();
  if (!mayDo(role, 'ledger.recovery')) throw new AppError('forbidden', 'not-permitted');
  (await declaringKeyReasons(() => keyring.unlockWithPin({ personId: id, pin }))).fill(0);
  const key = ledgerKey(context.ledger());
  try {
    const code = await keyring.addRecoverySlot({ key });
    return { code, ledgerPath: context.ledger().file, createdAt: context.clock.now() };
  } finally {
    key.fill(0);
  }
}

function keysOf(session: Session): NonNullable<Session['keys']> {
  if (!session.keys) throw new AppError('forbidden', 'not-permitted');
  return session.keys;
}
