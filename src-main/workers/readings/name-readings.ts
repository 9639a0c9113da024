import { pinyin } from 'pinyin-pro';

/** Names longer than this are read up to here. */
const MOST_CHARACTERS = 60;

/**
 * How a name can be read, character by character (`domain/search/readings.ts`): first as the
 * dictionary reads it in its words (重庆 chong), then the other readings that a person may type.
 */
export function readingsOf(name: string): string {
  const characters = [...name].slice(0, MOST_CHARACTERS);
  const inWords = pinyin(characters.join(''), { toneType: 'none', type: 'array' });
  return characters
    .map((character, index) => {
      const own = pinyin(character, { toneType: 'none', type: 'array', multiple: true });
      const syllables = new Set([inWords[index] ?? character, ...own].map(plain).filter((each) => each !== ''));
      return syllables.size === 0 ? '_' : [...syllables].join('|');
    })
    .join(' ');
}

/** In the letters of a keyboard (lü is typed lv); spaces and bars part readings and stand for nothing. */
function plain(syllable: string): string {
  return syllable.toLowerCase().replace(/ü/g, 'v').replace(/[\s|]/g, '');
}
