import { useState } from 'react';
import { api } from '#renderer/api/client.ts';
import { useCommandOf } from '#renderer/api/queries.ts';
import { CallErrorBox } from '#renderer/features/call-error/CallErrorBox.tsx';
import { showAct } from '#renderer/features/status-line/status-line.ts';
import { useText } from '#renderer/i18n/text.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import { Dialog } from '#renderer/ui/controls/Dialog.tsx';
import css from './People.module.css';
import { PostFields } from './PostFields.tsx';
import type { ListedPerson } from './listed-person.ts';
import { clientCodesOf, isPostComplete } from './post.ts';
import type { Post } from './post.ts';

/** Another post for somebody who is here already. */
export function ChangePersonDialog({ person, onClose }: { person: ListedPerson; onClose: () => void }) {
  const t = useText();
  const [post, setPost] = useState<Post>({ role: person.role, station: person.station, clients: person.clients.join('\n') });
  const change = useCommandOf(api.people.change);
  const isReady = isPostComplete(post) && !change.isPending;
  const done = () => {
    showAct({ words: t('people:changed', { name: person.name }), state: 'saved' });
    onClose();
  };
  return (
    <Dialog title={t('people:changeTitle', { name: person.name })} closeLabel={t('common:close')} onClose={onClose}>
      <form
        className={css['form']}
        onSubmit={(event) => {
          event.preventDefault();
          const { role, station } = post;
          if (isReady) change.mutate({ personId: person.id, role, station, clients: clientCodesOf(post) }, { onSuccess: done });
        }}
      >
        <p className={css['second']}>{t('people:changeHint')}</p>
        <PostFields post={post} onChange={setPost} />
        {change.error === null ? null : <CallErrorBox error={change.error} />}
        <div className={css['foot']}>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button type="submit" look="primary" disabled={!isReady}>
            {t('people:changeSubmit')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
