import { useState } from 'react';
import { api } from '#renderer/api/client.ts';
import { useQueryOf } from '#renderer/api/queries.ts';
import { useClock } from '#renderer/features/clock/clock.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatMomentNamed } from '#renderer/i18n/time-format.ts';
import { FormFrame } from './FormFrame.tsx';
import css from './Peek.module.css';
import { PickList } from './PickList.tsx';
import type { Macro } from './act-patch.ts';
import { performForm } from './acts.ts';
import type { FormTarget } from './form-target.ts';
import { closeForm } from './queue-moves.ts';

/** Those of the type first, all others after them: the digit of a macro is the same for every mail of its type. */
function offered(macros: readonly Macro[], type: FormTarget['type']): readonly Macro[] {
  const fits = (macro: Macro) => type !== null && macro.types.includes(type);
  return [...macros.filter(fits), ...macros.filter((macro) => !fits(macro))];
}

/** M: a follow-up in ready words; a digit chooses and saves at once. */
export function MacroForm({ target }: { target: FormTarget }) {
  const t = useText();
  const all = useQueryOf(api.queue.phrases, {}).data?.macros ?? [];
  const macros = offered(all, target.type);
  const [active, setActive] = useState(0);
  const chosen = macros[active];
  const next = useClock((now) => (chosen === undefined ? '' : formatMomentNamed(chosen.nextAt, now)));
  const save = (macroId: string) => {
    closeForm();
    void performForm({ kind: 'macro', macroId });
  };
  return (
    <FormFrame
      label={t('queue:acts.macro')}
      count={target.count}
      ready={chosen !== undefined}
      onSave={() => (chosen ? save(chosen.id) : undefined)}
    >
      <PickList
        focused
        label={t('queue:forms.macros')}
        picks={macros.map(({ id, name, types }) => ({
          id,
          title: name,
          note: types.map((type) => t(`words:type.${type}`)).join(t('common:separator')),
        }))}
        active={active}
        onActive={setActive}
        onPick={({ id }) => save(id)}
      />
      {chosen === undefined ? null : (
        <p className={css['preview']}>
          {chosen.text} <small>{t('queue:panel.next', { moment: next })}</small>
        </p>
      )}
    </FormFrame>
  );
}
