import path from 'node:path';

export const APP_ORIGIN = 'app://youshao';
export const APP_PAGE = `${APP_ORIGIN}/index.html`;

/** Whether a URL is a page of our own bundle. */
export function isOwnPage(url: string): boolean {
  return url === APP_PAGE || url.startsWith(`${APP_PAGE}#`) || url === `${APP_ORIGIN}/`;
}

const OWN_SCHEMES = new Set(['app:', 'blob:', 'data:']);
const TOOL_SCHEMES = new Set(['devtools:', 'chrome-extension:']);

/** Whether a request stays inside the program; `allowTools`: developer tools may load themselves. */
export function isAllowedRequest(url: string, allowTools: boolean): boolean {
  const scheme = schemeOf(url);
  return OWN_SCHEMES.has(scheme) || (allowTools && TOOL_SCHEMES.has(scheme));
}

/** `https:` and the like; empty for what is no URL. */
export function schemeOf(url: string): string {
  try {
    return new URL(url).protocol;
  } catch {
    return '';
  }
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
