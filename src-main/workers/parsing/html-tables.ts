import type { RawRow } from '#shared/domain/imports/raw-row.ts';

/**
 * Tables of an HTML page that was saved as a spreadsheet. Only what tables need is understood: rows,
 * cells, spans, line breaks and entities; scripts, styles and comments are passed over. A nested
 * table is text of its cell.
 */
export function readHtmlTables(html: string): RawRow[][] {
  const tables: RawRow[][] = [];
  const builder = createTableBuilder((rows) => tables.push(rows));
  // Elements that are never closed are looked for once.
  const unclosed = new Set<string>();
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    builder.text(html.slice(at, open === -1 ? html.length : open));
    if (open === -1) break;
    const tag = readTag(html, open);
    if (tag === undefined) {
      builder.text('<');
      at = open + 1;
      continue;
    }
    const isSkipped = SKIPPED.has(tag.name) && !tag.isEnd && !unclosed.has(tag.name);
    const end = isSkipped ? endOfElement(html, tag) : undefined;
    if (isSkipped && end === undefined) unclosed.add(tag.name);
    at = end ?? tag.next;
    builder.tag(tag);
  }
  builder.end();
  return tables;
}

type Tag = { readonly name: string; readonly isEnd: boolean; readonly attributes: string; readonly next: number };
const SKIPPED = new Set(['script', 'style', 'title', 'xml']);

/** The markup at `open`; undefined for a `<` that opens none. */
function readTag(html: string, open: number): Tag | undefined {
  if (html.startsWith('<!--', open)) {
    const end = html.indexOf('-->', open + 4);
    return { name: '', isEnd: false, attributes: '', next: end === -1 ? html.length : end + 3 };
  }
  const isEnd = html[open + 1] === '/';
  const from = isEnd ? open + 2 : open + 1;
  if (!/[a-z!?]/i.test(html[from] ?? '')) return undefined;
  const end = tagEnd(html, from);
  const body = html.slice(from, end);
  const name = /^[^\s/>]*/.exec(body)?.[0] ?? '';
  return { name: name.toLowerCase(), isEnd, attributes: body.slice(name.length), next: Math.min(html.length, end + 1) };
}

const LONGEST_TAG = 65_536;

/** A `>` inside a quoted attribute does not end the tag, unless the quote never closes. */
function tagEnd(html: string, from: number): number {
  let quote = '';
  for (let at = from; at < html.length && at - from < LONGEST_TAG; at += 1) {
    const char = html[at] ?? '';
    if (quote !== '') quote = char === quote ? '' : quote;
    else if (char === '>') return at;
    else if (char === '<') return at - 1;
    else if ((char === '"' || char === "'") && /=\s*$/.test(html.slice(Math.max(from, at - 3), at))) quote = char;
  }
  const plain = html.indexOf('>', from);
  return plain === -1 ? html.length : plain;
}

function endOfElement(html: string, tag: Tag): number | undefined {
  const end = html.slice(tag.next).search(new RegExp(`</${tag.name}`, 'i'));
  return end === -1 ? undefined : tag.next + end;
}

type TableBuilder = { tag(tag: Tag): void; text(text: string): void; end(): void };
type Cell = { text: string; readonly columns: number; readonly rows: number };

function createTableBuilder(onTable: (rows: RawRow[]) => void): TableBuilder {
  let depth = 0;
  let grid = createGrid();
  let cell: Cell | undefined;
  const closeCell = (): void => {
    if (cell) grid.add(cell);
    cell = undefined;
  };
  const closeTable = (): void => {
    closeCell();
    const rows = grid.finish();
    if (rows.length > 0) onTable(rows);
    grid = createGrid();
  };
  const outer = (tag: Tag): void => {
    if (tag.name === 'tr') {
      closeCell();
      if (!tag.isEnd) grid.nextRow();
    } else if (tag.name === 'td' || tag.name === 'th') {
      closeCell();
      if (!tag.isEnd) cell = { text: '', columns: spanOf(tag, 'colspan'), rows: spanOf(tag, 'rowspan') };
    } else if (tag.name === 'br' && cell) cell.text += '\n';
  };
  return {
    tag(tag) {
      if (tag.name === 'table') {
        depth += tag.isEnd ? -1 : 1;
        if (depth <= 0) {
          depth = 0;
          closeTable();
        }
      } else if (depth <= 1) outer(tag);
    },
    text(text) {
      if (cell && text !== '') cell.text += decodeEntities(text.replace(/\s+/g, ' '));
    },
    end: closeTable,
  };
}

type Grid = { nextRow(): void; add(cell: Cell): void; finish(): RawRow[] };
const MOST_COLUMNS = 16_384;

/** Places cells beside those that reach down from rows above. */
function createGrid(): Grid {
  const rows: RawRow[] = [];
  const reaching = new Map<number, number>();
  let cells: string[] | undefined;
  const closeRow = (): void => {
    if (!cells) return;
    rows.push({ row: rows.length + 1, cells });
    for (const [column, left] of reaching) {
      if (left <= 1) reaching.delete(column);
      else reaching.set(column, left - 1);
    }
    cells = undefined;
  };
  return {
    nextRow() {
      closeRow();
      cells = [];
    },
    add(cell) {
      cells ??= [];
      while (reaching.has(cells.length)) cells.push('');
      const from = cells.length;
      for (let column = from; column < Math.min(MOST_COLUMNS, from + cell.columns); column += 1) {
        cells.push(column === from ? cell.text.trim() : '');
        // Counted down once when this row closes.
        if (cell.rows > 1) reaching.set(column, cell.rows);
      }
    },
    finish() {
      closeRow();
      return rows;
    },
  };
}

function spanOf(tag: Tag, name: string): number {
  const stated = new RegExp(`\\b${name}\\s*=\\s*["']?(\\d{1,5})`, 'i').exec(tag.attributes)?.[1];
  return Math.min(1000, Math.max(1, Number(stated ?? 1)));
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ensp: ' ',
  emsp: ' ',
  middot: '·',
  hellip: '…',
  ldquo: '“',
  rdquo: '”',
};

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});?/gi, (whole, entity: string) => {
    if (!entity.startsWith('#')) return Object.hasOwn(ENTITIES, entity.toLowerCase()) ? (ENTITIES[entity.toLowerCase()] ?? whole) : whole;
    const code = /^#x/i.test(entity) ? parseInt(entity.slice(2), 16) : Number(entity.slice(1));
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
