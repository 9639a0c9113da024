import { createFakeBridge } from './fake-bridge.ts';

// The page asks the engine through `window.youshao`; here an engine of invented data answers.
const parameters = new URLSearchParams(location.search);
Object.defineProperty(window, 'youshao', {
  value: createFakeBridge({
    rows: Number(parameters.get('rows') ?? '128'),
    ledger: parameters.get('ledger') === 'first-start' ? 'first-start' : parameters.get('ledger') === 'locked' ? 'locked' : 'open',
    kind: parameters.get('kind') === 'demonstration' ? 'demonstration' : 'real',
  }),
});
await import('../app/main.tsx');
