// config/page.html in Chromium, over a stream written by hand.
import assert from 'node:assert/strict';
import {after, afterEach, before, beforeEach, describe, it} from 'node:test';
import {launch} from './chromium.mjs';
import {startFakeStream} from './fake_stream.mjs';

const hostile = '<img src=x onerror="window.harmed=1">';

describe('the page of live prices', () => {
    let browser, page, hub, errors;
    before(async () => { browser = await launch(); });
    after(() => browser.close());
    beforeEach(async () => {
        hub = await startFakeStream();
        page = await browser.newPage();
        errors = [];
        page.on('pageerror', (error) => errors.push(error.message));
        page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
        await page.goto(hub.url);
        await page.getByText('live', {exact: true}).waitFor();
    });
    afterEach(async () => {
        await page.close();
        hub.stop();
    });

    const ticker = (symbol, last_price, more = {}) =>
        hub.send('ticker', {record: 'ticker', symbol, last_price, ts_event: '2021-06-11T03:45:52.000000000Z', ...more});
    const symbols = () => page.locator('tbody th').allTextContents();

    it('shows what the stream says', async () => {
        hub.send('definition', {symbol: 'TCS', name: 'Tata Consultancy', instrument_class: 'stock', prev_close: 3190});
        hub.send('feed_status', {publisher: 'nse', condition: 'replay', speed: 60});
        ticker('TCS', 3195.5, {volume: 1234567});
        const row = page.locator('tbody tr');
        await row.waitFor();
        const cells = await row.locator('th, td').allTextContents();
        assert.deepEqual(cells.slice(0, 7), ['TCS', 'Tata Consultancy', '', '3,195.50', '+5.50', '+0.17%', '1,234,567']);
        assert.equal(await page.locator('#feeds').textContent(), 'nse \u00b7 replay \u00d760');
        assert.deepEqual(errors, []);
    });

    it('shows indices as cards', async () => {
        hub.send('definition', {symbol: 'NIFTY', name: 'Nifty 50', instrument_class: 'index', prev_close: 15800});
        ticker('NIFTY', 15799);
        await page.getByText('15,799.00').waitFor();
        assert.equal(await page.locator('.card .change').textContent(), '\u25bc \u22121.00  (\u22120.01%)');
        assert.deepEqual(await symbols(), []);
    });

    it('takes nothing that comes over the wire as HTML', async () => {
        hub.send('definition', {symbol: hostile, name: hostile, instrument_class: 'stock'});
        hub.send('feed_status', {publisher: hostile, condition: hostile});
        hub.send('problem', {code: 'x', text: hostile});
        ticker(hostile, 1);
        await page.locator('tbody tr').waitFor();
        assert.deepEqual(await symbols(), [hostile]);
        assert.equal(await page.locator('#message').textContent(), hostile);
        assert.equal(await page.locator('img').count(), 0);
        assert.equal(await page.evaluate(() => window.harmed), undefined);
    });

    it('sorts by a column, and filters', async () => {
        for (const [symbol, price] of [['TCS', 3190], ['ITC', 206], ['SBIN', 431]]) ticker(symbol, price);
        await page.locator('tbody tr').nth(2).waitFor();
        assert.deepEqual(await symbols(), ['ITC', 'SBIN', 'TCS']);
        await page.getByRole('button', {name: 'Last'}).click();
        await page.waitForFunction(() => document.querySelector('tbody th').textContent === 'TCS');
        assert.deepEqual(await symbols(), ['TCS', 'SBIN', 'ITC']);
        assert.equal(await page.locator('th[data-sort=last]').getAttribute('aria-sort'), 'descending');
        await page.getByRole('searchbox').fill('tc');
        await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 2);
        assert.deepEqual(await symbols(), ['TCS', 'ITC']);
    });

    it('says when it has lost the hub, and comes back with the id that it had', async () => {
        hub.send('hello', {protocol: 'tickhub.v1'}, 'e-7');
        ticker('TCS', 3190);
        await page.locator('tbody tr').waitFor();
        hub.cut();
        await page.getByText('reconnecting').waitFor();
        await page.getByText('live', {exact: true}).waitFor();
        ticker('TCS', 3191);
        await page.getByText('3,191.00').waitFor();
        assert.deepEqual(hub.requests.map((request) => request.last_event_id), [undefined, 'e-7']);
    });

    it('asks for nothing but its stream', async () => {
        assert.deepEqual(hub.requests.map((request) => request.url), ['/stream?topics=ticker,index,feed_status']);
    });
});
