/** An SQL expression that gives the word for a code; a code without a word stands as it is. */
export function wordOf(expression: string, words: Readonly<Record<string, string>>): string {
  const cases = Object.entries(words).map(([code, word]) => `WHEN ${quoted(code)} THEN ${quoted(word)}`);
  return `CASE ${expression} ${cases.join(' ')} ELSE ${expression} END`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
