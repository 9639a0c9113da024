import { z } from 'zod';
import { contract } from '#shared/contract/contract.ts';
import type { Contract, Endpoint, Topic } from '#shared/contract/define.ts';

/**
 * The whole contract as text: every area's endpoints and topics with kind, reasons and the JSON
 * Schema of what goes in and comes out. Sorted, so that a change shows as a change alone.
 */
export function renderContract(areas: Contract = contract): string {
  const rendered = Object.fromEntries(
    Object.entries(areas)
      .sort(byName)
      .map(([name, area]) => [
        name,
        Object.fromEntries(
          Object.entries(area)
            .sort(byName)
            .map(([each, member]) => [each, render(member)]),
        ),
      ]),
  );
  return `${JSON.stringify(rendered, null, 2)}\n`;
}

function render(member: Endpoint | Topic): object {
  if (member.kind === 'topic') return { kind: member.kind, payload: schemaOf(member.payload, 'output') };
  const { kind, open, reasons, input, output } = member;
  return { kind, open, reasons: [...reasons].sort(), input: schemaOf(input, 'input'), output: schemaOf(output, 'output') };
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}

function byName([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}
