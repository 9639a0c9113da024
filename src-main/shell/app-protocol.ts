import { protocol } from 'electron';
import type { Session } from 'electron';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileOf, policy } from './own-urls.ts';

/** Written by the bundler where a nonce has to stand; replaced on every load. */
const NONCE_PLACE = '__CSP_NONCE__';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/** To be called before the app is ready. */
export function declareAppProtocol(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Serves the renderer's files, and nothing else, under app://youshao/. */
export function serveApp(session: Session, rendererFolder: string): void {
  session.protocol.handle('app', async (request) => {
    const file = fileOf(request.url, rendererFolder);
    if (file === undefined || request.method !== 'GET') return refusal(403);
    const type = TYPES[path.extname(file)];
    if (type === undefined) return refusal(404);
    try {
      return answer(await readFile(file), type);
    } catch {
      return refusal(404); // asked for a file that the bundle does not have
    }
  });
}

function answer(content: Buffer, type: string): Response {
  const headers = { 'content-type': type, ...SECURITY_HEADERS };
  if (!type.startsWith('text/html')) return new Response(new Uint8Array(content), { headers });
  const nonce = randomBytes(16).toString('base64');
  const page = content.toString('utf8').replaceAll(NONCE_PLACE, nonce);
  return new Response(page, { headers: { ...headers, 'content-security-policy': policy(nonce) } });
}

const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
};

function refusal(status: number): Response {
  return new Response('', { status, headers: SECURITY_HEADERS });
}
