import fs from 'node:fs';
import { expect, it } from 'vitest';
import { inCheckout } from '../runtime/checkout.ts';
import { renderContract } from './render-contract.ts';

it('the contract is what its committed snapshot says; renew by `node build/scripts/renew-contract-snapshot.ts`', () => {
  const committed = fs.readFileSync(inCheckout('src-shared', 'contract', 'contract.snapshot.json'), 'utf8');
  expect(renderContract()).toBe(committed);
});
