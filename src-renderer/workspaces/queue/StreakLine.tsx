import { useStore } from 'zustand';
import { keyLabel } from '#renderer/i18n/key-label.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatCount } from '#renderer/i18n/time-format.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import css from './Queue.module.css';
import { queueGrid } from './queue-store.ts';
import { stopStreak } from './streak-moves.ts';
import { paceOf } from './streak.ts';
import type { Streak } from './streak.ts';

/** While 连续处理 goes on: how many are done and left, and the mean time of one. */
export function StreakLine({ streak }: { streak: Streak }) {
  const t = useText();
  const all = useStore(queueGrid, (state) => state.all);
  const { done, left, seconds } = paceOf(streak, all);
  return (
    <>
      <span className={css['streak']} role="status">
        <b>{t('queue:streak.done', { count: formatCount(done) })}</b>
        <span>{t('queue:streak.left', { count: formatCount(left) })}</span>
        {seconds === null ? null : <span>{t('queue:streak.mean', { seconds })}</span>}
      </span>
      <Button keyCap={keyLabel('Escape')} onClick={stopStreak}>
        {t('queue:streak.end')}
      </Button>
    </>
  );
}
