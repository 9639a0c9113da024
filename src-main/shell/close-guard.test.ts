import { beforeEach, describe, expect, it } from 'vitest';
import { CloseGuard } from './close-guard.ts';

describe('closing the window', () => {
  let guard: CloseGuard;
  beforeEach(() => {
    guard = new CloseGuard();
  });

  it('says nothing while nothing waits', () => {
    expect(guard.mayClose(true)).toBe(true);
    guard.hold(3);
    guard.hold(0);
    expect(guard.mayClose(true)).toBe(true);
  });

  it('asks once while changes wait; closing again closes', () => {
    guard.hold(3);
    expect(guard.mayClose(true)).toBe(false);
    expect(guard.mayClose(true)).toBe(true);
  });

  it('asks anew after the person has stayed', () => {
    guard.hold(3);
    guard.mayClose(true);
    guard.hold(3);
    expect(guard.mayClose(true)).toBe(false);
  });

  it('never keeps a program that ends, nor a window whose page cannot ask', () => {
    guard.hold(3);
    expect(guard.mayClose(false)).toBe(true);
    guard.quitting();
    expect(guard.mayClose(true)).toBe(true);
  });
});
