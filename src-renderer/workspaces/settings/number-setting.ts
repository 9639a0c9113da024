/** A whole number within its bounds, or null while what is typed is none. */
export function wholeNumber(words: string, { min, max }: { min: number; max: number }): number | null {
  if (!/^\d{1,6}$/.test(words.trim())) return null;
  const value = Number(words);
  return value >= min && value <= max ? value : null;
}
