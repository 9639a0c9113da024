export { assertMailInScope, assertMay, isClientInScope } from './scope.ts';
