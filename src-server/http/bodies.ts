import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { AppError } from '#shared/kernel/app-error.ts';
import { LIMITS } from '#shared/wire/version.ts';

const unzip = promisify(gunzip);
const zip = promisify(gzip);
/** Smaller answers do not gain by compression. */
const GZIP_FROM_BYTES = 1024;

/** The bytes of a request as they came; empty for one without a body. */
export function rawBody(request: FastifyRequest): Buffer {
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
}

/** Reads a message: decompresses within the limit, parses, checks. AppError: `too-large`, `invalid-input`. */
export async function readMessage<Schema extends z.ZodType>(
  request: FastifyRequest,
  schema: Schema,
  maxBytes: (value: unknown) => number,
): Promise<z.infer<Schema>> {
  const bytes = await decompress(request);
  const value = parse(bytes);
  if (bytes.length > maxBytes(value)) throw new AppError('invalid-input', 'too-large', { detail: { bytes: bytes.length } });
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  // The place of the first fault helps a developer; what stood there is nobody's business.
  throw new AppError('invalid-input', 'invalid-input', { detail: { at: checked.error.issues[0]?.path.join('.') ?? '' } });
}

async function decompress(request: FastifyRequest): Promise<Buffer> {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  const raw = rawBody(request);
  if (encoding === 'identity') return raw;
  if (encoding !== 'gzip') throw new AppError('invalid-input', 'invalid-input', { detail: { at: 'content-encoding' } });
  try {
    return await unzip(raw, { maxOutputLength: LIMITS.bodyBytes });
  } catch (cause) {
    const isBomb = (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw new AppError('invalid-input', isBomb ? 'too-large' : 'invalid-input', { cause });
  }
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch (cause) {
    throw new AppError('invalid-input', 'invalid-input', { cause });
  }
}

/** Answers with JSON, compressed where the device takes it and it pays. */
export async function sendJson(request: FastifyRequest, reply: FastifyReply, value: unknown): Promise<FastifyReply> {
  const bytes = Buffer.from(JSON.stringify(value), 'utf8');
  void reply
    .header('content-type', 'application/json; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('vary', 'accept-encoding');
  const takesGzip = /\bgzip\b/u.test(request.headers['accept-encoding'] ?? '');
  if (!takesGzip || bytes.length < GZIP_FROM_BYTES) return reply.send(bytes);
  return reply.header('content-encoding', 'gzip').send(await zip(bytes));
}
