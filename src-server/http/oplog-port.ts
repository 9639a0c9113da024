import type { ReplyOf, RequestOf } from '#shared/wire/messages.ts';
import type { Caller } from '../accounts/devices.ts';
import type { Database, Tx } from '../platform/database.ts';

type Handler<Name extends 'push' | 'pull' | 'facts' | 'rekey' | 'checksum'> = (
  database: Database,
  request: RequestOf<Name>,
  caller: Caller,
) => Promise<ReplyOf<Name>>;

/** What the routes need of the op log. Refusals are AppErrors whose reason is one of the wire's. */
export type OplogPort = {
  /** Mutations of a revoked caller are kept for a supervisor and never applied. */
  readonly push: Handler<'push'>;
  readonly pull: Handler<'pull'>;
  readonly facts: Handler<'facts'>;
  readonly rekey: Handler<'rekey'>;
  readonly checksum: Handler<'checksum'>;
  /** Highest number of each stream. */
  readonly heads: (tx: Tx) => Promise<ReadonlyMap<string, number>>;
  /** Whether an op in one of these streams refers to the file. */
  readonly refersToBlob: (tx: Tx, sha256: string, streams: readonly string[]) => Promise<boolean>;
};
