// In JavaScript, so that nothing has to be loaded for stripping types before the cache of
// compiled modules is there: that would cost a third of a short command's time.
import { enableCompileCache } from 'node:module';

enableCompileCache();
await import('./main.ts');
