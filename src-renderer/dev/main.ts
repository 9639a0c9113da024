import { LEDGER_STATES } from '#shared/contract/session.ts';
import { createFakeBridge } from './fake-bridge.ts';

// The page asks the engine through `window.youshao`; here an engine of invented data answers.
const parameters = new URLSearchParams(location.search);
Object.defineProperty(window, 'youshao', {
  value: createFakeBridge({
    rows: Number(parameters.get('rows') ?? '128'),
    ledger: LEDGER_STATES.find((state) => state === parameters.get('ledger')) ?? 'open',
    sync: parameters.get('sync') ?? 'none',
    kind: parameters.get('kind') === 'demonstration' ? 'demonstration' : 'real',
  }),
});
await import('../app/main.tsx');
