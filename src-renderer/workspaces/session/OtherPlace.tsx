import type { ReactNode } from 'react';
import { api } from '#renderer/api/client.ts';
import { asCallError } from '#renderer/api/call-error.ts';
import { useCommandOf } from '#renderer/api/queries.ts';
import { shell } from '#renderer/api/shell.ts';
import { CallErrorBox } from '#renderer/features/call-error/CallErrorBox.tsx';
import { useText } from '#renderer/i18n/text.ts';
import { startAnew } from './engine-start.ts';
import { refusedPlace } from './ledger-trouble.ts';

type OtherPlace = { choose: () => void; isBusy: boolean; problem: ReactNode };

/** Puts the ledger into a folder that a person chooses; what stands against one is said in `problem`. */
export function useOtherPlace(): OtherPlace {
  const t = useText();
  const place = useCommandOf(api.session.chooseLocation);
  const choose = async () => {
    const { path } = await shell('choose-folder', { title: t('session:place.title') });
    if (path !== null) place.mutate({ folder: path }, { onSuccess: () => void startAnew() });
  };
  return { choose: () => void choose(), isBusy: place.isPending, problem: place.error === null ? null : <Problem error={place.error} /> };
}

function Problem({ error }: { error: unknown }) {
  const t = useText();
  const { reason, detail } = asCallError(error);
  return (
    <>
      {reason === 'location-refused' ? <p>{t(`session:trouble.why.${refusedPlace(String(detail['why'] ?? ''))}`)}</p> : null}
      <CallErrorBox error={error} />
    </>
  );
}
