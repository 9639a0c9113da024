import { describe, expect, it } from 'vitest';
import { listKeptTapes } from './kept-tapes.ts';
import { runTape } from './model/run-tape.ts';

const kept = listKeptTapes('model');

describe('tapes of the model that failed once', () => {
  it('are there', () => {
    expect(kept.length).toBeGreaterThan(0);
  });

  it.each(kept)('$name breaks nothing any more', ({ kept: { tape } }) => {
    expect(runTape(tape, null).failure).toBeNull();
  });

  it.each(kept.filter((one) => one.kept.bug !== null))('$name breaks the same with its bug planted', ({ kept: { tape, bug, found } }) => {
    expect(runTape(tape, bug).failure?.slice(0, 3)).toBe(found.slice(0, 3));
  });
});
