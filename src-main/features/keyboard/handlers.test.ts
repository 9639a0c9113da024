import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keys } from '#shared/contract/keys.ts';
import { makeAreaFixture } from '../area-fixture.ts';
import type { AreaFixture } from '../area-fixture.ts';
import { createKeysHandlers } from './handlers.ts';

let area: AreaFixture;
beforeEach(() => {
  area = makeAreaFixture({ contract: { keys }, handlers: (context) => ({ keys: createKeysHandlers(context) }) });
});
afterEach(() => area.remove());

const DEFAULT = { mode: 'on', bindings: {}, recent: [] };

describe('keys of a person', () => {
  it('are the program’s own until they are changed', async () => {
    await expect(area.ask('keys.get')).resolves.toEqual(DEFAULT);
  });

  it('keep what is not named, and replace what is', async () => {
    await area.ask('keys.set', { mode: 'alt', bindings: { 'queue.claim': ['KeyQ'] } });
    await area.ask('keys.set', { recent: ['queue.claim'] });
    await area.ask('keys.set', { bindings: { 'queue.close': [] } });
    await expect(area.ask('keys.get')).resolves.toEqual({ mode: 'alt', bindings: { 'queue.close': [] }, recent: ['queue.claim'] });
    expect(area.topics.filter(({ topic }) => topic === 'keys.changed')).toHaveLength(3);
  });

  it('follow the person, not the seat', async () => {
    await area.ask('keys.set', { mode: 'off', recent: ['frame.lock'] });
    area.seat('p2');
    await expect(area.ask('keys.get')).resolves.toEqual(DEFAULT);
    area.seat('p1');
    await expect(area.ask('keys.get')).resolves.toMatchObject({ mode: 'off', recent: ['frame.lock'] });
  });

  it('are refused where they belong to input methods, the system or the text, and nothing changes', async () => {
    for (const forbidden of ['Ctrl+Space', 'Ctrl+Shift+KeyA', 'Ctrl+Alt+KeyM', 'Alt+F4', 'Ctrl+KeyC', 'Enter', 'Shift']) {
      await expect(area.ask('keys.set', { bindings: { 'queue.claim': [forbidden] } })).rejects.toThrow('key-forbidden');
    }
    await expect(area.ask('keys.get')).resolves.toEqual(DEFAULT);
  });

  it('that cannot be read any more count as never set', async () => {
    area.ledger.write((tx) => tx.run('INSERT INTO setting (key, value) VALUES (?, ?)', ['keys p1', '{"mode":"loud","recent":7}']));
    await expect(area.ask('keys.get')).resolves.toEqual(DEFAULT);
  });
});
