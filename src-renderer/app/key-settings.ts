import { useEffect } from 'react';
import { api } from '../api/client.ts';
import { useQueryOf } from '../api/queries.ts';
import { provideCatalogue } from '../features/keys/command-catalogue.ts';
import { EVERYWHERE } from '../features/keys/key-conflicts.ts';
import { onFreshStart } from '../features/session/fresh-start.ts';
import { text } from '../i18n/text.ts';
import { ownedCommands } from '../ui/keyboard/commands.ts';
import type { RegisteredCommand } from '../ui/keyboard/commands.ts';
import { OWN_KEYS, keyBindings } from '../ui/keyboard/key-bindings.ts';
import { frameCommands } from './commands.ts';
import { SCREENS } from './screens.ts';

onFreshStart(() => keyBindings.setState(OWN_KEYS, true));

/** Commands of every screen, the shown one or not, in the present language. */
async function catalogue(): Promise<readonly RegisteredCommand[]> {
  const ofScreens = SCREENS.map(async ({ id, commands }) => (commands === undefined ? [] : ownedCommands(id, (await commands())(text))));
  return [...(await Promise.all(ofScreens)).flat(), ...ownedCommands(EVERYWHERE, frameCommands(text))];
}
provideCatalogue(catalogue);

/** The keys of the person who has unlocked, as soon as the ledger has told them. */
export function useKeySettings(): void {
  const keys = useQueryOf(api.keys.get, {}).data;
  useEffect(() => {
    if (keys !== undefined) keyBindings.setState({ mode: keys.mode, bindings: keys.bindings }, true);
  }, [keys]);
}
