import { SEARCH_SCOPES } from '#shared/contract/search.ts';
import type { Text } from '#renderer/i18n/text.ts';
import type { Command } from '#renderer/ui/keyboard/commands.ts';
import { chooseScope } from './search-state.ts';

/** Scopes by Alt and a digit, also while text is typed. */
export function searchCommands(t: Text): readonly Command[] {
  return SEARCH_SCOPES.map((scope, index) => ({
    id: `scope-${scope}`,
    title: t('search:scopeCommand', { scope: t(`search:scope.${scope}`) }),
    keys: [`Alt+Digit${index + 1}`],
    group: t('screens:search.title'),
    run: () => chooseScope(scope),
  }));
}
