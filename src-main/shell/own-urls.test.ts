import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileOf, isAllowedRequest, isOwnPage, policy } from './own-urls.ts';

const folder = path.resolve('/opt/邮 哨/renderer');

describe('files of our protocol', () => {
  it.each([
    ['app://youshao/', 'index.html'],
    ['app://youshao/index.html', 'index.html'],
    ['app://youshao/assets/a%20b.js?x=1#y', 'assets/a b.js'],
    ['app://youshao/%E5%AD%97.woff2', '字.woff2'],
    ['app://youshao/a/../b.js', 'b.js'],
  ])('lie in the bundle: %s', (url, file) => {
    expect(fileOf(url, folder)).toBe(path.join(folder, file));
  });

  it.each([
    'app://youshao/..%2f..%2fetc/passwd',
    'app://youshao/%2e%2e%2f%2e%2e%2fetc%2fpasswd',
    'app://youshao/a/..%2f..%2f..%2fx',
    'app://youshao/..%5c..%5cx',
    'app://youshao/a%00.js',
    'app://youshao/%E0%A4%A',
    'app://other/index.html',
    'app://youshao.evil/index.html',
    'file:///etc/passwd',
    'https://youshao/index.html',
    'no url',
  ])('never lie elsewhere: %s', (url) => {
    expect(fileOf(url, folder)).toBeUndefined();
  });
});

describe('requests', () => {
  it.each(['app://youshao/index.html', 'blob:app://youshao/1', 'data:image/png;base64,AA'])('inside: %s', (url) => {
    expect(isAllowedRequest(url, false)).toBe(true);
  });
  it.each(['https://example.com/', 'http://127.0.0.1/', 'wss://example.com', 'ftp://x', 'file:///x', 'devtools://x', ''])(
    'leaving the program: %s',
    (url) => expect(isAllowedRequest(url, false)).toBe(false),
  );
  it('of developer tools, only while developing', () => {
    expect(isAllowedRequest('devtools://devtools/x', true)).toBe(true);
  });
});

describe('pages', () => {
  it.each([
    ['app://youshao/index.html', true],
    ['app://youshao/index.html#/queue', true],
    ['app://youshao/', true],
    ['app://youshao/index.html.evil', false],
    ['app://youshao/assets/x.js', false],
    ['https://youshao/index.html', false],
  ])('%s is ours: %s', (url, isOurs) => expect(isOwnPage(url)).toBe(isOurs));
});

describe('the policy', () => {
  it('begins with nothing and has no unsafe word', () => {
    expect(policy('abc')).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self' 'nonce-abc';/);
    expect(policy('abc')).not.toContain('unsafe');
  });
});
