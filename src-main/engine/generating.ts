export { generate } from '../features/generator/index.ts';
