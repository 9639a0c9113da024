import type { OplogPort } from '../http/oplog-port.ts';
import { checksum, pull, push, readHeads, refersToBlob, rekey, takeFacts } from '../oplog/index.ts';

/** The op log behind the routes. */
export const oplog: OplogPort = { push, pull, facts: takeFacts, rekey, checksum, heads: readHeads, refersToBlob };
