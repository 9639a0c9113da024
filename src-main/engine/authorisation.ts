/** Who may act from the command line, proved by a PIN as in the app. */
import { mayDo } from '#shared/domain/permissions/matrix.ts';
import type { PersonAddArgs } from '#shared/domain/people/person.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { addPerson, listPeople } from '../features/people/index.ts';
import type { Person } from '../features/people/index.ts';
import { appendOp, findPinFlaw, keyIdOf } from '../ledger/index.ts';
import { systemClock } from '../platform/clock.ts';
import { systemIds } from '../platform/ids.ts';
import { keyringBeside, openWorkspace, personIdOf } from './workspace.ts';
import type { PersonPin, Workspace } from './workspace.ts';

/** What is logged when a ledger's key leaves the program. */
const KEY_EXPORT = 'key.export';

/**
 * The person whose PIN this is. Throws a keyring's refusals (`pin-wrong`, `pin-locked`,
 * `person-slot-missing`, `keystore-secret-missing`, `keyring-missing`) and forbidden `person-unknown`.
 */
export async function authorise(workspace: Workspace, given: PersonPin): Promise<Person> {
  const { ledger, clock, ids, keyId, unlockedBy } = workspace;
  const keyring = keyringBeside(ledger.file, { clock, ids });
  const personId = personIdOf(keyring, given.user);
  if (unlockedBy !== personId) {
    const key = await keyring.unlockWithPin({ personId, pin: given.pin });
    const isOfLedger = keyIdOf(key) === keyId;
    key.fill(0);
    // A keyring of another ledger laid beside this one proves nothing.
    if (!isOfLedger) throw new AppError('forbidden', 'person-unknown');
  }
  return presentPerson(workspace, personId);
}

/**
 * Adds a person with a PIN of its own to an app's ledger, by an administrator or a supervisor. The op
 * first, the slot after it, as in the app. Throws as `authorise`, `not-permitted`, `staff-no-taken` and a PIN's flaw.
 */
export async function addPersonWithPin(
  workspace: Workspace,
  request: { by: PersonPin; person: PersonAddArgs; newPin: string },
): Promise<void> {
  const { ledger, clock, ids } = workspace;
  const { person, newPin: pin } = request;
  const by = await authorise(workspace, request.by);
  if (!mayDo(by.role, 'person.add')) throw new AppError('forbidden', 'not-permitted');
  const flaw = findPinFlaw(pin);
  if (flaw !== undefined) throw new AppError('invalid-input', flaw);
  const now = clock.now();
  const personId = ids.uuid(now);
  ledger.write((tx) => addPerson(tx, { id: personId, ...person }, { opId: ids.uuid(now), actor: by.id, now }));
  const keyring = keyringBeside(ledger.file, { clock, ids });
  const key = await keyring.unlockWithPin({ personId: by.id, pin: request.by.pin });
  try {
    const label = { name: person.name, staffNo: person.staffNo, role: person.role };
    await keyring.addPersonSlot({ key, personId, pin, label });
  } finally {
    key.fill(0);
  }
}

export type KeyExportRequest = {
  file: string;
  user: string;
  /** The way in: the person's PIN, or the code of the printed recovery sheet. */
  proof: { pin: string } | { recoveryCode: string };
  /** Where the key is to go; called after the export is logged. */
  deliver: (keyHex: string) => void;
};

/**
 * Hands out the raw key of an app's ledger to an administrator, and logs that it did. The sheet
 * helps where the operating system's keystore holds a share of the PIN's key, which only the app can ask.
 */
export async function exportKey({ file, user, proof, deliver }: KeyExportRequest): Promise<Person> {
  const keyring = keyringBeside(file, { clock: systemClock(), ids: systemIds() });
  const personId = personIdOf(keyring, user);
  const key =
    'pin' in proof ? await keyring.unlockWithPin({ personId, pin: proof.pin }) : await keyring.unlockWithRecovery(proof.recoveryCode);
  const keyHex = key.toString('hex');
  key.fill(0);
  const workspace = await openWorkspace({ file, secret: keyHex, asTest: false, now: undefined });
  try {
    const person = presentPerson(workspace, personId);
    if (!mayDo(person.role, 'key.export')) throw new AppError('forbidden', 'not-permitted');
    logExport(workspace, personId, 'pin' in proof ? 'pin' : 'recovery');
    deliver(keyHex);
    return person;
  } finally {
    workspace.close();
  }
}

function logExport({ ledger, clock, ids, keyId }: Workspace, actor: string, unlockedBy: 'pin' | 'recovery'): void {
  const now = clock.now();
  ledger.write((tx) =>
    appendOp(tx, {
      id: ids.uuid(now),
      kind: KEY_EXPORT,
      entity: 'ledger',
      entityId: keyId,
      args: { unlockedBy },
      actor,
      occurredAt: now,
    }),
  );
}

function presentPerson({ ledger }: Workspace, personId: string): Person {
  const person = ledger.read(listPeople).find(({ id, removed }) => id === personId && !removed);
  if (!person) throw new AppError('forbidden', 'person-unknown');
  return person;
}
