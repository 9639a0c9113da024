export type JoinFields = { url: string; code: string; deviceName: string };

/** Spaces and hyphens of a code that was read out do not count. */
export function plainCode(code: string): string {
  return code.replaceAll(/[\s-]/g, '');
}

export function isServerUrl(url: string): boolean {
  if (!/^https?:\/\//i.test(url.trim())) return false;
  try {
    return new URL(url.trim()).hostname !== '';
  } catch {
    // Chromium 114 has no other way to ask.
    return false;
  }
}

/** Which fields are still missing or wrong; a name of the device may be left out. */
export function missingFields({ url, code }: JoinFields): readonly ('url' | 'code')[] {
  const missing: ('url' | 'code')[] = [];
  if (!isServerUrl(url)) missing.push('url');
  if (plainCode(code).length < 4) missing.push('code');
  return missing;
}
