import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { ACT_LINE, DOCUMENTS } from '#main/cli/documents.ts';

const FOLDER = new URL('../../docs/schemas/', import.meta.url);

/** File name → text of every schema of the command line. */
export function renderSchemas(): Map<string, string> {
  const schemas = Object.entries(DOCUMENTS).map(([name, schema]) => [name, jsonSchemaOf(schema, name)] as const);
  const all = [...schemas, ['act-line', jsonSchemaOf(ACT_LINE, 'act-line')] as const];
  return new Map(all.map(([name, schema]) => [`${name}.json`, `${JSON.stringify(schema, null, 2)}\n`]));
}

function jsonSchemaOf(schema: z.ZodType, name: string): object {
  const rendered = z.toJSONSchema(schema, { target: 'draft-7', io: 'input' });
  return { ...rendered, title: `youshao ${name}` };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [file, text] of renderSchemas()) writeFileSync(new URL(file, FOLDER), text);
}
