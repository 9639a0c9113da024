/**
 * Rules of this project that the linter has none for. Loaded by oxlint (`jsPlugins`), whose
 * plugins have the shape of ESLint's.
 */
type Node = {
  readonly type: string;
  readonly value?: unknown;
  readonly raw?: string;
  readonly arguments?: readonly unknown[];
  readonly callee?: { readonly type: string; readonly name?: string };
};
type Context = {
  readonly filename: string;
  report(finding: { node: unknown; message: string }): void;
};
type Rule = { create(context: Context): Readonly<Record<string, (node: Node) => void>> };

const HAN = /\p{Script=Han}/u;
const KEBAB = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.(?:test|spec|worker|config|fuzz|module|bench))*\.(?:ts|tsx|d\.ts|mjs|js)$/;
const PASCAL = /^(?:[A-Z][a-z0-9]*)+(?:\.test)?\.tsx$/;
const OBLIGATION_SPEC = /^O-[S\d][\da-z-]*\.spec\.ts$/;
const EMPTY_NAMES = /(?:^|\/)(?:utils?|helpers?|common|misc|libs?|services?|managers?)(?:\/|\.[a-z.]+$)/;

const noExportAll: Rule = {
  create: (context) => ({
    ExportAllDeclaration: (node) => context.report({ node, message: 'Name what is exported: `export *` hides what a face consists of.' }),
  }),
};

/** `new Date()` and `Date()` without a time are the present moment. */
const noNewDateNow: Rule = {
  create: (context) => {
    const check = (node: Node): void => {
      const isDate = node.callee?.type === 'Identifier' && node.callee.name === 'Date';
      if (isDate && node.arguments?.length === 0) {
        context.report({ node, message: 'The present moment comes from the clock of src-main/platform, or as an argument `now`.' });
      }
    };
    return { NewExpression: check, CallExpression: check };
  },
};

/** Texts on the screen come from the catalogues, in three languages. */
const noTextInComponents: Rule = {
  create: (context) => {
    const check = (node: Node, text: unknown): void => {
      if (typeof text === 'string' && HAN.test(text)) {
        context.report({ node, message: 'Texts come from src-renderer/i18n, not from a component.' });
      }
    };
    return {
      Literal: (node) => check(node, node.value),
      JSXText: (node) => check(node, node.value),
      TemplateElement: (node) => check(node, (node.value as { cooked?: unknown } | undefined)?.cooked),
    };
  },
};

const fileName: Rule = {
  create: (context) => ({
    Program: (node) => {
      const path = context.filename.replaceAll('\\', '/');
      const name = path.slice(path.lastIndexOf('/') + 1);
      // Specs may be named after the obligation that they prove: O-12-….spec.ts.
      if (!KEBAB.test(name) && !PASCAL.test(name) && !OBLIGATION_SPEC.test(name)) {
        context.report({ node, message: 'Files are kebab-case.ts, a component’s file PascalCase.tsx.' });
      }
      const own = /(?:^|\/)((?:src-[a-z]+|build|e2e)\/.*)$/.exec(path)?.[1] ?? name;
      if (EMPTY_NAMES.test(own)) {
        context.report({ node, message: 'Name the concept: utils, helpers, common, misc, lib, services, manager say nothing.' });
      }
    },
  }),
};

// oxlint takes a plugin as the default export and from nowhere else.
export default {
  meta: { name: 'youshao' },
  rules: {
    'no-export-all': noExportAll,
    'no-new-date-now': noNewDateNow,
    'no-text-in-components': noTextInComponents,
    'file-name': fileName,
  },
};
