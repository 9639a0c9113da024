import { SINGLE_KEY_MODES } from '#shared/domain/keyboard/key-rules.ts';
import { keyDialog } from '#renderer/features/keys/key-dialog.ts';
import { useText } from '#renderer/i18n/text.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import { Choice } from '#renderer/ui/controls/Choice.tsx';
import { keyBindings } from '#renderer/ui/keyboard/key-bindings.ts';
import { KeyDialog } from './KeyDialog.tsx';
import css from './Settings.module.css';
import { setKeys } from './set-keys.ts';

/** The single-key switch, and the way to the list of keys; both belong to the person. */
export function Keyboard() {
  const t = useText();
  const { mode, bindings } = keyBindings();
  const open = keyDialog((state) => state.open);
  const changed = Object.keys(bindings).length;
  return (
    <section className={css['part']}>
      <h2>{t('keys:settings.title')}</h2>
      <Choice
        label={t('keys:settings.mode')}
        hint={t('keys:settings.modeHint')}
        options={SINGLE_KEY_MODES.map((value) => ({ value, label: t(`keys:settings.modes.${value}`) }))}
        value={mode}
        onChange={(next) => setKeys({ mode: next })}
      />
      <span>
        <Button onClick={() => keyDialog.setState({ open: true })}>
          {changed === 0 ? t('keys:settings.change') : t('keys:settings.changed', { count: changed })}
        </Button>
      </span>
      {open ? <KeyDialog /> : null}
    </section>
  );
}
