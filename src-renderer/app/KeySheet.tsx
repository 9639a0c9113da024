import { keyLabel } from '../i18n/key-label.ts';
import { useText } from '../i18n/text.ts';
import { Dialog } from '../ui/controls/Dialog.tsx';
import { KeyCap } from '../ui/controls/KeyCap.tsx';
import { commandRegistry, listCommands } from '../ui/keyboard/commands.ts';
import type { Command } from '../ui/keyboard/commands.ts';
import css from './Frame.module.css';
import { keySheetOpen } from './commands.ts';

/** All keys of the present screen, from the same registry that runs them. */
export function KeySheet() {
  const open = keySheetOpen((state) => state.open);
  return open ? <OpenKeySheet /> : null;
}

function OpenKeySheet() {
  const t = useText();
  const commands = listCommands(commandRegistry()).filter((command) => command.keys.length > 0);
  const groups = [...new Set(commands.map((command) => command.group))];
  return (
    <Dialog title={t('frame:keySheet')} closeLabel={t('common:close')} size="720px" onClose={() => keySheetOpen.setState({ open: false })}>
      <div className={css['sheet']}>
        {groups.map((group) => (
          <KeyGroup key={group} title={group} commands={commands.filter((command) => command.group === group)} />
        ))}
      </div>
      <p className={css['third']}>{t('frame:keySheetHint')}</p>
    </Dialog>
  );
}

function KeyGroup({ title, commands }: { title: string; commands: readonly Command[] }) {
  return (
    <>
      <h3>{title}</h3>
      {commands.map((command) => (
        <div key={command.id}>
          <span>{command.title}</span>
          <span>
            {command.keys.map((keys) => (
              <KeyCap key={keys}>{keyLabel(keys)}</KeyCap>
            ))}
          </span>
        </div>
      ))}
    </>
  );
}
