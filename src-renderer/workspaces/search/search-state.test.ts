import { expect, it } from 'vitest';
import { startFresh } from '#renderer/features/session/fresh-start.ts';
import { chooseScope, searchState, typeSearch } from './search-state.ts';

it('what one person searched for is gone when another one begins', () => {
  typeSearch('破损');
  chooseScope('texts');
  searchState.setState({ activeKey: 'text-1' });
  startFresh();
  expect(searchState.getState()).toEqual({ text: '', scope: 'all', activeKey: null });
});

it('a new question and a new scope begin at the first line', () => {
  searchState.setState({ activeKey: 'text-1' });
  typeSearch('湘潭');
  expect(searchState.getState().activeKey).toBeNull();
  searchState.setState({ activeKey: 'text-1' });
  chooseScope('clients');
  expect(searchState.getState().activeKey).toBeNull();
});
