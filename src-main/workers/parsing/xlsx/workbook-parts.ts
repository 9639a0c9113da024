import type { DateStyle } from '../date-cells.ts';
import { dateStyleOf } from '../date-cells.ts';
import { refuseFile } from '../file-error.ts';
import type { PackageParts, ReadOptions } from './package-parts.ts';
import { attributeOf, createXmlScanner } from './xml-scan.ts';
import type { XmlHandler } from './xml-scan.ts';

/** The small parts of a workbook: which sheets there are, how dates count, which styles are dates. */
export type WorkbookParts = {
  readonly sheets: readonly { readonly name: string; readonly path: string; readonly hidden: boolean }[];
  readonly date1904: boolean;
  /** By style index; undefined for a style that shows no date. */
  readonly dateStyles: readonly (DateStyle | undefined)[];
  readonly sharedStringsPath: string | undefined;
};

const MAIN_TYPES = /officeDocument$/;

export async function readWorkbookParts(parts: PackageParts): Promise<WorkbookParts> {
  if (!parts.has('_rels/.rels')) throw refuseFile('file-unrecognised');
  const root = await readRelations(parts, '_rels/.rels', '');
  const main = [...root.values()].find((relation) => MAIN_TYPES.test(relation.type))?.path;
  if (main === undefined || !/\.xml$/i.test(main)) throw refuseFile('file-unrecognised');
  const folder = main.slice(0, main.lastIndexOf('/') + 1);
  const relations = await readRelations(parts, `${folder}_rels/${main.slice(folder.length)}.rels`, folder);
  const book = await readWorkbook(parts, main);
  const byType = (type: string): string | undefined => [...relations.values()].find((relation) => relation.type.endsWith(`/${type}`))?.path;
  const sheets = book.sheets.flatMap(({ name, id, hidden }) => {
    const relation = relations.get(id);
    return relation?.type.endsWith('/worksheet') === true ? [{ name, hidden, path: relation.path }] : [];
  });
  if (sheets.length === 0) throw refuseFile('file-unrecognised');
  const styles = byType('styles');
  return {
    sheets,
    date1904: book.date1904,
    dateStyles: styles !== undefined && parts.has(styles) ? await readDateStyles(parts, styles) : [],
    sharedStringsPath: byType('sharedStrings'),
  };
}

async function scan(parts: PackageParts, path: string, open: XmlHandler['open']): Promise<void> {
  const scanner = createXmlScanner({ open, close: () => undefined, text: () => undefined, wantsText: false });
  for await (const text of parts.read(path)) scanner.push(text);
  scanner.end();
}

type Relation = { readonly type: string; readonly path: string };

async function readRelations(parts: PackageParts, path: string, folder: string): Promise<Map<string, Relation>> {
  const relations = new Map<string, Relation>();
  await scan(parts, path, (name, attributes) => {
    if (name !== 'Relationship' || attributeOf(attributes, 'TargetMode') === 'External') return;
    const target = attributeOf(attributes, 'Target') ?? '';
    relations.set(attributeOf(attributes, 'Id') ?? '', {
      type: attributeOf(attributes, 'Type') ?? '',
      path: resolvePath(folder, target),
    });
  });
  return relations;
}

function resolvePath(folder: string, target: string): string {
  const parts: string[] = [];
  for (const part of (target.startsWith('/') ? target.slice(1) : folder + target).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

type BookSheet = { readonly name: string; readonly id: string; readonly hidden: boolean };

async function readWorkbook(parts: PackageParts, path: string): Promise<{ sheets: BookSheet[]; date1904: boolean }> {
  const sheets: BookSheet[] = [];
  let date1904 = false;
  await scan(parts, path, (name, attributes) => {
    if (name === 'workbookPr') date1904 = /^(?:1|true)$/.test(attributeOf(attributes, 'date1904') ?? '');
    if (name !== 'sheet') return;
    sheets.push({
      name: attributeOf(attributes, 'name') ?? '',
      id: attributeOf(attributes, 'id') ?? '',
      hidden: /hidden/i.test(attributeOf(attributes, 'state') ?? ''),
    });
  });
  return { sheets, date1904 };
}

async function readDateStyles(parts: PackageParts, path: string): Promise<(DateStyle | undefined)[]> {
  const formats = new Map<number, string>();
  const styles: (DateStyle | undefined)[] = [];
  let inCellFormats = false;
  const scanner = createXmlScanner({
    wantsText: false,
    text: () => undefined,
    open(name, attributes) {
      if (name === 'numFmt') formats.set(Number(attributeOf(attributes, 'numFmtId')), attributeOf(attributes, 'formatCode') ?? '');
      else if (name === 'cellXfs') inCellFormats = true;
      else if (name === 'xf' && inCellFormats) {
        const id = Number(attributeOf(attributes, 'numFmtId') ?? 0);
        styles.push(dateStyleOf(id, formats.get(id)));
      }
    },
    close(name) {
      if (name === 'cellXfs') inCellFormats = false;
    },
  });
  for await (const text of parts.read(path)) scanner.push(text);
  scanner.end();
  return styles;
}

/** The shared texts of a workbook, without phonetic notes. */
export async function readSharedStrings(parts: PackageParts, path: string, options: ReadOptions): Promise<string[]> {
  const strings: string[] = [];
  let text = '';
  let inPhonetic = false;
  const handler: XmlHandler = {
    wantsText: false,
    text(piece) {
      text = text === '' ? piece : text + piece;
    },
    open(name) {
      if (name === 'si') text = '';
      else if (name === 'rPh') inPhonetic = true;
      else if (name === 't') handler.wantsText = !inPhonetic;
    },
    close(name) {
      if (name === 't') handler.wantsText = false;
      else if (name === 'rPh') inPhonetic = false;
      else if (name === 'si') strings.push(unescapeText(text));
    },
  };
  const scanner = createXmlScanner(handler);
  for await (const piece of parts.read(path, options)) scanner.push(piece);
  scanner.end();
  return strings;
}

/** Characters that XML cannot hold are stored as `_x001F_`. */
export function unescapeText(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}
