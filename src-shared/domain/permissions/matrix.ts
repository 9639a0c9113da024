/**
 * Who may do what: one row an act, read by the engine's router, by the server and by the buttons
 * alike. What a role may touch of it is its scope, in scopes.ts.
 */
import type { Role } from '../people/person.ts';
import { ROLES } from '../people/person.ts';

const EVERYBODY: readonly Role[] = ROLES;
/** Those who work on mails: 坐席, 驻场, 组长, 主管, 管理员. */
const WORK: readonly Role[] = ['agent', 'onsite', 'leader', 'supervisor', 'administrator'];
/** The same without 驻场, who keeps what belongs to the own clients and nothing of the office. */
const OFFICE: readonly Role[] = ['agent', 'leader', 'supervisor', 'administrator'];
const LEAD: readonly Role[] = ['leader', 'supervisor', 'administrator'];
const MANAGE: readonly Role[] = ['supervisor', 'administrator'];
/** Readers beside those who work: 客户经理 of the own clients, 邮政管理 and 审计 of all. */
const WATCH: readonly Role[] = [...WORK, 'postal', 'auditor'];
const NOBODY: readonly Role[] = [];

export const MATRIX = {
  // Reading, always masked.
  'queue.read': EVERYBODY,
  'screening.read': EVERYBODY,
  'search.use': EVERYBODY,
  'client.read': EVERYBODY,
  'rules.read': EVERYBODY,
  'person.list': EVERYBODY,
  'import.read': WATCH,
  'jobs.read': EVERYBODY,
  'training.use': EVERYBODY,
  // What a person keeps for the own use: PIN, looks, keys, views.
  'own.use': EVERYBODY,
  'view.save': EVERYBODY,
  'view.remove': EVERYBODY,
  'view.reorder': EVERYBODY,

  // Acts on exceptions: whoever works on mails. Postal managers and auditors read and change nothing.
  'exception.act': WORK,
  'exception.claim': WORK,
  'exception.accept': WORK,
  'exception.follow-up': WORK,
  'exception.set-type': WORK,
  'exception.set-stage': WORK,
  'exception.set-next': WORK,
  'exception.snooze': WORK,
  'exception.wake': WORK,
  'exception.push': WORK,
  'exception.waive-push': WORK,
  'exception.feedback': WORK,
  'exception.confirm-self-cleared': WORK,
  'exception.close': WORK,
  'exception.undo': WORK,
  'exception.transfer': WORK,
  /** Handing over what another person holds. */
  'exception.transfer-other': LEAD,

  // Facts.
  'mail.record': WORK,
  'screening.run': WORK,
  'import.run': WORK,
  /** The watched folder belongs to the computer in the office. */
  'import.watch': OFFICE,

  // Personal data: shown one by one to whoever has to reach a recipient, and logged.
  'data.reveal': WORK,
  /** Files leave masked; whoever works, and those who are to judge the work. */
  'export.run': WATCH,
  /** Nobody: a file with everybody's numbers is no tool of this work. */
  'export.unmasked': NOBODY,
  'data.erase': MANAGE,

  // The register: 邮政管理 settles which clients are 重点, 头部, 战略.
  'client.save': [...OFFICE, 'postal'],

  // Rules.
  'rules.save': MANAGE,
  'rules.withdraw': MANAGE,

  // People.
  'person.add': MANAGE,
  'person.change': MANAGE,
  'person.remove': MANAGE,

  // Who saw, changed and exported what: the auditor's screen; those who answer for the people have it too.
  'audit.read': ['auditor', 'supervisor', 'administrator'],

  // The ledger itself.
  'ledger.safety': WATCH,
  'ledger.backup': WORK,
  'ledger.second-copy': OFFICE,
  'ledger.verify': [...WORK, 'auditor'],
  'ledger.retention': MANAGE,
  'ledger.recovery': MANAGE,
  'settings.shared': OFFICE,
  'job.cancel': WATCH,
  /** The raw key, on the command line. */
  'key.export': ['administrator'],

  // The server.
  'sync.read': EVERYBODY,
  'sync.now': EVERYBODY,
  'sync.dismiss': EVERYBODY,
  'sync.join': EVERYBODY,
  'sync.enrol': MANAGE,
  'sync.settle': WORK,
  'sync.doctor': EVERYBODY,
  /** One-time codes, list of devices and their revocation. */
  'device.manage': MANAGE,
  /** What the server set aside because nobody could decide it. */
  'quarantine.decide': MANAGE,
} as const satisfies Readonly<Record<string, readonly Role[]>>;

export type Act = keyof typeof MATRIX;
export const ACTS = Object.keys(MATRIX) as readonly Act[];

/** Whether a role may do an act at all; on what, `isInScope` tells. */
export function mayDo(role: Role, act: Act): boolean {
  return (MATRIX[act] as readonly Role[]).includes(role);
}
