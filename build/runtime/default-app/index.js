// What Electron's own start-up app does: opens the app folder named on the command line.
// The unpacked test runtime lost it, because its place was taken by another program.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { app } = require('electron');

const folder = process.argv.slice(1).find((argument) => !argument.startsWith('-'));
if (folder === undefined) {
  process.stderr.write('usage: electron <app folder>\n');
  app.exit(2);
} else {
  const appPath = path.resolve(folder);
  const manifest = JSON.parse(fs.readFileSync(path.join(appPath, 'package.json'), 'utf8'));
  app.setAppPath(appPath);
  app.setName(manifest.productName ?? manifest.name);
  if (manifest.version !== undefined) app.setVersion(manifest.version);
  require(path.resolve(appPath, manifest.main ?? 'index.js'));
}
