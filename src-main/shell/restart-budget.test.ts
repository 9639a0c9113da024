import { expect, it } from 'vitest';
import { RestartBudget } from './restart-budget.ts';

it('waits longer after each failure in a row and gives up after six', () => {
  const budget = new RestartBudget(() => 0);
  const delays = Array.from({ length: 7 }, () => budget.nextDelayMs());
  expect(delays).toEqual([200, 400, 800, 1600, 3200, 6400, undefined]);
  budget.reset();
  expect(budget.nextDelayMs()).toBe(200);
});

it('forgets failures after a minute of steady work', () => {
  let now = 0;
  const budget = new RestartBudget(() => now);
  expect([budget.nextDelayMs(), budget.nextDelayMs()]).toEqual([200, 400]);
  now = 60_001;
  expect(budget.nextDelayMs()).toBe(200);
});
