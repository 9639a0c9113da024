/* Takes pictures of the built page: node dev/look.mjs BUILT_FOLDER OUT_FOLDER [script] */
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const [folder, out, only] = process.argv.slice(2);
const TYPES = { html: 'text/html', js: 'text/javascript', css: 'text/css' };
const server = createServer(async (request, response) => {
  const path = new URL(request.url, 'http://x').pathname;
  try {
    const body = await readFile(join(folder, path));
    response.writeHead(200, { 'content-type': TYPES[path.split('.').pop()] ?? 'application/octet-stream' }).end(body);
  } catch {
    response.writeHead(404).end();
  }
}).listen(0);
const origin = `http://localhost:${server.address().port}/dev/index.html`;
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const shots = JSON.parse(await readFile(only, 'utf8'));
for (const {
  name,
  query = '',
  route = '',
  width = 1366,
  height = 728,
  keys = [],
  clicks = [],
  wait = '[role=row][aria-rowindex="2"]',
  type = '',
} of shots) {
  const page = await browser.newPage({ viewport: { width, height } });
  page.on('console', (message) => message.type() === 'error' && console.log(name, message.text()));
  page.on('pageerror', (error) => console.log(name, String(error)));
  await page.goto(`${origin}?${query}#${route}`);
  await page.waitForSelector(wait, { timeout: 15_000 });
  await page.waitForTimeout(300);
  for (const selector of clicks) await page.click(selector);
  for (const key of keys) await page.keyboard.press(key);
  if (type !== '') await page.keyboard.type(type);
  await page.waitForTimeout(400);
  await page.screenshot({ path: join(out, `${name}.png`) });
  console.log(name, await page.evaluate(() => document.querySelectorAll('*').length), 'nodes');
  await page.close();
}
await browser.close();
server.close();
