import type { ReactNode } from 'react';
import { asCallError } from '#renderer/api/call-error.ts';
import { reasonText } from '#renderer/i18n/reason-texts.ts';
import { useText } from '#renderer/i18n/text.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import { ErrorBox } from '#renderer/ui/controls/Boxes.tsx';

type Props = { error: unknown; onRetry?: () => void; action?: ReactNode };

/** A failed call in the user's words, with the number to quote. */
export function CallErrorBox({ error, onRetry, action }: Props) {
  const t = useText();
  const known = asCallError(error);
  const words = reasonText(known.reason);
  const retry =
    onRetry === undefined ? null : (
      <Button size="small" onClick={onRetry}>
        {t('common:retry')}
      </Button>
    );
  return <ErrorBox {...words} incident={known.incident} copyLabel={t('common:copy')} action={action ?? retry} />;
}
