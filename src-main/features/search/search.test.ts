import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppContract } from '#shared/contract/contract.ts';
import type { OutputOf } from '#shared/contract/define.ts';
import { search } from '#shared/contract/search.ts';
import { holdsWords } from '#shared/domain/search/marks.ts';
import { wordsOf } from '#shared/domain/search/words.ts';
import { DAY_MS, HOUR_MS } from '#shared/kernel/instant.ts';
import { appendOp } from '../../ledger/index.ts';
import type { ReadTx, WriteTx } from '../../ledger/index.ts';
import { makeAreaFixture, playDays } from '../area-fixture.ts';
import type { AreaFixture } from '../area-fixture.ts';
import { saveClient, seeClient } from '../clients/index.ts';
import { performAct } from '../exceptions/index.ts';
import { recordMail } from '../mails/index.ts';
import { retire } from '../retention/index.ts';
import { forgetMails } from './forget-mails.ts';
import { createSearchHandlers } from './handlers.ts';
import { indexAll, SearchIndexer } from './indexer.ts';
import { highestId } from './number-chunks.ts';
import { markOf } from './marks.ts';
import { OF_CLIENTS } from './find.ts';
import { EXCEPTIONS, PASSAGES } from './text-hits.ts';
import { indexOps, UNREAD_CLIENTS } from './index-step.ts';
import { verifyIndex } from './verify-index.ts';

type Answer = OutputOf<AppContract['search']['find']>;
type Scope = 'all' | 'mails' | 'exceptions' | 'clients' | 'texts';

let fixture: AreaFixture;
// Generated days are driven through import and screening once for all tests: some seconds.
beforeAll(async () => {
  fixture = makeAreaFixture({ contract: { search }, handlers: (context) => ({ search: createSearchHandlers(context) }) });
  await playDays(fixture, { mails: 900, days: 3, seed: 17 });
}, 120_000);
afterAll(() => fixture.remove());

const find = (text: string, scope: Scope = 'all') => fixture.ask<Answer>('search.find', { text, scope });
const bringUp = () => indexAll(fixture.ports);
const allOf = <Row>(sql: string): Row[] => fixture.ledger.read<Row[]>((tx) => tx.all<Row>(sql));
const write = (fn: (tx: WriteTx) => void): void => fixture.ledger.write(fn);

let acts = 0;
function followUp(uid: string, text: string, actor = 'p1'): void {
  const now = fixture.clock.now();
  write(
    (tx) =>
      void performAct(
        tx,
        { kind: 'exception.follow-up', entityId: uid, args: { text, nextAt: now + HOUR_MS }, actor, occurredAt: now },
        `act-${++acts}`,
      ),
  );
}
const openUids = () =>
  allOf<{ uid: string; id: number; mail_no: string }>("SELECT uid, id, mail_no FROM exception WHERE status = 'open' ORDER BY id");

describe('mail numbers', () => {
  const numbers = () => allOf<{ id: number; mail_no: string }>('SELECT id, mail_no FROM mail ORDER BY id DESC');

  async function expectParts(): Promise<void> {
    const all = numbers();
    for (let index = 0; index < all.length; index += 97) {
      const mailNo = all[index]?.mail_no ?? '';
      for (const part of [mailNo, mailNo.slice(-4), mailNo.slice(3, 9), mailNo.slice(0, 5)]) {
        const expected = all.filter((row) => row.mail_no.includes(part)).map((row) => row.mail_no);
        const { mails } = await find(part, 'mails');
        expect(mails.hits.map((hit) => hit.mailNo)).toEqual(expected.slice(0, 50));
        expect(mails.hasMore).toBe(expected.length > 50);
        for (const { number } of mails.hits) {
          expect(number.marks.map(([from, to]) => number.text.slice(from, to))).toEqual([part]);
        }
      }
    }
  }

  it('are found by every part before anything is indexed', async () => {
    expect(fixture.ledger.read((tx) => markOf(tx, 'mail').through)).toBe(0);
    await expectParts();
  });

  it('are found by every part once all is indexed, by a search that remembers and by one that does not', async () => {
    await bringUp();
    expect(fixture.ledger.read((tx) => markOf(tx, 'mail').through)).toBe(fixture.ledger.read((tx) => highestId(tx, 'mail')));
    await expectParts();
    const fresh = createSearchHandlers(fixture.context);
    const [newest] = numbers();
    const answer = await fresh.find(
      { text: newest?.mail_no ?? '', scope: 'mails' },
      { personId: 'p1' },
      { aborted: false, addEventListener: () => undefined },
    );
    expect(answer.mails.hits[0]?.mailNo).toBe(newest?.mail_no);
  });

  it('are found at once when they come in after the index was made', async () => {
    write((tx) => void tx.run("INSERT INTO mail (mail_no) VALUES ('9988776655443')"));
    expect((await find('776655', 'mails')).mails.hits.map(({ mailNo }) => mailNo)).toEqual(['9988776655443']);
  });

  it('name the exception of their mail, and the exceptions themselves', async () => {
    const [first] = openUids();
    const answer = await find(first?.mail_no ?? '');
    expect(answer.mails.hits[0]).toMatchObject({ mailNo: first?.mail_no, exception: { id: first?.id, status: 'open' } });
    expect(answer.exceptions.hits.map(({ id }) => id)).toEqual([first?.id]);
  });

  it('show the trail of a mail masked', async () => {
    const [first] = openUids();
    const mail = await fixture.ask<OutputOf<AppContract['search']['mail']>>('search.mail', { mailNo: first?.mail_no ?? '' });
    expect(mail.mailNo).toBe(first?.mail_no);
    expect(JSON.stringify(mail)).not.toMatch(/(?<!\d)1[3-9]\d{9}(?!\d)/);
    expect(await fixture.call('search.mail', { mailNo: '0000000000000' })).toMatchObject({ error: { reason: 'not-found' } });
  });
});

