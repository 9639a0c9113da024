import { useKeyCaps } from '#renderer/features/keys/key-caps.ts';
import { keyLabel } from '#renderer/i18n/key-label.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatCount } from '#renderer/i18n/time-format.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import css from './Peek.module.css';
import { PeekForm } from './PeekForm.tsx';
import { groupingStore } from './grouping.ts';
import { openAtCursor, openForm } from './queue-moves.ts';

/** A whole group under the cursor: what it is, and what can be done to all of it at once. */
export function GroupPeek({ head }: { head: number }) {
  const t = useText();
  const keyOf = useKeyCaps();
  const group = groupingStore((state) => state.groups.get(head));
  const isOpen = groupingStore((state) => state.unfolded.has(head));
  if (group === undefined) return null;
  return (
    <>
      <div className={css['scroll']}>
        <div className={css['head']}>
          <div className={css['line']}>
            <b className={css['number']}>{t(`words:type.${group.type}`)}</b>
            <span className={css['right']}>{t('common:unit.mails', { count: formatCount(group.count) })}</span>
          </div>
          <div className={css['wrap']}>{group.organisation ?? t('queue:group.noPlace')}</div>
        </div>
        <p className={css['empty']}>{t('queue:group.hint')}</p>
      </div>
      <PeekForm />
      <div className={css['acts']}>
        <Button size="small" keyCap={keyLabel('Enter')} onClick={openAtCursor}>
          {t(isOpen ? 'queue:commands.fold' : 'queue:commands.unfold')}
        </Button>
        <Button size="small" keyCap={keyOf('queue.macro')} onClick={() => openForm('macro')}>
          {t('queue:acts.macro')}
        </Button>
        <Button size="small" keyCap={keyOf('queue.push')} onClick={() => openForm('push')}>
          {t('queue:acts.push')}
        </Button>
      </div>
    </>
  );
}
