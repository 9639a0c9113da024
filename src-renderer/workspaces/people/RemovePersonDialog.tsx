import { api } from '#renderer/api/client.ts';
import { useCommandOf } from '#renderer/api/queries.ts';
import { ConfirmDialog } from '#renderer/features/confirm/ConfirmDialog.tsx';
import { showAct } from '#renderer/features/status-line/status-line.ts';
import { useText } from '#renderer/i18n/text.ts';
import type { ListedPerson } from './listed-person.ts';

export function RemovePersonDialog({ person, onClose }: { person: ListedPerson; onClose: () => void }) {
  const t = useText();
  const remove = useCommandOf(api.people.remove);
  const done = () => {
    showAct({ words: t('people:removedDone', { name: person.name }), state: 'saved' });
    onClose();
  };
  return (
    <ConfirmDialog
      title={t('people:removeTitle', { name: person.name })}
      confirmLabel={t('people:removeConfirm')}
      danger
      pending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ personId: person.id }, { onSuccess: done })}
      onClose={onClose}
    >
      <p>{t('people:removeText', { name: person.name, staffNo: person.staffNo })}</p>
    </ConfirmDialog>
  );
}
