import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inCheckout } from '../runtime/checkout.ts';
import { renderSchemas } from './render-cli-schemas.ts';

describe('schemas of the command line', () => {
  it('are committed as they are rendered: node build/scripts/render-cli-schemas.ts', () => {
    const folder = inCheckout('docs', 'schemas');
    const committed = new Map(readdirSync(folder).map((file) => [file, readFileSync(inCheckout('docs', 'schemas', file), 'utf8')]));
    expect(Object.fromEntries(committed)).toEqual(Object.fromEntries(renderSchemas()));
  });
});