describe('clients', () => {
  beforeAll(async () => {
    const save = (code: string, name: string): void =>
      write((tx) =>
        saveClient(
          tx,
          { code, name, tiers: [], accountManager: '', industry: '', groups: [] },
          { opId: `save-${code}-${name}`, actor: 'p1', now: fixture.clock.now() },
        ),
      );
    save('70000001', '湘潭重庆小面连锁');
    save('70000002', '长沙银行雨湖支行');
    write((tx) => seeClient(tx, '70000003', '韶山ABC贸易'));
    await bringUp();
  });

  it.each([
    ['重庆', '70000001', '重庆'],
    ['湘潭重', '70000001', '湘潭重'],
    ['chongqing', '70000001', '重庆'],
    ['xtcq', '70000001', '湘潭重庆'],
    ['xiangtanchongqing', '70000001', '湘潭重庆'],
    ['csyh', '70000002', '长沙银行'],
    ['Chang Sha Yin', '70000002', '长沙银'],
    ['abc', '70000003', 'ABC'],
    ['ssabcmy', '70000003', '韶山ABC贸易'],
  ])('%s finds %s and marks %s', async (question, code, marked) => {
    const { clients } = await find(question, 'clients');
    const hit = clients.hits.find((each) => each.code === code);
    expect(hit?.name.marks.map(([from, to]) => hit.name.text.slice(from, to))).toEqual([marked]);
  });

  it('are found by their code', async () => {
    const { clients } = await find('70000002', 'clients');
    expect(clients.hits.map(({ code }) => code)).toEqual(['70000002']);
    expect(clients.hits[0]?.codeMarks).toEqual([[0, 8]]);
  });

  it('a changed name is found by its characters at once, by pinyin when it has been read', async () => {
    write((tx) =>
      saveClient(
        tx,
        { code: '70000001', name: '岳塘茶业', tiers: [], accountManager: '', industry: '', groups: [] },
        { opId: 'rename', actor: 'p1', now: fixture.clock.now() },
      ),
    );
    expect((await find('岳塘茶', 'clients')).clients.hits[0]?.code).toBe('70000001');
    expect((await find('xtcq', 'clients')).clients.hits).toEqual([]);
    await bringUp();
    expect((await find('ytcy', 'clients')).clients.hits.map(({ code }) => code)).toContain('70000001');
  });

  it('lead to their exceptions, newest first', async () => {
    const [some] = allOf<{ code: string }>(
      'SELECT client_code AS code FROM exception WHERE client_code IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC',
    );
    const expected = fixture.ledger.read((tx) =>
      tx.pluckAll<number>('SELECT id FROM exception WHERE client_code = ? ORDER BY id DESC', [some?.code ?? '']),
    );
    const { exceptions } = await find(some?.code ?? '', 'exceptions');
    expect(exceptions.hits.map(({ id }) => id)).toEqual(expected.slice(0, 50));
  });
});

