/** Writes the contract's snapshot anew; its diff is part of every change of the contract. */
import fs from 'node:fs';
import { renderContract } from '../rules/render-contract.ts';
import { inCheckout } from '../runtime/checkout.ts';

fs.writeFileSync(inCheckout('src-shared', 'contract', 'contract.snapshot.json'), renderContract());
