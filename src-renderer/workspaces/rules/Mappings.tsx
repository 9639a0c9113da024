import { RESPONSIBLE_CHOICES } from '#shared/domain/rules/rule-set.ts';
import type { RuleDraft } from '#shared/domain/rules/draft.ts';
import { ABNORMAL_TYPES, PRIORITIES, RESPONSIBLE_STAGES, RULES, STAGES } from '#shared/domain/screening/vocabulary.ts';
import type { Priority, Rule, Stage } from '#shared/domain/screening/vocabulary.ts';
import { useText } from '#renderer/i18n/text.ts';
import { Table } from '#renderer/ui/controls/Table.tsx';
import type { TableColumn } from '#renderer/ui/controls/Table.tsx';
import { CellSelect } from './CellSelect.tsx';
import css from './Rules.module.css';
import { useEditing } from './editing.tsx';
import { wordOf } from './rule-words.ts';

/** What each rule suggests, and who holds what. */
export function Mappings() {
  return (
    <>
      <Answers />
      <StageHolders />
    </>
  );
}

/** P3 is what stands in no list. */
function priorityOf({ priorities }: RuleDraft, rule: Rule): Priority {
  if (priorities.p1.includes(rule)) return 'P1';
  if (priorities.p2.includes(rule)) return 'P2';
  return priorities.p4.includes(rule) ? 'P4' : 'P3';
}

const LISTS = { P1: 'p1', P2: 'p2', P4: 'p4' } as const;

function withPriority({ priorities }: RuleDraft, rule: Rule, priority: Priority): RuleDraft['priorities'] {
  const next = { ...priorities };
  for (const [name, list] of Object.entries(LISTS)) {
    const others = priorities[list].filter((each) => each !== rule);
    next[list] = name === priority ? [...others, rule] : others;
  }
  return next;
}

function Answers() {
  const t = useText();
  const { shown, inForce, change } = useEditing();
  const put = (rule: Rule, answer: Partial<RuleDraft['answers'][Rule]>) =>
    change('answers', { ...shown.answers, [rule]: { ...shown.answers[rule], ...answer } });
  const columns: readonly TableColumn<Rule>[] = [
    { id: 'rule', header: t('rules:mappings.rule'), width: '132px', render: (rule) => t(`words:rule.${rule}`) },
    {
      id: 'type',
      header: t('rules:mappings.type'),
      render: (rule) =>
        // Its type is that of its reason.
        rule === 'attempt-failed' ? (
          t('rules:mappings.byReason')
        ) : (
          <CellSelect
            label={`${t(`words:rule.${rule}`)} ${t('rules:mappings.type')}`}
            value={shown.answers[rule].type}
            before={inForce.answers[rule].type}
            options={ABNORMAL_TYPES.map((value) => ({ value, label: t(`words:type.${value}`) }))}
            onChange={(type) => put(rule, { type })}
          />
        ),
    },
    {
      id: 'responsible',
      header: t('rules:mappings.responsible'),
      render: (rule) => (
        <CellSelect
          label={`${t(`words:rule.${rule}`)} ${t('rules:mappings.responsible')}`}
          value={shown.answers[rule].responsible}
          before={inForce.answers[rule].responsible}
          options={RESPONSIBLE_CHOICES.map((value) => ({ value, label: wordOf(t, value) }))}
          onChange={(responsible) => put(rule, { responsible })}
        />
      ),
    },
    {
      id: 'priority',
      header: t('rules:mappings.priority'),
      render: (rule) => (
        <CellSelect
          label={`${t(`words:rule.${rule}`)} ${t('rules:mappings.priority')}`}
          value={priorityOf(shown, rule)}
          before={priorityOf(inForce, rule)}
          options={PRIORITIES.map((value) => ({ value, label: t(`words:priority.${value}`) }))}
          onChange={(priority) => change('priorities', withPriority(shown, rule, priority))}
        />
      ),
    },
  ];
  return (
    <section className={css['part']} aria-label={t('rules:mappings.answers')}>
      <h2>{t('rules:mappings.answers')}</h2>
      <Table label={t('rules:mappings.answers')} columns={columns} rows={RULES} keyOf={(rule) => rule} />
    </section>
  );
}

function StageHolders() {
  const t = useText();
  const { shown, inForce, change } = useEditing();
  const columns: readonly TableColumn<Stage>[] = [
    { id: 'stage', header: t('rules:mappings.stage'), width: '132px', render: (stage) => t(`words:stage.${stage}`) },
    {
      id: 'holder',
      header: t('rules:mappings.holder'),
      render: (stage) => (
        <CellSelect
          label={`${t(`words:stage.${stage}`)} ${t('rules:mappings.holder')}`}
          value={shown.stageHolders[stage]}
          before={inForce.stageHolders[stage]}
          options={RESPONSIBLE_STAGES.map((value) => ({ value, label: t(`words:responsible.${value}`) }))}
          onChange={(holder) => change('stageHolders', { ...shown.stageHolders, [stage]: holder })}
        />
      ),
    },
  ];
  return (
    <section className={css['part']} aria-label={t('rules:mappings.stageHolders')}>
      <h2>{t('rules:mappings.stageHolders')}</h2>
      <Table label={t('rules:mappings.stageHolders')} columns={columns} rows={STAGES} keyOf={(stage) => stage} />
    </section>
  );
}
