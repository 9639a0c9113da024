/** Cells and rows of a worksheet as XML; the hot part of an export. */
import type { ExportColumn, ExportRow, ExportValue } from '#shared/domain/exports/column.ts';
import { cellText, isNumberCell } from '#shared/domain/exports/column.ts';
import { looksLikeFormula } from '#shared/domain/exports/formula-guard.ts';
import { dayOf, dayStart } from '#shared/kernel/instant.ts';
import type { StyleName } from './styles-xml.ts';
import { styleIndex, textStyles, valueStyle } from './styles-xml.ts';
import { textElement } from './xml-text.ts';

/** Excel's day number of 1970-01-01. */
const UNIX_EPOCH_SERIAL = 25_569;
/** Excel counts a 1900-02-29 that never was: days before 1900-03-01 are written as text. */
const FIRST_SERIAL = 61;
const LAST_SERIAL = 2_958_465;
const SECONDS_PER_DAY = 86_400;

/** `A`, `B`, … `AA` of a column index from 0. */
export function columnLetters(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnLetters(Math.floor(index / 26) - 1) + letter;
}

/**
 * Excel's serial number of a value of a date column, in Shanghai time to the second, or
 * undefined outside its calendar.
 */
export function serialText(value: number, kind: 'instant' | 'day'): string | undefined {
  const day = kind === 'day' ? value : dayOf(value);
  const serial = day + UNIX_EPOCH_SERIAL;
  if (serial < FIRST_SERIAL || serial > LAST_SERIAL) return undefined;
  if (kind === 'day') return String(serial);
  return serial + dayFraction(Math.floor((value - dayStart(day)) / 1000));
}

// Formatting a fraction takes far longer than looking it up, and a day has few seconds.
const fractions: string[] = [];

/** `.375` of 32,400 seconds; eleven digits tell microseconds apart. */
function dayFraction(second: number): string {
  if (second === 0) return '';
  return (fractions[second] ??= (second / SECONDS_PER_DAY).toFixed(11).slice(1));
}

export function textCell(reference: string, text: string, style: StyleName): string {
  return `<c r="${reference}" s="${styleIndex(style)}" t="inlineStr"><is>${textElement(text)}</is></c>`;
}

/** Writes rows of one set of columns. */
export type RowEncoder = {
  /** The canonical texts of the row encoded last. The array is reused. */
  texts: string[];
  /** `<row>` element; empty cells are left out. */
  encode(values: ExportRow, rowNumber: number): string;
};

export function createRowEncoder(columns: readonly ExportColumn[]): RowEncoder {
  const cells = columns.map(createCellEncoder);
  const texts = columns.map(() => '');
  return {
    texts,
    encode(values, rowNumber) {
      let xml = `<row r="${rowNumber}">`;
      for (let index = 0; index < columns.length; index += 1) {
        const column = columns[index];
        const encodeCell = cells[index];
        if (!column || !encodeCell) continue;
        const value = values[index] ?? null;
        const text = cellText(value, column);
        texts[index] = text;
        if (text !== '') xml += encodeCell(value, text, rowNumber);
      }
      return `${xml}</row>`;
    },
  };
}

type CellEncoder = (value: ExportValue, text: string, rowNumber: number) => string;

function createCellEncoder(column: ExportColumn, index: number): CellEncoder {
  const open = `<c r="${columnLetters(index)}`;
  const styles = textStyles(column);
  const plain = `" s="${styleIndex(styles.plain)}" t="inlineStr"><is>`;
  const guarded = `" s="${styleIndex(styles.guarded)}" t="inlineStr"><is>`;
  const number = `" s="${styleIndex(valueStyle(column))}"><v>`;
  return (value, text, rowNumber) => {
    const stored = typeof value === 'number' ? storedNumber(value, text, column) : undefined;
    if (stored !== undefined) return `${open}${rowNumber}${number}${stored}</v></c>`;
    const attributes = looksLikeFormula(text) ? guarded : plain;
    return `${open}${rowNumber}${attributes}${textElement(text)}</is></c>`;
  };
}

function storedNumber(value: number, text: string, column: ExportColumn): string | undefined {
  if (column.kind === 'instant' || column.kind === 'day') {
    return serialText(value, column.kind);
  }
  return isNumberCell(value, column) ? text : undefined;
}
