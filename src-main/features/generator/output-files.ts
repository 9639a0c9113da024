import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import iconv from 'iconv-lite';

export type TextEncoding = 'gbk' | 'utf-8' | 'utf-8-bom';

type Pending = {
  encoding: TextEncoding;
  /** Filled buffers that wait to be written, then the one being filled. */
  filled: Buffer[];
  current: Buffer;
  used: number;
  isOnDisk: boolean;
};

const BUFFER_BYTES = 48 * 1024;
/** No code unit takes more bytes in UTF-8 or GBK. */
const BYTES_PER_UNIT = 3;

/**
 * Many text files written side by side in bounded memory: lines are encoded at once into a
 * buffer per file, and full buffers are appended at the next flush. No file stays open.
 */
export class OutputFiles {
  private readonly pending = new Map<string, Pending>();
  private readonly full = new Set<string>();
  private readonly folder: string;
  bytes = 0;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Starts a file anew; what stood there is replaced at the first flush. */
  create(file: string, encoding: TextEncoding): void {
    const current = Buffer.allocUnsafe(BUFFER_BYTES);
    this.pending.set(file, { encoding, filled: [], current, used: 0, isOnDisk: false });
    if (encoding === 'utf-8-bom') this.append(file, '\ufeff');
  }

  append(file: string, text: string): void {
    const pending = this.pending.get(file);
    if (!pending) throw new Error(`not created: ${file}`);
    const room = text.length * BYTES_PER_UNIT;
    if (pending.used + room > pending.current.length) this.turn(file, pending, room);
    if (pending.encoding === 'gbk') pending.used += iconv.encode(text, 'gbk').copy(pending.current, pending.used);
    else pending.used += pending.current.write(text, pending.used, 'utf8');
  }

  private turn(file: string, pending: Pending, room: number): void {
    if (pending.used > 0) pending.filled.push(pending.current.subarray(0, pending.used));
    pending.current = Buffer.allocUnsafe(Math.max(BUFFER_BYTES, room));
    pending.used = 0;
    this.full.add(file);
  }

  /** Writes what full buffers hold. */
  async flushFull(): Promise<void> {
    for (const file of this.full) await this.flush(file, false);
    this.full.clear();
  }

  async flushAll(): Promise<void> {
    for (const file of this.pending.keys()) await this.flush(file, true);
    this.full.clear();
  }

  private async flush(file: string, isLast: boolean): Promise<void> {
    const pending = this.pending.get(file);
    if (!pending) return;
    const parts = isLast ? [...pending.filled, pending.current.subarray(0, pending.used)] : pending.filled;
    const bytes = Buffer.concat(parts);
    pending.filled = [];
    if (isLast) pending.used = 0;
    this.bytes += bytes.length;
    const path = join(this.folder, file);
    if (pending.isOnDisk) await appendFile(path, bytes);
    else await this.write(path, bytes);
    pending.isOnDisk = true;
  }

  private async write(path: string, bytes: Uint8Array): Promise<void> {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes);
  }

  async writeWhole(file: string, bytes: Uint8Array): Promise<void> {
    await this.write(join(this.folder, file), bytes);
    this.bytes += bytes.length;
  }
}
