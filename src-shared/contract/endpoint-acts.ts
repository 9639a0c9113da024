import type { Act } from '../domain/permissions/matrix.ts';
import type { AppContract } from './contract.ts';
import type { Contract, Endpoint } from './define.ts';

/** `open`: answered also while nobody has unlocked, so there is no role to ask for. */
export type EndpointAct = Act | 'open';
type ActsOf<C extends Contract> = {
  readonly [A in keyof C]: { readonly [E in keyof C[A] as C[A][E] extends Endpoint ? E : never]: EndpointAct };
};

/** The act that each endpoint is. Does not compile while an endpoint of the contract has none. */
export const ENDPOINT_ACTS: ActsOf<AppContract> = {
  session: {
    state: 'open',
    createFirstAdministrator: 'open',
    unlock: 'open',
    lock: 'open',
    openDemonstration: 'open',
    deleteDemonstration: 'open',
    openReal: 'open',
    chooseLocation: 'open',
    unlockWithRecovery: 'open',
    createRecovery: 'ledger.recovery',
    testRecovery: 'ledger.recovery',
    recoveryStatus: 'ledger.safety',
  },
  people: {
    list: 'person.list',
    add: 'person.add',
    change: 'person.change',
    changePin: 'own.use',
    remove: 'person.remove',
  },
  clients: { list: 'client.read', save: 'client.save' },
  imports: {
    inspect: 'import.run',
    dryRun: 'import.run',
    start: 'import.run',
    pause: 'import.run',
    resume: 'import.run',
    cancel: 'import.run',
    list: 'import.read',
    refusals: 'import.read',
    exportRefusals: 'export.run',
    watchFolder: 'import.read',
    setWatchFolder: 'import.watch',
  },
  screening: { coverage: 'screening.read', coverageList: 'screening.read', run: 'screening.run', status: 'screening.read' },
  rules: {
    list: 'rules.read',
    get: 'rules.read',
    check: 'rules.read',
    startDryRun: 'rules.save',
    cancelDryRun: 'rules.save',
    dryRun: 'rules.read',
    dryRunMails: 'rules.read',
    save: 'rules.save',
    withdraw: 'rules.withdraw',
    unseenCodes: 'rules.read',
  },
  queue: {
    ids: 'queue.read',
    rows: 'queue.read',
    counts: 'queue.read',
    get: 'queue.read',
    groups: 'queue.read',
    groupIds: 'queue.read',
    phrases: 'queue.read',
    pushTexts: 'queue.read',
    // Each kind of act has its own row, asked for where it is done.
    act: 'exception.act',
  },
  undo: { list: 'queue.read', last: 'exception.undo', run: 'exception.undo' },
  views: { list: 'queue.read', counts: 'queue.read', save: 'view.save', remove: 'view.remove', reorder: 'view.reorder' },
  mails: { record: 'mail.record', reveal: 'data.reveal' },
  search: { find: 'search.use', mail: 'search.use', recent: 'search.use', remember: 'search.use', forget: 'search.use' },
  exports: { start: 'export.run', cancel: 'export.run', list: 'export.run' },
  safety: {
    status: 'ledger.safety',
    backUpNow: 'ledger.backup',
    setSecondFolder: 'ledger.second-copy',
    restore: 'open',
    inspectBackup: 'open',
    verify: 'ledger.verify',
    // What would leave may be asked by all who see the page; the leaving itself is `ledger.retention`.
    retention: 'ledger.safety',
    erase: 'data.erase',
  },
  // The looks are everybody's own; what holds for all is `settings.shared`, asked for in the handler.
  settings: { get: 'open', set: 'own.use' },
  keys: { get: 'own.use', set: 'own.use' },
  training: { state: 'training.use', start: 'training.use', answer: 'training.use', practiceFile: 'training.use' },
  jobs: { list: 'jobs.read', cancel: 'job.cancel' },
  sync: {
    state: 'sync.read',
    enrol: 'sync.enrol',
    enrolPerson: 'sync.join',
    now: 'sync.now',
    pending: 'sync.read',
    failures: 'sync.read',
    conflicts: 'sync.read',
    history: 'sync.read',
    dismiss: 'sync.dismiss',
    settle: 'sync.settle',
    doctor: 'sync.doctor',
  },
  audit: { list: 'audit.read' },
};

const BY_PATH: ReadonlyMap<string, EndpointAct> = new Map(
  Object.entries(ENDPOINT_ACTS).flatMap(([area, endpoints]) =>
    Object.entries(endpoints as Record<string, EndpointAct>).map(([name, act]): [string, EndpointAct] => [`${area}.${name}`, act]),
  ),
);

/** Undefined for a path that is no endpoint. */
export function actOfEndpoint(path: string): EndpointAct | undefined {
  return BY_PATH.get(path);
}
