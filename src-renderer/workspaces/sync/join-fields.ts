export type JoinFields = { url: string; code: string; deviceName: string };

/** Spaces and hyphens of a code that was read out do not count. */
export function plainCode(code: string): string {
  return code.replaceAll(/[\s-]/g, '');
}

export function isServerUrl(url: string): boolean {
  const text = url.trim();
  if (!/^https?:\/\//i.test(text)) return false;
  return URL.canParse(text) && new URL(text).hostname !== '';
}

/** Which fields are still missing or wrong; a name of the device may be left out. */
export function missingFields({ url, code }: JoinFields): readonly ('url' | 'code')[] {
  const missing: ('url' | 'code')[] = [];
  if (!isServerUrl(url)) missing.push('url');
  if (plainCode(code).length < 4) missing.push('code');
  return missing;
}
