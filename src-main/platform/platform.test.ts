import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CLOCK_JUMP_MS, type ClockSources, fixedClock, systemClock } from './clock.ts';
import { freeBytes, systemCode, writeFileAtomic } from './files.ts';
import { seededIds, systemIds } from './ids.ts';
import { createLog, redactText } from './log.ts';
import { manualTimers, systemTimers } from './timers.ts';

type Computer = { wall: number; mono: number; up: number };
const START: Computer = { wall: Date.UTC(2026, 2, 2), mono: 5000, up: 777 };

function computer(): { state: Computer; sources: ClockSources; pass(ms: number): void; sleep(ms: number): void } {
  const state = { ...START };
  return {
    state,
    sources: { wallMs: () => state.wall, monotonicMs: () => state.mono, uptimeSeconds: () => state.up },
    pass: (ms) => {
      state.wall += ms;
      state.mono += ms;
      state.up += ms / 1000;
    },
    sleep: (ms) => {
      state.wall += ms;
      state.up += ms / 1000;
    },
  };
}

describe('system clock', () => {
  it('runs with the computer', () => {
    const { sources, pass } = computer();
    const clock = systemClock(sources);
    pass(90_000);
    expect([clock.now() - START.wall, clock.flag()]).toEqual([90_000, 'ok']);
  });

  it.each([-7_200_000, 86_400_000])('is not moved by a wall clock moved by %d ms, but flags it', (moved) => {
    const { sources, state, pass } = computer();
    const clock = systemClock(sources);
    const monotonic = clock.monotonic();
    state.wall += moved;
    pass(60_000);
    expect([clock.now() - START.wall, clock.monotonic() - monotonic, clock.flag()]).toEqual([60_000, 60_000, 'jumped']);
    state.wall -= moved - CLOCK_JUMP_MS / 2;
    expect(clock.flag()).toBe('ok');
  });

  it('counts the sleep of the computer, and takes it for no jump', () => {
    const { sources, pass, sleep } = computer();
    const clock = systemClock(sources);
    pass(10_000);
    expect(clock.now() - START.wall).toBe(10_000);
    sleep(8 * 3_600_000);
    pass(2000);
    expect([clock.now() - START.wall, clock.flag()]).toEqual([8 * 3_600_000 + 12_000, 'ok']);
  });

  it('never runs backwards, whatever the computer does', () => {
    const step = fc.record({ kind: fc.constantFrom('pass', 'sleep', 'set'), ms: fc.integer({ min: 0, max: 10_000_000 }) });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const { sources, state, pass, sleep } = computer();
        const clock = systemClock(sources);
        let last = clock.now();
        for (const { kind, ms } of steps) {
          if (kind === 'pass') pass(ms);
          else if (kind === 'sleep') sleep(ms);
          else state.wall = ms;
          expect(clock.now()).toBeGreaterThanOrEqual(last);
          last = clock.now();
        }
      }),
    );
  });

  it('agrees with the real one', () => {
    expect(Math.abs(systemClock().now() - Date.now())).toBeLessThan(50);
    expect(fixedClock(7).now()).toBe(7);
  });
});

describe('ids', () => {
  it('are UUIDs of version 7 that carry their time', () => {
    const uuid = systemIds().uuid(Date.UTC(2026, 2, 2));
    expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(parseInt(uuid.replace('-', '').slice(0, 12), 16)).toBe(Date.UTC(2026, 2, 2));
  });

  it('do not repeat, over the end of a pool too', () => {
    const ids = systemIds();
    const made = new Set(Array.from({ length: 5000 }, () => ids.bytes(16).toString('hex')));
    expect(made.size).toBe(5000);
    expect(ids.bytes(5000)).toHaveLength(5000);
  });

  it('come again from the same seed only', () => {
    const draw = (seed: string) => [seededIds(seed).bytes(70).toString('hex'), seededIds(seed).uuid(1)];
    expect(draw('a')).toEqual(draw('a'));
    expect(draw('a')).not.toEqual(draw('b'));
  });
});

describe('log', () => {
  function written(level: 'debug' | 'info', fields: Record<string, unknown>): string[] {
    const lines: string[] = [];
    createLog({ sink: (line) => lines.push(line), clock: fixedClock(0) })
      .with({ part: 'ledger' })
      [level]('file-read', fields);
    return lines;
  }

  it('writes lines of JSON from its level on', () => {
    expect(written('info', { rows: 3 })).toEqual([
      '{"time":"1970-01-01T00:00:00.000Z","level":"info","event":"file-read","part":"ledger","rows":3}',
    ]);
    expect(written('debug', {})).toEqual([]);
  });

  it('writes no telephone numbers, names, secrets or bytes', () => {
    const [line] = written('info', {
      text: '联系 13800000000，邮件 1234567890123',
      number: 13_800_000_000,
      receiverName: '某某',
      senderPhone: '0731-5550000',
      pin: '480913',
      keyHex: 'ab12',
      dataKey: 'abc',
      key: Buffer.alloc(4),
      list: [{ mobile: '1' }, 'a.person@example.com'],
      error: new Error('for 13800000000', { cause: new Error('13900000000') }),
    });
    for (const hidden of ['13800000000', '13900000000', '某某', '5550000', '480913', '"abc"', 'ab12', 'a.person']) {
      expect(line).not.toContain(hidden);
    }
    expect(line).toContain('1234567890123');
    expect(line).toContain('***@example.com');
  });

  it('redacts numbers of exactly eleven digits in text', () => {
    expect(redactText('13800000000 138000000001 a13800000000b')).toBe('*********** 138000000001 a***********b');
  });
});

describe('files', () => {
  it('are replaced whole, and nothing is left beside them', () => {
    const folder = mkdtempSync(join(tmpdir(), '文件 '));
    const file = join(folder, 'a');
    writeFileSync(file, 'old');
    writeFileAtomic(file, '新的内容');
    expect(readFileSync(file, 'utf8')).toBe('新的内容');
    expect(() => writeFileAtomic(join(folder, 'none', 'a'), 'x')).toThrow('ENOENT');
    expect(readdirSync(folder)).toEqual(['a']);
    expect(freeBytes(folder)).toBeGreaterThan(0);
    rmSync(folder, { recursive: true });
    expect(existsSync(folder)).toBe(false);
  });

  it('tell the code of a failure', () => {
    expect([systemCode(Object.assign(new Error('x'), { code: 'ENOSPC' })), systemCode('x')]).toEqual(['ENOSPC', undefined]);
  });
});

describe('timers', () => {
  it('moved by hand fire in order of time', () => {
    const timers = manualTimers();
    const fired: string[] = [];
    timers.after(20, () => fired.push('b'));
    timers.after(10, () => timers.after(5, () => fired.push('a')));
    const stop = timers.every(9, () => fired.push('tick'));
    timers.advance(20);
    stop();
    timers.advance(100);
    expect(fired).toEqual(['tick', 'a', 'tick', 'b']);
    expect(timers.pending()).toBe(0);
  });

  it('wait ends at once when aborted', async () => {
    const abort = new AbortController();
    const waits = [systemTimers.wait(600_000, abort.signal), manualTimers().wait(1, abort.signal)];
    abort.abort();
    await Promise.all(waits);
    await systemTimers.wait(600_000, abort.signal);
    await systemTimers.yieldToLoop();
  });
});
