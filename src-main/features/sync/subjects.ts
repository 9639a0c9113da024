import type { WriteTx } from '../../ledger/index.ts';
import type { SyncSubjects } from '../../sync/subjects.ts';
import { refoldClient } from '../clients/index.ts';
import { refoldException } from '../exceptions/index.ts';
import { refoldRecords } from '../mails/index.ts';
import { refoldPerson } from '../people/index.ts';
import { eraseAsTold } from '../retention/index.ts';
import { refoldRules } from '../rules/index.ts';
import { forgetExceptions, indexException } from '../search/index.ts';
import { refoldViews } from '../views/index.ts';
import { applyBundles, bundleOf, removeMail } from './bundles.ts';

type Refold = (tx: WriteTx, entityId: string) => void;

/** How each entity's state comes out of its log; what is not here is log alone. */
const REFOLDS: Readonly<Record<string, Refold>> = {
  exception: refoldIndexed,
  mail: refoldMail,
  client: refoldClient,
  person: refoldPerson,
  rules: refoldRules,
  view: refoldViews,
};

/** Where another machine erased personal data, it goes here too before the rest is folded. */
function refoldMail(tx: WriteTx, mailNo: string): void {
  eraseAsTold(tx, mailNo);
  refoldRecords(tx, mailNo);
}

/** The index of search is told: it looks at this ledger's own ops by itself, and at nothing else. */
function refoldIndexed(tx: WriteTx, uid: string): void {
  const idOf = (): number | undefined => tx.pluck<number>('SELECT id FROM exception WHERE uid = ?', [uid]);
  const before = idOf();
  refoldException(tx, uid);
  if (idOf() !== undefined) indexException(tx, uid);
  else if (before !== undefined) forgetExceptions(tx, [before]);
}

/** What a ledger's state is made of, for the core of sync. */
export const syncSubjects: SyncSubjects = {
  refold: (tx, { entity, entityId }) => REFOLDS[entity]?.(tx, entityId),
  applyBundles,
  bundleOf,
  removeMail,
};
