import { ROLES } from '#shared/domain/people/person.ts';
import { scopeOf } from '#shared/domain/permissions/scopes.ts';
import { useText } from '#renderer/i18n/text.ts';
import { SelectField, TextArea, TextField } from '#renderer/ui/controls/Fields.tsx';
import type { Post } from './post.ts';
import css from './People.module.css';

/** Role with what it sees, station, and the clients of who works on site. */
export function PostFields({ post, onChange }: { post: Post; onChange: (post: Post) => void }) {
  const t = useText();
  return (
    <>
      <div className={css['pair']}>
        <SelectField
          label={t('people:role')}
          hint={t(`people:scope.${scopeOf(post.role)}`)}
          options={ROLES.map((value) => ({ value, label: t(`words:role.${value}`) }))}
          value={post.role}
          onChange={(role) => onChange({ ...post, role })}
        />
        <TextField
          label={t('people:station')}
          maxLength={60}
          value={post.station}
          onChange={(event) => onChange({ ...post, station: event.currentTarget.value })}
        />
      </div>
      {post.role === 'onsite' ? (
        <TextArea
          label={t('people:clients')}
          hint={t('people:clientsHint')}
          required
          rows={3}
          value={post.clients}
          onChange={(event) => onChange({ ...post, clients: event.currentTarget.value })}
        />
      ) : null}
    </>
  );
}
