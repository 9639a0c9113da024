import { IconRadar2 } from '@tabler/icons-react';
import { EVERYWHERE } from '../features/keys/key-conflicts.ts';
import { useText } from '../i18n/text.ts';
import { commandRegistry, listCommands } from '../ui/keyboard/commands.ts';
import { useEffect } from 'react';
import { CommandMenu } from './CommandMenu.tsx';
import css from './Frame.module.css';
import { appLayers } from './app-state.ts';
import { createFocusKeeper } from './focus-keeper.ts';

const focus = createFocusKeeper();

function close(): void {
  appLayers.setState({ menu: false });
  focus.giveBack();
}

/** The program's own menu, behind its mark in the title bar: what can be done everywhere. */
export function AppMenu() {
  const t = useText();
  const opened = appLayers((state) => state.menu);
  const commands = listCommands(commandRegistry()).filter(({ owner, palette }) => owner === EVERYWHERE && palette !== false);
  const titles = [...new Set(commands.map(({ group }) => group))];
  const parts = titles.map((title) => ({
    title,
    commands: commands.filter(({ group }) => group === title),
    folded: title !== t('keys:groups.app'),
  }));
  useEffect(() => {
    if (opened) focus.keep();
  }, [opened]);
  return (
    <CommandMenu label={t('keys:menu.app')} opened={opened} onClose={close} parts={parts}>
      <button
        type="button"
        className={css['menuButton']}
        aria-label={t('keys:menu.app')}
        title={t('keys:menu.app')}
        onClick={() => appLayers.setState({ menu: !opened })}
      >
        <span className={css['mark']}>
          <IconRadar2 size={14} stroke={2} aria-hidden />
        </span>
      </button>
    </CommandMenu>
  );
}