describe('texts', () => {
  it('are found by a word of two characters, before and after they are indexed, newest first', async () => {
    const [first, second] = openUids();
    followUp(first?.uid ?? '', '外包装破损，已联系揽投部');
    followUp(second?.uid ?? '', '客户称内件破损');
    for (let round = 0; round < 2; round++) {
      const { texts } = await find('破损', 'texts');
      expect(texts.hits.map(({ exception, act, by }) => ({ exception: exception?.id, act, by }))).toEqual([
        { exception: second?.id, act: 'follow-up', by: '周敏' },
        { exception: first?.id, act: 'follow-up', by: '周敏' },
      ]);
      for (const { excerpt } of texts.hits) expect(excerpt.marks.map(([from, to]) => excerpt.text.slice(from, to))).toEqual(['破损']);
      expect((await find('损破', 'texts')).texts.hits).toEqual([]);
      expect((await find('破损 揽投部', 'texts')).texts.hits).toHaveLength(1);
      await bringUp();
    }
  });

  it('hold what was recorded of a mail', async () => {
    const [first] = openUids();
    write((tx) =>
      recordMail(tx, {
        mailNo: first?.mail_no ?? '',
        args: { reason: '客户来电', remark: '易碎茶具' },
        actor: 'p2',
        now: fixture.clock.now(),
        opId: 'record-1',
      }),
    );
    await bringUp();
    expect((await find('茶具', 'texts')).texts.hits).toMatchObject([
      { act: 'record', by: '李航', mailNo: first?.mail_no, exception: { id: first?.id } },
    ]);
  });

  it('are searched as they are shown: what is masked neither finds nor shows', async () => {
    const [first] = openUids();
    followUp(first?.uid ?? '', '收件人陈大同，电话13912345678，称代收点关门');
    for (let round = 0; round < 2; round++) {
      expect((await find('13912345678', 'texts')).texts.hits).toEqual([]);
      expect((await find('1234', 'texts')).texts.hits).toEqual([]);
      expect((await find('大同', 'texts')).texts.hits).toEqual([]);
      const { texts } = await find('代收点', 'texts');
      expect(texts.hits).toHaveLength(1);
      expect(texts.hits[0]?.excerpt.text).not.toContain('12345');
      await bringUp();
    }
  });

  it('an act that was taken back is found no more, whether or not the index has heard of it', async () => {
    const [first] = openUids();
    followUp(first?.uid ?? '', '误记龙卷风');
    await bringUp();
    expect((await find('龙卷风', 'texts')).texts.hits).toHaveLength(1);
    write(
      (tx) =>
        void appendOp(tx, {
          id: 'undo-1',
          kind: 'exception.undo',
          entity: 'exception',
          entityId: first?.uid ?? '',
          args: { act: `act-${acts}`, ops: [`act-${acts}`] },
          actor: 'p1',
          occurredAt: fixture.clock.now(),
        }),
    );
    expect((await find('龙卷风', 'texts')).texts.hits).toEqual([]);
    await bringUp();
    expect((await find('龙卷风', 'texts')).texts.hits).toEqual([]);
  });

  it('organisations of an exception find it', async () => {
    const [row] = allOf<{ id: number; org: string }>(
      "SELECT id, suggested_org AS org FROM exception WHERE suggested_org GLOB '*揽投*' ORDER BY id DESC",
    );
    const word = row?.org.slice(-5) ?? '';
    const { exceptions } = await find(word, 'exceptions');
    const hit = exceptions.hits.find(({ id }) => id === row?.id);
    expect(hit?.found?.marks.map(([from, to]) => hit.found?.text.slice(from, to))).toContain(word);
  });

  it('every text that holds the words is found and no other (property)', async () => {
    const uids = openUids().slice(0, 12);
    const letter = fc.constantFrom('甲', '乙', '丙', 'A', '"', '^', ' ', '𠮷');
    const text = fc.array(letter, { minLength: 1, maxLength: 8 }).map((letters) => letters.join(''));
    const stored: string[] = [];
    fc.sample(text, { seed: 5, numRuns: 150 }).forEach((each, index) => {
      if (each.trim() === '') return;
      followUp(uids[index % uids.length]?.uid ?? '', each);
      stored.push(each);
    });
    write((tx) => void indexOps(tx, 1_000_000));
    for (const question of fc.sample(text, { seed: 6, numRuns: 200 })) {
      const words = wordsOf(question);
      if (words.length === 0 || words.some((word) => word.length < 2)) continue;
      const expected = stored.filter((each) => holdsWords(each, words));
      const { texts } = await find(question, 'texts');
      expect(texts.hasMore ? expected.length > 50 : texts.hits.length === expected.length, question).toBe(true);
      expect(
        texts.hits.every(({ excerpt }) => holdsWords(excerpt.text, words)),
        question,
      ).toBe(true);
    }
  });
});

