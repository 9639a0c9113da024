import { useState } from 'react';
import { valueAt } from '#shared/domain/rules/number-fields.ts';
import { useText } from '#renderer/i18n/text.ts';
import { TextArea } from '#renderer/ui/controls/Fields.tsx';
import { useEditing } from './editing.tsx';
import { problemText } from './rule-words.ts';

type Props = {
  label: string;
  words: readonly string[];
  error?: string | undefined;
  /** What holds now; where the draft differs, it is told. */
  before?: readonly string[] | undefined;
  onChange: (words: string[]) => void;
};

/** Words, one a line: typed, pasted, put in order as text. */
export function WordLines({ label, words, before, error, onChange }: Props) {
  const t = useText();
  const [typed, setTyped] = useState(words.join('\n'));
  const isChanged = before !== undefined && before.join('\n') !== words.join('\n');
  return (
    <TextArea
      label={label}
      hint={isChanged ? t('rules:was', { value: before.join(t('common:separator')) || t('rules:values.null') }) : t('rules:lists.oneALine')}
      error={error}
      rows={Math.min(6, Math.max(2, words.length))}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        onChange(wordsOf(event.currentTarget.value));
      }}
    />
  );
}

function wordsOf(text: string): string[] {
  return text
    .split('\n')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

/** A list of words that stands at a path of its own. */
export function WordsField({ path, label }: { path: string; label: string }) {
  const t = useText();
  const { shown, inForce, problems, change } = useEditing();
  const problem = problems.find((each) => each.path === path);
  const words = valueAt(shown, path) as readonly string[];
  return (
    <WordLines
      label={label}
      words={words}
      before={valueAt(inForce, path) as readonly string[]}
      error={problem && problemText(t, problem)}
      onChange={(next) => change(path, next)}
    />
  );
}
