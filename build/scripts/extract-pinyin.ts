/**
 * Writes src-renderer/features/palette/pinyin.json, by which the palette finds Chinese titles from
 * their pinyin, so that the page need not carry the package pinyin-pro and its dictionaries.
 * Run it after the package was updated: `node build/scripts/extract-pinyin.ts`.
 */
import { writeFileSync } from 'node:fs';
import { inCheckout } from '../runtime/checkout.ts';
import { renderPinyinTable } from './pinyin-table.ts';

writeFileSync(inCheckout('src-renderer', 'features', 'palette', 'pinyin.json'), renderPinyinTable());
