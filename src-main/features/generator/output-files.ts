import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import iconv from 'iconv-lite';

export type TextEncoding = 'gbk' | 'utf-8' | 'utf-8-bom';

type Pending = { parts: string[]; length: number; encoding: TextEncoding };

const FLUSH_CHARS = 256 * 1024;

/**
 * Many text files written side by side in bounded memory: texts are collected per file and
 * appended when they are big enough. No file stays open in between.
 */
export class OutputFiles {
  private readonly pending = new Map<string, Pending>();
  private readonly full = new Set<string>();
  private readonly folder: string;
  bytes = 0;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Starts a file anew; its folder is made when it is missing. */
  async create(file: string, encoding: TextEncoding): Promise<void> {
    const path = join(this.folder, file);
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, encoding === 'utf-8-bom' ? Buffer.from([0xef, 0xbb, 0xbf]) : Buffer.alloc(0));
    this.pending.set(file, { parts: [], length: 0, encoding });
  }

  has(file: string): boolean {
    return this.pending.has(file);
  }

  append(file: string, text: string): void {
    const pending = this.pending.get(file);
    if (!pending) throw new Error(`not created: ${file}`);
    pending.parts.push(text);
    pending.length += text.length;
    if (pending.length >= FLUSH_CHARS) this.full.add(file);
  }

  /** Writes the files whose texts have grown big. */
  async flushFull(): Promise<void> {
    for (const file of this.full) await this.flush(file);
    this.full.clear();
  }

  async flushAll(): Promise<void> {
    for (const file of this.pending.keys()) await this.flush(file);
    this.full.clear();
  }

  private async flush(file: string): Promise<void> {
    const pending = this.pending.get(file);
    if (!pending || pending.length === 0) return;
    const text = pending.parts.join('');
    pending.parts = [];
    pending.length = 0;
    const bytes = pending.encoding === 'gbk' ? iconv.encode(text, 'gbk') : Buffer.from(text, 'utf8');
    this.bytes += bytes.length;
    await appendFile(join(this.folder, file), bytes);
  }

  async writeWhole(file: string, bytes: Uint8Array): Promise<void> {
    const path = join(this.folder, file);
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, bytes);
    this.bytes += bytes.length;
  }
}
