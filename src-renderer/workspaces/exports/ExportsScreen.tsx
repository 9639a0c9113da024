import { api } from '#renderer/api/client.ts';
import { useQueryOf } from '#renderer/api/queries.ts';
import { CallErrorBox } from '#renderer/features/call-error/CallErrorBox.tsx';
import { useText } from '#renderer/i18n/text.ts';
import { ViewBar } from '#renderer/ui/controls/Layout.tsx';
import { SplitPage } from '#renderer/ui/controls/SplitPage.tsx';
import { ExportForm } from './ExportForm.tsx';
import { ExportList } from './ExportList.tsx';
import css from './Exports.module.css';

/** Ledgers as files: what, which period, where to; and all that was written. */
export function ExportsScreen() {
  const t = useText();
  const list = useQueryOf(api.exports.list, {});
  return (
    <SplitPage
      bar={<ViewBar title={t('screens:exports.title')} />}
      sideLabel={t('exports:new')}
      side={<ExportForm defaultFolder={list.data?.defaultFolder ?? ''} />}
    >
      <div className={css['list']}>
        {list.error === null ? null : <CallErrorBox error={list.error} onRetry={() => void list.refetch()} />}
        {list.data === undefined ? null : <ExportList exports={list.data.exports} />}
      </div>
    </SplitPage>
  );
}
