import { beforeAll, describe, expect, it } from 'vitest';
import { keyRefusal, keysCollide } from '#shared/domain/keyboard/key-rules.ts';
import { EVERYWHERE } from '../features/keys/key-conflicts.ts';
import { startTexts, text } from '../i18n/text.ts';
import { ownedCommands } from '../ui/keyboard/commands.ts';
import type { RegisteredCommand } from '../ui/keyboard/commands.ts';
import { frameCommands } from './commands.ts';
import { SCREENS } from './screens.ts';

let frame: readonly RegisteredCommand[];
let screens: readonly (readonly RegisteredCommand[])[];
beforeAll(async () => {
  startTexts();
  frame = ownedCommands(EVERYWHERE, frameCommands(text));
  screens = await Promise.all(
    SCREENS.map(async ({ id, commands }) => (commands === undefined ? [] : ownedCommands(id, (await commands())(text)))),
  );
});

/** A screen's own way to undo stands in front of the frame's: both take back the last act. */
const MEANT = new Set(['queue.undo frame.undo']);

function collisions(commands: readonly RegisteredCommand[]): string[] {
  return commands.flatMap((one, index) =>
    commands.slice(index + 1).flatMap((other) => {
      const meets = one.keys.some((keys) => other.keys.some((others) => keysCollide(keys, others)));
      return meets && !MEANT.has(`${one.id} ${other.id}`) ? [`${one.id} ${other.id}`] : [];
    }),
  );
}

describe('the program’s own keys', () => {
  it('are each of one command on a screen', () => {
    expect(screens.flatMap((commands) => collisions([...commands, ...frame]))).toEqual([]);
  });

  it('leave input methods and the system what is theirs', () => {
    const keys = [...frame, ...screens.flat()].flatMap((command) => command.keys.map((one) => `${command.id} ${one}`));
    const taken = keys.filter((line) => ['input-method', 'system', 'shape'].includes(keyRefusal(line.slice(line.indexOf(' ') + 1)) ?? ''));
    // The key by which every window's menu opens.
    expect(taken).toEqual(['frame.menu F10']);
  });

  it('have ids by which they can be remapped, each once', () => {
    const ids = [...frame, ...screens.flat()].map(({ id }) => id);
    expect(ids.filter((id) => !/^[a-z0-9.-]{1,80}$/.test(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
