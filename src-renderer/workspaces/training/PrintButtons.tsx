import { IconPrinter } from '@tabler/icons-react';
import { useState } from 'react';
import { createPortal, flushSync } from 'react-dom';
import { TRAINING_TASKS } from '#shared/domain/training/tasks.ts';
import type { TrainingTask } from '#shared/domain/training/tasks.ts';
import { shell } from '#renderer/api/shell.ts';
import { useText } from '#renderer/i18n/text.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import { TaskWords } from './TaskPage.tsx';
import css from './Training.module.css';

/** One A4 page a task: this one or all ten, on paper or as PDF. */
export function PrintButtons({ task }: { task: TrainingTask }) {
  const t = useText();
  const [printed, setPrinted] = useState<readonly TrainingTask[]>([task]);
  const print = (tasks: readonly TrainingTask[], asPdf: boolean) => {
    flushSync(() => setPrinted(tasks));
    void (asPdf ? shell('print-pdf', { suggestedName: `${t('training:pdfName')}.pdf`, landscape: false }) : shell('print', {}));
  };
  return (
    <>
      <Button size="small" icon={<IconPrinter size={14} aria-hidden />} onClick={() => print([task], false)}>
        {t('training:print')}
      </Button>
      <Button size="small" onClick={() => print(TRAINING_TASKS, false)}>
        {t('training:printAll')}
      </Button>
      <Button size="small" onClick={() => print(TRAINING_TASKS, true)}>
        {t('training:pdf')}
      </Button>
      {createPortal(<PrintedPages tasks={printed} />, document.body)}
    </>
  );
}

/** Seen on paper only; always in light colours. */
function PrintedPages({ tasks }: { tasks: readonly TrainingTask[] }) {
  const t = useText();
  return (
    <div className={css['printed']} data-mantine-color-scheme="light" data-print-sheet="" aria-hidden="true">
      {tasks.map((task) => (
        <section key={task} className={css['sheet']}>
          <TaskWords task={task} />
          <footer>{t('training:foot')}</footer>
        </section>
      ))}
    </div>
  );
}
