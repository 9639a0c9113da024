import { useState } from 'react';
import { api } from '#renderer/api/client.ts';
import { useMay } from '#renderer/features/session/may.ts';
import { useText } from '#renderer/i18n/text.ts';
import { LinkButton } from '#renderer/ui/controls/Button.tsx';
import { queueStore } from './queue-store.ts';
import type { QueueDetail } from './queue-store.ts';

type Field = 'recipient' | 'recipientPhone' | 'address';
type Props = { label: string; mailNo: string; mail: QueueDetail['mail']; fields: readonly Field[] };

/** Personal data, masked; showing it in full is an act that the ledger records. */
export function Masked({ label, mailNo, mail, fields }: Props) {
  const t = useText();
  const [shown, setShown] = useState<Partial<Record<Field, string>>>({});
  const known = fields.filter((field) => mail[field] !== null);
  const hidden = known.filter((field) => shown[field] === undefined);
  const reveal = async () => {
    try {
      for (const field of hidden) {
        const { value } = await api.mails.reveal({ mailNo, field });
        setShown((before) => ({ ...before, [field]: value }));
      }
    } catch (error) {
      queueStore.setState({ error });
    }
  };
  const { may } = useMay('data.reveal');
  if (known.length === 0) return null;
  return (
    <>
      <span>· {label}</span>
      {known.map((field) => (
        <span key={field}>{shown[field] ?? mail[field]}</span>
      ))}
      {hidden.length === 0 || !may ? null : (
        <LinkButton title={t('queue:panel.showHint')} aria-label={`${t('queue:panel.show')} ${label}`} onClick={() => void reveal()}>
          {t('queue:panel.show')}
        </LinkButton>
      )}
    </>
  );
}
