/**
 * How a name can be read: for each of its characters the syllables, the likeliest first, as
 * `xiang tan chang|zhang`; a sign that has no reading stands for itself.
 */
export type Readings = readonly (readonly string[])[];

/** Longer questions are no name in pinyin. */
const LONGEST_QUESTION = 40;

export function parseReadings(text: string): Readings {
  return text === '' ? [] : text.split(' ').map((syllables) => syllables.split('|'));
}

/** The letters of a question in pinyin, without spaces and apostrophes; null when it holds anything else. */
export function pinyinOf(question: string): string | null {
  const letters = question.toLowerCase().replace(/[\s'’]+/g, '');
  return /^[a-z]{2,}$/.test(letters) && letters.length <= LONGEST_QUESTION ? letters : null;
}

/**
 * Where a name is read as the letters: each character by its whole syllable, its beginning, or its
 * initial, so that `xiangtan`, `xt` and `xtan` all find 湘潭. Answers with the characters' range.
 */
export function findReading(readings: Readings, letters: string): readonly [from: number, to: number] | null {
  for (let from = 0; from < readings.length; from++) {
    const to = readFrom(readings, from, letters);
    if (to !== null) return [from, to];
  }
  return null;
}

function readFrom(readings: Readings, at: number, letters: string): number | null {
  if (letters === '') return at;
  for (const syllable of readings[at] ?? []) {
    for (let taken = commonStart(syllable, letters); taken > 0; taken--) {
      const end = readFrom(readings, at + 1, letters.slice(taken));
      if (end !== null) return end;
    }
  }
  return null;
}

function commonStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}
