import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { AppError } from '#shared/kernel/app-error.ts';
import { LIMITS, PATHS } from '#shared/wire/version.ts';
import type { Caller } from '../accounts/devices.ts';
import { grantedStreams } from '../accounts/grants.ts';
import { findBlob, recordBlob } from '../files/blobs.ts';
import { rawBody, sendJson } from './bodies.ts';
import { authenticate, refuseRevoked, takePlace } from './front.ts';
import type { Front } from './front.ts';

const params = z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/u) });
const count = z
  .string()
  .regex(/^\d{1,9}$/u)
  .transform(Number);
const query = z.object({ offset: count, size: count.optional() });

/** How much of a file is here, and whether that is all. */
const OFFSET_HEADER = 'x-youshao-offset';
const COMPLETE_HEADER = 'x-youshao-complete';

/** One resumable upload for attachments: ask with HEAD where to go on, PUT the bytes from there, GET the whole. */
export function addBlobRoutes(app: FastifyInstance, front: Front): void {
  const url = `${PATHS.blobs}/:sha256`;
  addUpload(app, front, url);
  app.head(url, async (request, reply) => {
    takePlace(front, reply, 'fetch');
    const caller = await authenticate(front, request);
    refuseRevoked(caller);
    const { sha256 } = read(params, request.params);
    const whole = await readable(front, sha256, caller);
    const offset = whole ?? (await front.files.offsetOf(sha256, caller.deviceId));
    return reply
      .header(OFFSET_HEADER, offset)
      .header(COMPLETE_HEADER, whole === undefined ? 0 : 1)
      .send();
  });
  app.get(url, { exposeHeadRoute: false }, async (request, reply) => {
    takePlace(front, reply, 'fetch');
    const caller = await authenticate(front, request);
    refuseRevoked(caller);
    const { sha256 } = read(params, request.params);
    const bytes = await readable(front, sha256, caller);
    // Whether there is such a file at all is not told to whom may not see it.
    if (bytes === undefined) throw new AppError('not-found', 'not-found');
    void reply.header('content-type', 'application/octet-stream').header('content-length', bytes).header('cache-control', 'no-store');
    return reply.send(front.files.read(sha256));
  });
}

function addUpload(app: FastifyInstance, front: Front, url: string): void {
  app.put(url, { bodyLimit: LIMITS.bodyBytes }, async (request, reply) => {
    takePlace(front, reply, 'hand-over');
    const caller = await authenticate(front, request);
    refuseRevoked(caller);
    const { sha256 } = read(params, request.params);
    const { offset, size } = read(query, request.query);
    const known = await readable(front, sha256, caller);
    if (known !== undefined) return sendJson(request, reply, { offset: known, complete: true });
    if (size !== undefined && size > LIMITS.blobBytes) throw new AppError('invalid-input', 'too-large');
    const progress = await front.files.append({ sha256, deviceId: caller.deviceId, offset, size, bytes: rawBody(request) });
    if (progress.complete) {
      const row = { sha256, bytes: progress.offset, deviceId: caller.deviceId, now: caller.now };
      await front.database.transaction((tx) => recordBlob(tx, row));
    }
    return sendJson(request, reply, progress);
  });
}

/** Size of a file that the device brought itself or that an op it may see refers to; undefined: there is none for it. */
async function readable({ database, oplog, files }: Front, sha256: string, { deviceId }: Caller): Promise<number | undefined> {
  if (!files.has(sha256)) return undefined;
  return database.transaction(
    async (tx) => {
      const blob = await findBlob(tx, sha256);
      if (blob === undefined || blob.deviceId === deviceId) return blob?.bytes;
      const maySee = await oplog.refersToBlob(tx, sha256, await grantedStreams(tx, deviceId));
      return maySee ? blob.bytes : undefined;
    },
    { isolation: 'repeatable read', readOnly: true },
  );
}

function read<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const checked = schema.safeParse(value);
  if (!checked.success) throw new AppError('invalid-input', 'invalid-input');
  return checked.data;
}
