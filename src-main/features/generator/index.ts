export { generate, type GenerateOptions, type GenerationSummary } from './generate.ts';
export { demonstrationDay, type DemonstrationOptions } from './demonstration.ts';
export { mailNumber } from './mail-number.ts';
export { readPlan, runPlan, type PlanRun } from './run-plan.ts';
export { planSchema, type Plan, type PlanStep } from './plan.ts';
export { truthSchema, type Truth, type AbnormalMail, type SlotTruth, type FileTruth } from './truth.ts';
