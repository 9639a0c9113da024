import { useEffect, useState } from 'react';
import { allCommands } from '#renderer/features/keys/command-catalogue.ts';
import { keyDialog } from '#renderer/features/keys/key-dialog.ts';
import { useText } from '#renderer/i18n/text.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import { Dialog } from '#renderer/ui/controls/Dialog.tsx';
import { TextField } from '#renderer/ui/controls/Fields.tsx';
import { keyBindings } from '#renderer/ui/keyboard/key-bindings.ts';
import type { RegisteredCommand } from '#renderer/ui/keyboard/commands.ts';
import { KeyRow } from './KeyRow.tsx';
import css from './Keyboard.module.css';
import { setKeys } from './set-keys.ts';

const close = () => keyDialog.setState({ open: false });

function useAllCommands(): readonly RegisteredCommand[] {
  const t = useText();
  const [commands, setCommands] = useState<readonly RegisteredCommand[]>([]);
  useEffect(() => {
    let wanted = true;
    void allCommands().then((all) => {
      if (wanted) setCommands(all);
    });
    return () => {
      wanted = false;
    };
  }, [t]);
  return commands;
}

/** Every command whose keys may be changed, of all screens; a change acts at once. */
export function KeyDialog() {
  const t = useText();
  const commands = useAllCommands();
  const [search, setSearch] = useState('');
  const [editing, setEditing] = useState<string | null>(null);
  const bindings = keyBindings((state) => state.bindings);
  const shown = commands.filter(({ fixed, title }) => fixed !== true && title.includes(search.trim()));
  const groups = [...new Set(shown.map(({ group }) => group))];
  const foot = (
    <>
      <Button disabled={Object.keys(bindings).length === 0} onClick={() => setKeys({ bindings: {} })}>
        {t('keys:settings.resetAll')}
      </Button>
      <Button look="primary" onClick={close}>
        {t('common:close')}
      </Button>
    </>
  );
  return (
    <Dialog title={t('keys:settings.change')} closeLabel={t('common:close')} size="620px" onClose={close} foot={foot}>
      <TextField
        label={t('keys:settings.search')}
        type="search"
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <div className={css['list']} tabIndex={0} role="region" aria-label={t('keys:settings.change')}>
        {groups.map((group) => (
          <section key={group}>
            <h3>{group}</h3>
            <ul>
              {shown
                .filter((command) => command.group === group)
                .map((command) => (
                  <KeyRow
                    key={command.id}
                    command={command}
                    commands={commands}
                    isEditing={editing === command.id}
                    onEdit={(on) => setEditing(on ? command.id : null)}
                  />
                ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
