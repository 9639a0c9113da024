import { useState } from 'react';
import type { FormEvent } from 'react';
import { api } from '#renderer/api/client.ts';
import { useCommandOf, useQueryOf } from '#renderer/api/queries.ts';
import { CallErrorBox } from '#renderer/features/call-error/CallErrorBox.tsx';
import { useText } from '#renderer/i18n/text.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import { Dialog } from '#renderer/ui/controls/Dialog.tsx';
import { TextField } from '#renderer/ui/controls/Fields.tsx';
import { definitionNow } from './open-view.ts';
import { closeDialog } from './queue-moves.ts';
import { queueStore } from './queue-store.ts';

/** Names what is shown now as a view of one's own, or gives a view another name. */
export function ViewNameDialog({ viewId }: { viewId: string | null }) {
  const t = useText();
  const known = useQueryOf(api.views.list, {}).data?.views.find(({ id }) => id === viewId);
  const [name, setName] = useState(known?.definition.name ?? '');
  const save = useCommandOf(api.views.save);
  const title = t(viewId === null ? 'queue:saved.save' : 'queue:saved.rename');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === '') return;
    const definition = known === undefined ? definitionNow(name.trim()) : { ...known.definition, name: name.trim() };
    const onSuccess = ({ id }: { id: string }) => {
      if (viewId === null) queueStore.setState({ savedViewId: id });
      closeDialog();
    };
    save.mutate({ ...(viewId === null ? {} : { id: viewId }), definition }, { onSuccess });
  };
  return (
    <Dialog title={title} closeLabel={t('common:close')} onClose={closeDialog}>
      <form aria-label={title} onSubmit={submit}>
        <TextField
          label={t('queue:saved.name')}
          hint={viewId === null ? t('queue:saved.hint') : undefined}
          required
          autoFocus
          maxLength={30}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {save.error === null ? null : <CallErrorBox error={save.error} />}
        <Button type="submit" look="primary" blocked={name.trim() === ''}>
          {title}
        </Button>
      </form>
    </Dialog>
  );
}
