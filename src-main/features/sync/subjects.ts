import type { SyncSubjects } from '../../sync/subjects.ts';
import { refoldClient } from '../clients/index.ts';
import { refoldException } from '../exceptions/index.ts';
import { refoldRecords } from '../mails/index.ts';
import { refoldPerson } from '../people/index.ts';
import { refoldRules } from '../rules/index.ts';
import { refoldViews } from '../views/index.ts';
import { applyBundles, bundleOf, removeMail } from './bundles.ts';

/** How each entity's state comes out of its log; what is not here is log alone. */
const REFOLDS: Readonly<
  Record<string, SyncSubjects['refold'] extends (tx: infer Tx, entity: never) => void ? (tx: Tx, id: string) => void : never>
> = {
  exception: refoldException,
  mail: refoldRecords,
  client: refoldClient,
  person: refoldPerson,
  rules: refoldRules,
  view: refoldViews,
};

/** What a ledger's state is made of, for the core of sync. */
export const syncSubjects: SyncSubjects = {
  refold: (tx, { entity, entityId }) => REFOLDS[entity]?.(tx, entityId),
  applyBundles,
  bundleOf,
  removeMail,
};
