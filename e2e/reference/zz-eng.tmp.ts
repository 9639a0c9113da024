import { generateCase } from './generator/generate-case.ts';
import { runReference } from './run-reference.ts';
import { runEngine } from './run-engine.ts';
const cat: Record<string, number> = {}, ex: Record<string, string> = {};
const note = (k: string, seed: number, a: any, b: any) => { cat[k] = (cat[k] ?? 0) + 1; ex[k] ??= `seed ${seed}: ref ${JSON.stringify(a)} eng ${JSON.stringify(b)}`.slice(0, 700) };
const from = Number(process.argv[2]), to = Number(process.argv[3]);
for (let seed = from; seed <= to; seed++) {
  const c = generateCase(seed); const a = runReference(c.steps, c.options); let b: any;
  try { b = await runEngine(c.steps, c.options) } catch (e) { note('THROW ' + String(e).slice(0, 80), seed, 0, String((e as Error).stack)); continue }
  if (a.mails.length !== b.mails.length) note('mail count', seed, a.mails.length, b.mails.length);
  a.mails.forEach((m, i) => { const n = b.mails[i]; if (!n) return; for (const k of ['mailNo', 'region', 'regionBasis', 'acceptedAt', 'traceAsOf', 'stage'] as const) if (m[k] !== n[k]) note('mail.' + k, seed, m, n);
    const ev = (x: any) => JSON.stringify(x.events.map((e: any) => [e.at, e.code, e.stage])); if (ev(m) !== ev(n)) note('mail.events', seed, m.events, n.events);
    if (m.verdicts.length !== n.verdicts.length) note('verdict count', seed, m.verdicts, n.verdicts);
    m.verdicts.forEach((v, j) => { const w = n.verdicts[j]; if (!w) return; for (const k of ['day', 'region', 'verdict', 'late', 'counted', 'missing', 'rules', 'evaluatedAt'] as const) if (JSON.stringify(v[k]) !== JSON.stringify(w[k])) note('verdict.' + k, seed, v, w) }) });
  if (a.exceptions.length !== b.exceptions.length) note('exception count', seed, a.exceptions, b.exceptions);
  else a.exceptions.forEach((e, i) => { const f = b.exceptions[i]; for (const k of ['mailNo', 'cycle', 'day', 'region', 'mainRule', 'abnormalType', 'responsibleStage', 'organisation', 'priority', 'status', 'findings'] as const) { if (k === 'organisation' && e[k] === null) continue; const s = (x: any) => JSON.stringify(k === 'findings' ? [...x].map((y: any) => y.rule + y.since).sort() : x); if (s(e[k]) !== s(f[k])) note(`exc.${e.status}.${k}`, seed, e, f) } });
  if (JSON.stringify(a.runs) !== JSON.stringify(b.runs)) note('runs', seed, a.runs, b.runs);
  const cov = (r: any) => r.coverage.flatMap((x: any) => x.slots.filter((s: any) => s.due).map((s: any) => JSON.stringify([s.day, s.region, s.due, s.normal, s.abnormal, s.undetermined, s.onTime, s.late]))).sort().join(';'); if (cov(a) !== cov(b)) note('slots', seed, cov(a), cov(b));
  for (const k of ['noAcceptance', 'unknownRegion', 'needFreshTrace']) { const s = (r: any) => r.coverage.filter((x: any) => x.slots.some((y: any) => y.due)).map((x: any) => x.day + x[k]).join(); if (s(a) !== s(b)) note('cov.' + k, seed, s(a), s(b)) }
}
console.log(JSON.stringify(cat, null, 1)); console.log(JSON.stringify(ex, null, 1));
