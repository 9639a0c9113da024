import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldText } from './fold-text.ts';
import { excerptOf, holdsWords, marksOf } from './marks.ts';
import { numberPartOf } from './number-part.ts';
import { findReading, parseReadings, pinyinOf } from './readings.ts';
import { phrasesOf, tokensOf, wordsOf } from './words.ts';

const check = <T>(property: fc.IProperty<T>): void => fc.assert(property, { numRuns: 1000 });
/** Few characters, so that words meet by chance; also signs that a query language could take for its own. */
const letter = fc.constantFrom('破', '损', '件', 'A', 'ａ', '1', '"', '*', '(', '-', ':', '^', ' ', '\n', '\u0000', '𠮷', '🐟', '　');
const anyUnits = fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 120 }).map((units) => String.fromCharCode(...units));
const anyText = fc.array(letter, { maxLength: 14 }).map((letters) => letters.join(''));

describe('folding', () => {
  it('keeps the length of every text', () => {
    check(fc.property(anyUnits, (text) => foldText(text).length === text.length));
  });

  it.each([
    ['ＥＭＳ１２', 'ems12'],
    ['İstanbul A', 'İstanbul a'],
    ['全　角', '全 角'],
  ])('%s → %s', (text, folded) => expect(foldText(text)).toBe(folded));
});

describe('words of a question', () => {
  it.each([
    ['  破损  外包 ', ['破损', '外包']],
    ['破损 破损', ['破损']],
    ['a\u0000b', ['a', 'b']],
    ['', []],
  ])('%j → %j', (question, words) => expect(wordsOf(question)).toEqual(words));

  it('takes eight words of 64 units at most', () => {
    const words = wordsOf(`${'字'.repeat(500)} ${Array.from({ length: 20 }, (_, index) => `词${index}`).join(' ')}`);
    expect(words).toHaveLength(8);
    expect(words[0]).toHaveLength(64);
  });

  it('asks for nothing when a word is a single character', () => {
    expect(phrasesOf(['破'])).toBeNull();
    expect(phrasesOf(['破损', '件'])).toBeNull();
    expect(phrasesOf([])).toBeNull();
  });

  it('holds nothing but hexadecimal digits, quotes and AND, whatever was typed', () => {
    check(
      fc.property(anyUnits, (text) => {
        const phrases = phrasesOf(wordsOf(text));
        return phrases === null || /^"[0-9a-f]{8}( [0-9a-f]{8})*"( AND "[0-9a-f]{8}( [0-9a-f]{8})*")*$/.test(phrases);
      }),
    );
  });
});

describe('pairs', () => {
  it('stand for neighbours, with a gap between runs', () => {
    expect(tokensOf(['破损 件A'])).toBe('7834635f 0 4ef60061');
    expect(tokensOf(['件'])).toBe('');
  });

  it('hold a word as a phrase exactly where the text holds it', () => {
    check(
      fc.property(anyText, anyText, (text, question) => {
        const words = wordsOf(question);
        const phrases = phrasesOf(words);
        if (phrases === null) return true;
        const tokens = ` ${tokensOf([text])} `;
        const isFound = phrases.split(' AND ').every((phrase) => tokens.includes(` ${phrase.slice(1, -1)} `));
        return isFound === holdsWords(text, words);
      }),
    );
  });
});

describe('marks', () => {
  it('cover every place once, in order', () => {
    expect(marksOf('外包破损，破损严重', ['破损', '损严'])).toEqual([
      [2, 4],
      [5, 8],
    ]);
  });

  it('show the words themselves, also in an excerpt', () => {
    check(
      fc.property(anyText, anyText, fc.nat(200), (text, question, padding) => {
        const words = wordsOf(question);
        const { text: shown, marks } = excerptOf('垫'.repeat(padding) + text, words);
        return marks.every(
          ([from, to]) => from < to && to <= shown.length && words.some((word) => foldText(shown.slice(from, to)).includes(word[0] ?? '')),
        );
      }),
    );
  });

  it('an excerpt begins a little before the first find', () => {
    const { text, marks } = excerptOf(`${'前'.repeat(200)}破损${'后'.repeat(200)}`, ['破损']);
    expect(text).toHaveLength(92);
    expect(marks).toEqual([[13, 15]]);
    expect(text.slice(13, 15)).toBe('破损');
  });
});

describe('parts of a mail number', () => {
  it.each([
    ['4086', '4086'],
    [' 1127 0000 4086 ', '112700004086'],
    ['１１２７', '1127'],
    ['ea123', 'EA123'],
    ['89cn', '89CN'],
    ['1127-0000', '11270000'],
    ['408', null],
    ['abcd', null],
    ['破损4086', null],
    ['EAX12', null],
    ["1127' OR 1=1", null],
    ['1'.repeat(500), null],
  ])('%s → %s', (question, part) => expect(numberPartOf(question)).toBe(part));
});

describe('readings', () => {
  const readings = parseReadings('xiang tan chang|zhang yin hang|xing|heng 1');

  it.each([
    ['xiangtan', [0, 2]],
    ['xt', [0, 2]],
    ['xtan', [0, 2]],
    ['xiangt', [0, 2]],
    ['xtcyh', [0, 5]],
    ['yinhang', [3, 5]],
    ['yinxing', [3, 5]],
    ['tzhang', [1, 3]],
    ['tan', [1, 2]],
    ['antan', null],
    ['xtt', null],
  ])('%s → %j', (letters, range) => expect(findReading(readings, letters)).toEqual(range));

  it.each([
    ["Xi'an", 'xian'],
    ['xiang tan', 'xiangtan'],
    ['x', null],
    ['湘潭', null],
    ['a1', null],
  ])('%s asks for %s', (question, letters) => expect(pinyinOf(question)).toBe(letters));
});
