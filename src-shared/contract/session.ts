import { z } from 'zod';
import { ROLES } from '../domain/people/person.ts';
import { command, query, topic } from './define.ts';
import { instant, none, personId, text } from './shapes.ts';

export const PIN_REASONS = ['pin-too-short', 'pin-too-simple'] as const;
const pin = z.string().min(1).max(64);
const person = z.object({
  id: personId,
  name: z.string(),
  /** 工号 */
  staffNo: z.string(),
  role: z.enum(ROLES),
  station: z.string(),
});

/** States of the whole program; each but `open` has a page of its own that says what to do. */
export const LEDGER_STATES = [
  'first-start',
  'locked',
  'open',
  'in-use',
  'wrong-key',
  'keys-missing',
  'corrupt',
  'newer',
  'read-only',
  'disk-full',
  'location-refused',
] as const;

/** Why a ledger cannot be opened; `session.state` then says the same as a state. */
const OPENING_REASONS = ['ledger-in-use', 'ledger-wrong-key', 'ledger-newer', 'location-refused'] as const;

export const session = {
  state: query({
    open: true,
    input: none,
    output: z.object({
      ledger: z.enum(LEDGER_STATES),
      /** Reason in more words for location-refused: network, synchronised, removable. */
      reason: z.string().nullable(),
      ledgerPath: z.string(),
      /** Below the program's own folder, where a person chose, or where whoever started the program set it. */
      location: z.enum(['default', 'chosen', 'fixed']),
      kind: z.enum(['real', 'demonstration', 'test']),
      demonstrationExists: z.boolean(),
      person: person.nullable(),
      people: z.array(person),
      autoLockMinutes: z.number().int(),
      check: z.enum(['none', 'running', 'passed', 'failed']),
      calendarWarning: z.number().int().nullable(),
      now: instant,
      keystore: z.boolean(),
      appVersion: z.string(),
      /** People whose PIN is not judged for a while after wrong tries, with how long. */
      waits: z.record(personId, z.number().int()),
    }),
  }),
  createFirstAdministrator: command({
    open: true,
    input: z.object({ name: text(40), staffNo: text(20), station: z.string().trim().max(60), pin }),
    output: z.object({ personId }),
    reasons: [...PIN_REASONS, 'ledger-exists', 'location-refused'],
  }),
  unlock: command({
    open: true,
    input: z.object({ personId, pin }),
    output: none,
    reasons: ['pin-wrong', 'pin-locked', ...OPENING_REASONS],
  }),
  lock: command({ open: true, input: none, output: none }),
  /** Opens (and at first makes) the demonstration ledger, through the ordinary import. */
  openDemonstration: command({ open: true, input: none, output: z.object({ jobId: z.string().nullable() }) }),
  deleteDemonstration: command({ open: true, input: none, output: none }),
  /** Back from the demonstration to the real ledger. */
  openReal: command({ open: true, input: none, output: none }),
  /**
   * The ledger is to lie in this folder: one that is there is opened, else a new one begins. It counts from
   * the engine's next start. `location-refused` carries `why`: network, synchronised, removable.
   */
  chooseLocation: command({
    open: true,
    input: z.object({ folder: z.string().min(1).max(4096) }),
    output: z.object({ ledgerPath: z.string(), exists: z.boolean() }),
    reasons: ['location-fixed', 'folder-not-found', ...OPENING_REASONS],
  }),
  unlockWithRecovery: command({
    open: true,
    input: z.object({ personId, code: z.string().max(200), newPin: pin }),
    output: none,
    reasons: ['recovery-wrong', 'recovery-missing', ...PIN_REASONS, 'pin-wrong', ...OPENING_REASONS],
  }),
  /** The recovery code is shown once, to be printed; it counts after `testRecovery`. */
  createRecovery: command({
    input: z.object({ pin }),
    output: z.object({ code: z.string(), ledgerPath: z.string(), createdAt: instant }),
    reasons: ['pin-wrong', 'pin-locked'],
  }),
  testRecovery: command({
    input: z.object({ code: z.string().max(200) }),
    output: none,
    reasons: ['recovery-wrong', 'recovery-missing'],
  }),
  recoveryStatus: query({ input: none, output: z.object({ exists: z.boolean(), tested: z.boolean() }) }),
  changed: topic(none),
};

/** Codes of the clients of an onsite person. */
const onsiteClients = z.array(z.string().trim().min(1).max(64)).max(500);

export const people = {
  list: query({
    input: none,
    output: z.object({ people: z.array(person.extend({ clients: z.array(z.string()), removed: z.boolean() })) }),
  }),
  add: command({
    input: z.object({
      name: text(40),
      staffNo: text(20),
      role: person.shape.role,
      station: z.string().trim().max(60),
      clients: onsiteClients.optional(),
      pin,
    }),
    output: z.object({ personId }),
    reasons: [...PIN_REASONS, 'staff-no-taken'],
  }),
  /** Another post: it counts from the next call on, also for who has unlocked. */
  change: command({
    input: z.object({ personId, role: person.shape.role, station: z.string().trim().max(60), clients: onsiteClients }),
    output: none,
    reasons: ['last-administrator', 'not-found'],
  }),
  changePin: command({
    input: z.object({ oldPin: pin, newPin: pin }),
    output: none,
    reasons: ['pin-wrong', 'pin-locked', ...PIN_REASONS],
  }),
  remove: command({ input: z.object({ personId }), output: none, reasons: ['last-administrator', 'not-found'] }),
  changed: topic(none),
};
