import { useMemo } from 'react';
import { useText } from '#renderer/i18n/text.ts';
import type { Text } from '#renderer/i18n/text.ts';
import { useCommands } from '#renderer/ui/keyboard/commands.ts';
import type { Command } from '#renderer/ui/keyboard/commands.ts';
import { chooseFiles } from './import-acts.ts';
import { importsStore } from './imports-store.ts';

export function importCommands(t: Text): readonly Command[] {
  const group = t('screens:imports.title');
  return [
    { id: 'choose', title: t('imports:choose'), keys: ['KeyO', 'Ctrl+KeyO'], group, run: () => void chooseFiles() },
    { id: 'paste', title: t('imports:paste'), keys: ['KeyV'], group, run: () => importsStore.setState({ dialog: 'paste' }) },
  ];
}

export function useImportCommands(): void {
  const t = useText();
  const commands = useMemo(() => importCommands(t), [t]);
  useCommands('imports', commands);
}
