import { protocol } from 'electron';
import type { Session } from 'electron';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

export const APP_ORIGIN = 'app://youshao';
export const APP_PAGE = `${APP_ORIGIN}/index.html`;

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

/**
 * The file that a URL of our origin names, undefined for any other origin and for paths that
 * would leave the folder.
 */
export function fileOf(url: string, folder: string): string | undefined {
  let parsed: URL;
  let decoded: string;
  try {
    parsed = new URL(url);
    decoded = decodeURIComponent(parsed.pathname);
  } catch {
    return undefined; // no URL, or a broken escape
  }
  if (parsed.protocol !== 'app:' || parsed.host !== 'youshao') return undefined;
  if (decoded.includes('\0') || decoded.includes('\\')) return undefined;
  const file = path.resolve(folder, `.${decoded === '/' ? '/index.html' : decoded}`);
  const relative = path.relative(folder, file);
  const isInside = relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative);
  return isInside ? file : undefined;
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

/**
 * Everything comes from our own bundle. Style elements need the load's nonce; style attributes
 * set by script are no matter of this policy.
 */
export function policy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'none'",
    "object-src 'none'",
    "frame-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function refusal(status: number): Response {
  return new Response('', { status, headers: SECURITY_HEADERS });
}
