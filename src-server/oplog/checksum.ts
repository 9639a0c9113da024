import { checksumOf } from '#shared/domain/sync/row-checksum.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { ReplyOf, RequestOf } from '#shared/wire/messages.ts';
import type { Caller } from '../accounts/devices.ts';
import { grantedStreams } from '../accounts/grants.ts';
import type { Database } from '../platform/database.ts';
import { checkEpoch, checkOwn, findIncarnation } from './incarnations.ts';

type Row = { entity: string; id: string; row_ver: number; op: string };

/** What a device should hold of a stream at its cursor. Throws AppError `forbidden` for a stream that it may not see. */
export async function checksum(database: Database, request: RequestOf<'checksum'>, caller: Caller): Promise<ReplyOf<'checksum'>> {
  checkOwn(request.inc, caller);
  if (caller.revoked) throw new AppError('forbidden', 'revoked');
  return database.transaction(
    async (tx) => {
      await checkEpoch(tx, request.epoch, await findIncarnation(tx, request.inc));
      const granted = await grantedStreams(tx, caller.deviceId);
      if (!granted.includes(request.stream)) throw new AppError('forbidden', 'forbidden');
      const rows = await tx.query<Row>(
        `SELECT DISTINCT ON (entity, id) entity, id, row_ver, op FROM change
          WHERE stream = $1 AND seq <= $2 ORDER BY entity, id, seq DESC`,
        [request.stream, request.cursor],
      );
      return checksumOf(rows.filter(({ op }) => op === 'put').map(({ entity, id, row_ver }) => ({ entity, id, rowVer: row_ver })));
    },
    { isolation: 'repeatable read', readOnly: true },
  );
}
