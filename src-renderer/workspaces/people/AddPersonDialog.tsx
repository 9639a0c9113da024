import { useState } from 'react';
import { api } from '#renderer/api/client.ts';
import { useCommandOf } from '#renderer/api/queries.ts';
import { CallErrorBox } from '#renderer/features/call-error/CallErrorBox.tsx';
import { NewPinFields } from '#renderer/features/pin/NewPinFields.tsx';
import { EMPTY_PIN, newPinProblem } from '#renderer/features/pin/new-pin.ts';
import { showAct } from '#renderer/features/status-line/status-line.ts';
import { useText } from '#renderer/i18n/text.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import { Dialog } from '#renderer/ui/controls/Dialog.tsx';
import { TextField } from '#renderer/ui/controls/Fields.tsx';
import css from './People.module.css';
import { PostFields } from './PostFields.tsx';
import { clientCodesOf, EMPTY_POST, isPostComplete } from './post.ts';

/** A person with the own PIN, who then unlocks with it. */
export function AddPersonDialog({ onClose }: { onClose: () => void }) {
  const t = useText();
  const [fields, setFields] = useState({ name: '', staffNo: '' });
  const [post, setPost] = useState(EMPTY_POST);
  const [pin, setPin] = useState(EMPTY_PIN);
  const add = useCommandOf(api.people.add);
  const missing = [fields.name.trim() === '', fields.staffNo.trim() === '', !isPostComplete(post), newPinProblem(pin) !== null].filter(
    Boolean,
  ).length;
  const set = (name: keyof typeof fields) => (event: { currentTarget: { value: string } }) =>
    setFields({ ...fields, [name]: event.currentTarget.value });
  const done = () => {
    showAct({ words: t('people:added', { name: fields.name }), state: 'saved' });
    onClose();
  };
  return (
    <Dialog title={t('people:addTitle')} closeLabel={t('common:close')} onClose={onClose}>
      <form
        className={css['form']}
        onSubmit={(event) => {
          event.preventDefault();
          const person = { ...fields, role: post.role, station: post.station, clients: clientCodesOf(post) };
          if (missing === 0) add.mutate({ ...person, pin: pin.first }, { onSuccess: done });
        }}
      >
        <p className={css['second']}>{t('people:addHint')}</p>
        <div className={css['pair']}>
          <TextField label={t('people:name')} required data-autofocus maxLength={40} value={fields.name} onChange={set('name')} />
          <TextField
            label={t('people:staffNo')}
            required
            maxLength={20}
            autoComplete="off"
            value={fields.staffNo}
            onChange={set('staffNo')}
          />
        </div>
        <PostFields post={post} onChange={setPost} />
        <NewPinFields value={pin} onChange={setPin} label={t('session:pin')} />
        {add.error === null ? null : <CallErrorBox error={add.error} />}
        <div className={css['foot']}>
          <Button onClick={onClose}>{t('common:cancel')}</Button>
          <Button type="submit" look={missing === 0 ? 'primary' : 'plain'} blocked={missing > 0} disabled={add.isPending}>
            {missing === 0 ? t('people:submit') : t('people:submitBlocked', { count: missing })}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
