import { useText } from '#renderer/i18n/text.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import css from './Imports.module.css';
import { pagesOf } from './history-pages.ts';
import { importsStore } from './imports-store.ts';

/** From one page of the history to the next; nothing while one holds all. */
export function HistoryPages({ total }: { total: number }) {
  const t = useText();
  const page = importsStore((state) => state.page);
  const pages = pagesOf(page, total);
  if (pages === null) return null;
  const go = (step: number) => () => importsStore.setState({ page: page + step });
  return (
    <nav className={css['pages']} aria-label={t('imports:pages.label')}>
      <Button size="small" look="quiet" disabled={!pages.hasNewer} onClick={go(-1)}>
        {t('imports:pages.newer')}
      </Button>
      <span role="status">{t('imports:pages.shown', { first: pages.first, last: pages.last })}</span>
      <Button size="small" look="quiet" disabled={!pages.hasOlder} onClick={go(1)}>
        {t('imports:pages.older')}
      </Button>
    </nav>
  );
}
