import { IconKeyboard, IconPrinter } from '@tabler/icons-react';
import { createPortal } from 'react-dom';
import { shell } from '../api/shell.ts';
import { navigation } from '../features/navigation/navigation.ts';
import { usePerson } from '../features/session/session.ts';
import { useText } from '../i18n/text.ts';
import { classNames } from '../ui/class-names.ts';
import { Button } from '../ui/controls/Button.tsx';
import { Dialog } from '../ui/controls/Dialog.tsx';
import { commandRegistry, isPossible, listCommands } from '../ui/keyboard/commands.ts';
import type { RegisteredCommand } from '../ui/keyboard/commands.ts';
import { activeKeys, boundKeys, keyBindings } from '../ui/keyboard/key-bindings.ts';
import css from './KeySheet.module.css';
import { KeyCaps } from './KeyCaps.tsx';
import { appLayers } from './app-state.ts';
import { openKeySettings } from './commands.ts';
import { SCREENS } from './screens.ts';

const close = () => appLayers.setState({ keySheet: false });

/** All keys of the present screen, from the same registry that runs them. */
export function KeySheet() {
  const open = appLayers((state) => state.keySheet);
  return open ? <OpenKeySheet /> : null;
}

function OpenKeySheet() {
  const t = useText();
  const mode = keyBindings((state) => state.mode);
  const change = () => {
    close();
    openKeySettings();
  };
  const foot = (
    <>
      <Button icon={<IconKeyboard size={16} aria-hidden />} onClick={change}>
        {t('keys:sheet.change')}
      </Button>
      <Button icon={<IconPrinter size={16} aria-hidden />} onClick={() => void shell('print', {})}>
        {t('keys:sheet.print')}
      </Button>
    </>
  );
  return (
    <Dialog title={t('keys:sheet.title')} closeLabel={t('common:close')} size="760px" onClose={close} foot={foot}>
      <p className={css['hint']}>{mode === 'on' ? t('keys:sheet.hint') : t(`keys:sheet.${mode}`)}</p>
      <Groups />
      {createPortal(<PrintedSheet />, document.body)}
    </Dialog>
  );
}

function Groups() {
  const state = keyBindings();
  const commands = listCommands(commandRegistry()).filter((command) => boundKeys(command, state).length > 0);
  const groups = [...new Set(commands.map((command) => command.group))];
  return (
    <div className={css['sheet']}>
      {groups.map((group) => (
        <section key={group}>
          <h3>{group}</h3>
          <ul>
            {commands
              .filter((command) => command.group === group)
              .map((command) => (
                <KeyLine key={command.id} command={command} />
              ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

/** A key that rests by the single-key switch stays in the sheet, grey. */
function KeyLine({ command }: { command: RegisteredCommand }) {
  const state = keyBindings();
  const active = activeKeys(command, state);
  const isResting = active.length === 0;
  const keys = isResting ? boundKeys(command, state) : active;
  return (
    <li
      className={classNames(isResting && css['resting'])}
      data-command={command.id}
      data-keys={active.join('|')}
      data-widget={command.dispatch === false}
      data-possible={isPossible(command)}
    >
      <span>{command.title}</span>
      <span className={css['caps']}>
        <KeyCaps keys={keys} />
      </span>
    </li>
  );
}

/** Seen on paper only, in light colours: the sheet of this screen as this person has it. */
function PrintedSheet() {
  const t = useText();
  const person = usePerson();
  const route = navigation((state) => state.route);
  const screen = SCREENS.find((one) => one.route === route);
  return (
    <div className={css['printed']} data-mantine-color-scheme="light" data-print-sheet="" aria-hidden="true">
      <h1>{t('keys:sheet.title')}</h1>
      <p>{t('keys:sheet.printedFor', { screen: screen === undefined ? '' : t(screen.title), person: person?.name ?? '' })}</p>
      <Groups />
    </div>
  );
}
