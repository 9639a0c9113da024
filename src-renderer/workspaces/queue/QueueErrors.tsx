import { CallErrorBox } from '#renderer/features/call-error/CallErrorBox.tsx';
import { useText } from '#renderer/i18n/text.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import { ToastArea } from '#renderer/ui/controls/Boxes.tsx';
import { queueStore } from './queue-store.ts';

/** The last failed act, until it is put away; the status bar has said it in short. */
export function QueueErrors() {
  const t = useText();
  const error = queueStore((state) => state.error);
  if (error === null) return null;
  const close = (
    <Button size="small" onClick={() => queueStore.setState({ error: null })}>
      {t('common:close')}
    </Button>
  );
  return (
    <ToastArea>
      <div style={{ pointerEvents: 'auto', maxWidth: 620 }}>
        <CallErrorBox error={error} action={close} />
      </div>
    </ToastArea>
  );
}
