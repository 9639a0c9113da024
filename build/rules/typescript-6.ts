import { registerHooks } from 'node:module';

/**
 * dependency-cruiser needs the compiler's API, which TypeScript 7 does not offer yet: what it
 * imports as `typescript` is given TypeScript 6. To be called before it is loaded.
 */
export function giveTypescript6To(packageName: string): void {
  registerHooks({
    resolve: (specifier, context, next) => {
      const isCompiler = specifier === 'typescript' || specifier.startsWith('typescript/');
      const isAsked = isCompiler && context.parentURL?.includes(`/node_modules/${packageName}/`) === true;
      return next(isAsked ? specifier.replace('typescript', '@typescript/typescript6') : specifier, context);
    },
  });
}
