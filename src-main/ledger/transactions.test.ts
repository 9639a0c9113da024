import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../platform/clock.ts';
import type { ReadTx, WriteTx } from './handles.ts';
import { type LedgerFixture, makeLedgerFixture } from './ledger-fixture.ts';
import type { Ledger } from './ledger.ts';
import { migrationOf } from './migrator.ts';
import { openReadConnection } from './read-connection.ts';
import type { TopicEvent } from './handles.ts';
import { readMigrations } from './migrator.ts';
import { fileURLToPath } from 'node:url';

let fixture: LedgerFixture;
let ledger: Ledger;
beforeEach(() => {
  fixture = makeLedgerFixture();
  const steps = readMigrations(fileURLToPath(new URL('../../migrations/client/', import.meta.url)));
  const table = migrationOf(
    `${String(steps.length).padStart(4, '0')}-parcel.sql`,
    'CREATE TABLE parcel (no TEXT PRIMARY KEY, weight INTEGER NOT NULL) STRICT; CREATE TABLE piece (no TEXT REFERENCES parcel) STRICT',
  );
  ledger = fixture.open({ migrations: [...steps, table] });
});
afterEach(() => fixture.remove());

const ADD = 'INSERT INTO parcel (no, weight) VALUES (?, ?)';
const count = (from: { read: Ledger['read'] } = ledger) => from.read((tx) => tx.pluck<number>('SELECT count(*) FROM parcel'));

describe('transactions', () => {
  it('reads in the forms that callers need', () => {
    ledger.write((tx) => ['a', 'b', 'c'].forEach((no, index) => tx.run(ADD, [no, index])));
    ledger.read((tx) => {
      expect(tx.all('SELECT no FROM parcel WHERE weight > @least', { least: 0 })).toEqual([{ no: 'b' }, { no: 'c' }]);
      expect(tx.get('SELECT weight FROM parcel WHERE no = ?', ['b'])).toEqual({ weight: 1 });
      expect(tx.get('SELECT weight FROM parcel WHERE no = ?', ['x'])).toBeUndefined();
      expect(tx.pluck('SELECT weight FROM parcel WHERE no = ?', ['c'])).toBe(2);
      expect(tx.pluckAll('SELECT no FROM parcel ORDER BY no')).toEqual(['a', 'b', 'c']);
      expect(tx.prepare<{ weight: number }>('SELECT weight FROM parcel WHERE no = ?').get('a')).toEqual({ weight: 0 });
      const pairs: string[] = [];
      for (const outer of tx.iterate<{ no: string }>('SELECT no FROM parcel')) {
        for (const inner of tx.iterate<{ no: string }>('SELECT no FROM parcel')) pairs.push(outer.no + inner.no);
      }
      expect(pairs).toHaveLength(9);
    });
  });

  it('keeps all or nothing, and tells topics only after a commit', () => {
    const told: TopicEvent[] = [];
    const seenCounts: unknown[] = [];
    const stop = ledger.listen((event) => {
      told.push(event);
      seenCounts.push(count());
    });
    expect(() =>
      ledger.write((tx) => {
        tx.run(ADD, ['a', 1]);
        tx.emit('parcel-changed', { no: 'a' });
        throw new Error('no');
      }),
    ).toThrow('no');
    expect([count(), told]).toEqual([0, []]);
    ledger.write((tx) => {
      tx.emit('parcel-changed', { no: 'b' });
      tx.run(ADD, ['b', 1]);
      expect(told).toEqual([]);
    });
    expect(told).toEqual([{ topic: 'parcel-changed', payload: { no: 'b' } }]);
    expect(seenCounts).toEqual([1]);
    stop();
    ledger.write((tx) => tx.emit('parcel-changed', {}));
    expect(told).toHaveLength(1);
  });

  it('tells events of a listener that writes after those it answers', () => {
    const order: string[] = [];
    ledger.listen((event) => {
      order.push(`first ${event.topic}`);
      if (event.topic === 'a') ledger.write((tx) => tx.emit('b', {}));
    });
    ledger.listen((event) => order.push(`second ${event.topic}`));
    ledger.write((tx) => tx.emit('a', {}));
    expect(order).toEqual(['first a', 'second a', 'first b', 'second b']);
  });

  it('refuses nesting, asynchronous functions and handles after their end', () => {
    expect(() => ledger.write(() => ledger.write(() => 1))).toThrow('do not nest');
    expect(() => ledger.write(() => ledger.read(() => 1))).toThrow('do not nest');
    expect(() =>
      // @ts-expect-error an asynchronous function is no transaction
      ledger.write(async (tx) => tx.run(ADD, ['a', 1])),
    ).toThrow('synchronous');
    // @ts-expect-error an asynchronous function is no transaction
    expect(() => ledger.read(() => Promise.resolve(1))).toThrow('synchronous');
    let kept: WriteTx | undefined;
    ledger.write((tx) => {
      kept = tx;
    });
    const dead = kept;
    const add = ledger.write((tx) => tx.prepare(ADD));
    expect(() => dead?.run(ADD, ['a', 1])).toThrow('after its end');
    expect(() => dead?.pluck('SELECT 1')).toThrow('after its end');
    expect(() => dead?.emit('a', {})).toThrow('after its end');
    expect(() => add.run('a', 1)).toThrow('after its end');
    expect(count()).toBe(0);
  });

  it('gives no writing through a reading handle, at compile time or at run time', () => {
    const read = (tx: ReadTx): void => {
      // @ts-expect-error a reading handle has no run
      expect(() => tx.run(ADD, ['a', 1])).toThrow();
      expect(() => tx.all(`${ADD} RETURNING no`, ['a', 1])).toThrow('does not write');
      expect(() => tx.prepare(ADD)).toThrow('does not write');
      expect(() => tx.pluck(`${ADD} RETURNING no`, ['a', 1])).toThrow('does not write');
    };
    ledger.read(read);
    expect(count()).toBe(0);
  });

  it('enforces references and lets constraint failures through as the bugs they are', () => {
    expect(() => ledger.write((tx) => tx.run('INSERT INTO piece VALUES (?)', ['x']))).toThrow('FOREIGN KEY');
    expect(() => ledger.write((tx) => tx.run(ADD, ['a', null]))).toThrow('NOT NULL');
    ledger.write((tx) => tx.run(ADD, ['a', 1]));
    expect(count()).toBe(1);
  });

  it('lets workers read their own snapshot beside it', () => {
    const connection = openReadConnection(ledger.connectionOptions(), systemClock());
    ledger.write((tx) => tx.run(ADD, ['a', 1]));
    expect(count(connection)).toBe(1);
    connection.read((tx) => {
      expect(tx.pluck('SELECT count(*) FROM parcel')).toBe(1);
      ledger.write((writer) => writer.run(ADD, ['b', 1]));
      expect(tx.pluck('SELECT count(*) FROM parcel')).toBe(1);
    });
    expect(count(connection)).toBe(2);
    connection.close();
  });
});