describe('any question', () => {
  it.each([
    ['quotes', '"'],
    ['operators', 'a" OR "b NEAR(c) NOT d AND *'],
    ['column filter', 'words: {a b}'],
    ['prefix', '^破损*'],
    ['NUL', '破\u0000损\u0000'],
    ['emoji', '🐟🐟'],
    ['half a sign', '\ud83d'],
    ['SQL', "'; DROP TABLE mail; --"],
    ['percent and underscore', '%____%'],
    ['long', '破'.repeat(200)],
    ['spaces', '   '],
    ['nothing', ''],
  ])('%s is answered', async (_name, question) => {
    for (const scope of ['all', 'mails', 'exceptions', 'clients', 'texts'] as const) {
      expect((await fixture.call('search.find', { text: question, scope })).ok).toBe(true);
    }
  });

  it('of random signs is answered and finds only what holds it (fuzz)', async () => {
    const sign = fc.oneof(
      fc.constantFrom('"', "'", '*', '(', ')', ':', '^', '-', '+', ' ', 'AND', 'OR', 'NOT', 'NEAR', '\u0000', '破损', '🐟', '4'),
      fc.string({ maxLength: 3 }),
    );
    const question = fc.array(sign, { maxLength: 12 }).map((signs) => signs.join('').slice(0, 200));
    for (const text of fc.sample(question, { seed: 9, numRuns: 400 })) {
      const { texts } = await find(text);
      expect(
        texts.hits.every(({ excerpt }) => excerpt.marks.length > 0),
        JSON.stringify(text),
      ).toBe(true);
    }
  });

  it('that is too long is refused by the contract', async () => {
    expect(await fixture.call('search.find', { text: 'x'.repeat(201), scope: 'all' })).toMatchObject({
      error: { reason: 'input-not-valid' },
    });
  });
});

describe('recent searches', () => {
  const recent = async () => (await fixture.ask<{ texts: string[] }>('search.recent')).texts;

  it('are each person’s own, newest first, ten at most, and never hold a telephone number', async () => {
    for (let index = 0; index < 12; index++) {
      fixture.clock.advance(1000);
      await fixture.ask('search.remember', { text: `词语${index}` });
    }
    fixture.clock.advance(1000);
    await fixture.ask('search.remember', { text: '词语5' });
    await fixture.ask('search.remember', { text: '电话13912345678' });
    expect(await recent()).toEqual(['词语5', ...[11, 10, 9, 8, 7, 6, 4, 3, 2].map((index) => `词语${index}`)]);
    fixture.seat('p2');
    expect(await recent()).toEqual([]);
    await fixture.ask('search.remember', { text: '李航的词' });
    await fixture.ask('search.forget');
    expect(await recent()).toEqual([]);
    fixture.seat('p1');
    expect(await recent()).toHaveLength(10);
  });
});

