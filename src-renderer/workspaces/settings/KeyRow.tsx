import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { keyRefusal } from '#shared/domain/keyboard/key-rules.ts';
import { conflictOf, withKeys, withoutBinding } from '#renderer/features/keys/key-conflicts.ts';
import { keyLabel } from '#renderer/i18n/key-label.ts';
import { useText } from '#renderer/i18n/text.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import { KeyCap } from '#renderer/ui/controls/KeyCap.tsx';
import type { RegisteredCommand } from '#renderer/ui/keyboard/commands.ts';
import { belongsToInputMethod } from '#renderer/ui/keyboard/composition.ts';
import { activeKeys, boundKeys, keyBindings } from '#renderer/ui/keyboard/key-bindings.ts';
import { isModifierAlone, strokeName } from '#renderer/ui/keyboard/key-match.ts';
import css from './Keyboard.module.css';
import { setKeys } from './set-keys.ts';

type RowProps = {
  command: RegisteredCommand;
  commands: readonly RegisteredCommand[];
  isEditing: boolean;
  onEdit: (on: boolean) => void;
};

/** One command with its keys, and the way to other ones. */
export function KeyRow({ command, commands, isEditing, onEdit }: RowProps) {
  const t = useText();
  const state = keyBindings();
  const edit = useRef<HTMLButtonElement | null>(null);
  const keys = activeKeys(command, state);
  const isChanged = Object.hasOwn(state.bindings, command.id);
  const leave = () => {
    onEdit(false);
    // The button comes back with the next drawing.
    requestAnimationFrame(() => edit.current?.focus());
  };
  return (
    <li data-command={command.id}>
      <span>{command.title}</span>
      <span className={css['caps']}>
        {keys.length === 0 ? <span className={css['none']}>{t('keys:sheet.none')}</span> : null}
        {keys.map((one) => (
          <KeyCap key={one}>{keyLabel(one)}</KeyCap>
        ))}
      </span>
      {isEditing ? (
        <Capture command={command} commands={commands} onDone={leave} />
      ) : (
        <span className={css['acts']}>
          {isChanged ? (
            <Button size="small" look="quiet" onClick={() => setKeys({ bindings: withoutBinding(command.id, state.bindings) })}>
              {t('keys:settings.reset')}
            </Button>
          ) : null}
          <Button ref={edit} size="small" aria-label={`${t('keys:settings.edit')} ${command.title}`} onClick={() => onEdit(true)}>
            {t('keys:settings.edit')}
          </Button>
        </span>
      )}
    </li>
  );
}

type CaptureProps = { command: RegisteredCommand; commands: readonly RegisteredCommand[]; onDone: () => void };

/** Hears the next keys, and tells why they cannot be had or whose they are. */
function Capture({ command, commands, onDone }: CaptureProps) {
  const t = useText();
  const state = keyBindings();
  const [pressed, setPressed] = useState<string | null>(null);
  const refusal = pressed === null ? null : keyRefusal(pressed);
  const conflict = pressed === null || refusal !== null ? undefined : conflictOf(command, pressed, { commands, state });
  const listener = useRef<HTMLButtonElement | null>(null);
  useEffect(() => listener.current?.focus(), []);

  const take = (keys: string) => {
    setKeys({ bindings: withKeys(command, keys, { commands, state }) });
    onDone();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (belongsToInputMethod(event.nativeEvent) || isModifierAlone(event.code)) return;
    const keys = strokeName(event);
    if (keys === 'Tab' || keys === 'Shift+Tab') return;
    event.preventDefault();
    event.stopPropagation();
    if (keys === 'Escape') return onDone();
    if (keyRefusal(keys) === null && conflictOf(command, keys, { commands, state }) === undefined) return take(keys);
    setPressed(keys);
  };
  return (
    <span className={css['capture']}>
      <button ref={listener} type="button" data-mantine-stop-propagation="true" className={css['listen']} onKeyDown={onKeyDown}>
        {t('keys:settings.press')} <small>{t('keys:settings.pressHint')}</small>
      </button>
      {boundKeys(command, state).length === 0 ? null : (
        <Button
          size="small"
          look="quiet"
          onClick={() => {
            setKeys({ bindings: { ...state.bindings, [command.id]: [] } });
            onDone();
          }}
        >
          {t('keys:settings.remove')}
        </Button>
      )}
      <span role="status" className={css['problem']}>
        {pressed !== null && refusal !== null ? t(`keys:settings.forbidden.${refusal}`, { keys: keyLabel(pressed) }) : null}
        {pressed !== null && conflict !== undefined ? t('keys:settings.taken', { keys: keyLabel(pressed), command: conflict.title }) : null}
      </span>
      {pressed !== null && conflict !== undefined && conflict.fixed !== true ? (
        <Button size="small" onClick={() => take(pressed)}>
          {t('keys:settings.take')}
        </Button>
      ) : null}
    </span>
  );
}
