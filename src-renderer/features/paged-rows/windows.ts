/** Runs of neighbouring positions, each as one read of at most `longest` rows. */
export function windowsOf(positions: readonly number[], longest = 200): readonly { offset: number; limit: number }[] {
  const windows: { offset: number; limit: number }[] = [];
  for (const position of [...positions].sort((a, b) => a - b)) {
    const last = windows.at(-1);
    if (last && position === last.offset + last.limit && last.limit < longest) last.limit += 1;
    else windows.push({ offset: position, limit: 1 });
  }
  return windows;
}