describe('upkeep', () => {
  it('waits while a job works and goes on when it has ended', async () => {
    write((tx) => {
      tx.run("INSERT INTO mail (mail_no) VALUES ('9900000000001')");
      tx.run(
        `INSERT INTO job (id, kind, input_json, state, max_attempts, run_after, created_by, created_at)
         VALUES ('busy', 'import', '{}', 'running', 1, 0, 'p1', 0)`,
      );
    });
    const isBehind = (): boolean => fixture.ledger.read((tx) => markOf(tx, 'mail').through < highestId(tx, 'mail'));
    expect(isBehind()).toBe(true);
    const { index } = await find('9900000000001');
    expect(index.done).toBeLessThan(index.total);
    const indexer = new SearchIndexer(fixture.ports);
    indexer.start();
    await indexer.settled();
    expect(isBehind()).toBe(true);
    write((tx) => {
      tx.run("DELETE FROM job WHERE id = 'busy'");
      tx.emit('queue.changed', { ids: [] });
    });
    await indexer.settled();
    expect(isBehind()).toBe(false);
    await indexer.stop();
  });

  it('mails that leave are found no more, and their ids may be given out again', async () => {
    const gone = allOf<{ mail_no: string }>(
      'SELECT mail_no FROM mail WHERE terminal = 1 AND NOT EXISTS (SELECT 1 FROM exception WHERE exception.mail_no = mail.mail_no)',
    );
    expect((await find(gone[0]?.mail_no ?? '', 'mails')).mails.hits).toHaveLength(1);
    const start = fixture.clock.now();
    fixture.clock.setWall(start + 100 * DAY_MS);
    write((tx) => {
      const last = tx.pluckAll<number>("SELECT id FROM mail WHERE mail_no LIKE '99%'");
      tx.run("DELETE FROM mail WHERE mail_no LIKE '99%'");
      forgetMails(tx, last);
      tx.run('UPDATE mail SET dirty = 0, next_at = NULL WHERE terminal = 1');
    });
    const { mails } = await retire({ ...fixture.ports, retentionDays: 40, dryRun: false });
    fixture.clock.setWall(start);
    expect(mails).toBeGreaterThan(0);
    for (const { mail_no } of gone.slice(0, mails)) {
      const { mails: found } = await find(mail_no, 'mails');
      const isThere = allOf<{ n: number }>(`SELECT count(*) AS n FROM mail WHERE mail_no = '${mail_no}'`)[0]?.n === 1;
      expect(found.hits.length).toBe(isThere ? 1 : 0);
    }
    write((tx) => void tx.run("INSERT INTO mail (mail_no) VALUES ('7755331100224')"));
    expect((await find('533110', 'mails')).mails.hits.map(({ mailNo }) => mailNo)).toEqual(['7755331100224']);
    await bringUp();
    expect((await find('533110', 'mails')).mails.hits.map(({ mailNo }) => mailNo)).toEqual(['7755331100224']);
    const left = Buffer.concat(
      allOf<{ numbers: Buffer }>("SELECT numbers FROM search_number WHERE kind = 'mail'").map(({ numbers }) => numbers),
    );
    for (const { mail_no } of gone) {
      const isThere = allOf<{ n: number }>(`SELECT count(*) AS n FROM mail WHERE mail_no = '${mail_no}'`)[0]?.n === 1;
      expect(left.includes(mail_no)).toBe(isThere);
    }
  });
});

describe('verify', () => {
  const flaws = async (): Promise<string[]> => {
    const told: string[] = [];
    await verifyIndex(
      fixture.ledger,
      ({ what, id }) => void told.push(`${what} ${id}`),
      () => Promise.resolve(),
    );
    return told;
  };

  it('finds no flaw in an index that is up to date, and none while it is behind', async () => {
    await bringUp();
    expect(await flaws()).toEqual([]);
    const [first] = openUids();
    followUp(first?.uid ?? '', '又有一句');
    write((tx) => void tx.run("INSERT INTO mail (mail_no) VALUES ('7755331100225')"));
    expect(await flaws()).toEqual([]);
    await bringUp();
    expect(await flaws()).toEqual([]);
  });

  it.each([
    ['a number', "UPDATE search_number SET numbers = zeroblob(length(numbers)) WHERE kind = 'mail' AND chunk = 0", 'search-number mail/0'],
    ['a mark', "UPDATE search_mark SET through = 1000000 WHERE kind = 'exception'", 'search-mark exception'],
    ['a passage', 'DELETE FROM search_passage WHERE rowid = (SELECT max(rowid) FROM search_passage)', 'search-passage'],
    [
      'words',
      "INSERT OR REPLACE INTO search_exception (rowid, words) SELECT id, '7834635f' FROM exception WHERE id = 1",
      'search-exception 1',
    ],
  ])('finds %s that is not what the rows say', async (_name, sql, flaw) => {
    write((tx) => void tx.run(sql));
    expect((await flaws()).join('\n')).toContain(flaw);
    write((tx) => {
      tx.run('UPDATE search_mark SET through = 0, epoch = epoch + 1');
      tx.run('DELETE FROM search_number');
      tx.run('DELETE FROM search_exception');
      tx.run('DELETE FROM search_passage');
    });
    await bringUp();
    expect(await flaws()).toEqual([]);
  });
});

describe('plans', () => {
  const planOf = (sql: string, params: readonly (string | number)[]): string =>
    fixture.ledger.read((tx: ReadTx) =>
      tx
        .all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, params)
        .map(({ detail }) => detail)
        .join('\n'),
    );

  it.each([
    [PASSAGES, ['"7834635f"', 50], 'VIRTUAL TABLE INDEX'],
    [EXCEPTIONS, ['"7834635f"', 50], 'VIRTUAL TABLE INDEX'],
    [OF_CLIENTS, ['[]', '[]', 50], 'exception_client'],
    [UNREAD_CLIENTS, [1], 'search_client USING PRIMARY KEY'],
  ])('%s', (sql, params, used) => {
    const plan = planOf(sql, params);
    expect(plan).toContain(used);
    expect(plan).not.toMatch(/SCAN (exception|mail|op)\b/);
  });
});
