/** Readings without tones of a Chinese character, several where it has several. */
export type Readings = (character: string) => readonly string[];

const NONE: readonly string[] = [];

/** Turns the kept table (reading → its characters) round; takes a few milliseconds, so do it once. */
export function readingsOf(table: Readonly<Record<string, string>>): Readings {
  const byCharacter = new Map<string, string[]>();
  for (const [reading, characters] of Object.entries(table)) {
    for (const character of characters) {
      const known = byCharacter.get(character);
      if (known === undefined) byCharacter.set(character, [reading]);
      else known.push(reading);
    }
  }
  return (character) => byCharacter.get(character) ?? NONE;
}
