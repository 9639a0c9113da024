// In JavaScript, so that the cache of compiled modules is there before types are stripped from any.
import { enableCompileCache } from 'node:module';

enableCompileCache();
await import('./main.ts');
