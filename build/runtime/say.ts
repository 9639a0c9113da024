/** One line a step, Chinese and English, on stderr so that stdout stays for results. */
export function say(chinese: string, english: string): void {
  process.stderr.write(`[邮哨] ${chinese} · ${english}\n`);
}
