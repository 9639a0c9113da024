export { rulesAt } from './reader.ts';
