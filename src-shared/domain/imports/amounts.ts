import { cutFloatTail, foldWidth } from './clean.ts';

/** Weights and money as cells state them; undefined when the text is no such amount. */

const NUMBER = /^[+]?(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?$/;

/** The usual form, read without further ado. */
const SHORT_INTEGER = /^\d{1,6}$/;

function plainNumber(text: string): number | undefined {
  const match = NUMBER.exec(text);
  if (!match) return undefined;
  return Number(`${(match[1] ?? '').replace(/,/g, '')}${match[2] ?? ''}`);
}

const WEIGHT_UNITS: Readonly<Record<string, number>> = { g: 1, 克: 1, kg: 1000, 千克: 1000, 公斤: 1000, 斤: 500 };

/** Grams of a weight; `unit` is the heading's factor, a unit in the cell wins over it. */
export function readGrams(text: string, unit = 1): number | undefined {
  if (unit === 1 && SHORT_INTEGER.test(text)) return Number(text);
  const match = /^([\d.,+]+)\s*(g|kg|克|千克|公斤|斤)?$/i.exec(foldWidth(text));
  const value = match ? plainNumber(match[1] ?? '') : undefined;
  if (match === null || value === undefined) return undefined;
  const factor = match[2] === undefined ? unit : (WEIGHT_UNITS[match[2].toLowerCase()] ?? unit);
  const grams = Math.round(value * factor);
  return grams <= 10_000_000 ? grams : undefined;
}

/** Factor to grams that a weight's heading names; 1 when it names none. */
export function gramsPerUnit(heading: string): number {
  return /千克|公斤|kg/i.test(heading) ? 1000 : 1;
}

/** Integer fen of an amount; `isFen` when the heading says that the column is in 分. */
export function readFen(text: string, isFen: boolean): number | undefined {
  if (SHORT_INTEGER.test(text)) return isFen ? Number(text) : Number(text) * 100;
  const match = /^[¥￥]?\s*([\d.,+]+)\s*(元|分|圆)?$/.exec(foldWidth(text).replace(/^¥/, ''));
  const value = match ? plainNumber(match[1] ?? '') : undefined;
  if (match === null || value === undefined) return undefined;
  const fen = match[2] === '分' || (isFen && match[2] === undefined) ? value : value * 100;
  return fen <= 1e11 ? Math.round(fen) : undefined;
}

export function isFenHeading(heading: string): boolean {
  return /[(（]分[)）]|单位[:：]?分/.test(heading);
}

const REACHES: Readonly<Record<string, string>> = {
  同城: '1',
  地市: '2',
  省内: '3',
  国内: '4',
  省外: '4',
  省际: '4',
  国际: '5',
  港澳台: '5',
};

/** 寄达范围 as its digit; names and `1-同城` are understood, anything else says nothing. */
export function readReach(text: string): string | undefined {
  const plain = cutFloatTail(foldWidth(text));
  const digit = /^0?([1-5])(?:\D.*)?$/.exec(plain)?.[1];
  if (digit !== undefined) return digit;
  return Object.hasOwn(REACHES, plain) ? REACHES[plain] : undefined;
}
