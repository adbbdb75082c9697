// The demo's streams, read by what people read them with: curl, node's EventSource, headless Chromium.
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {request} from 'node:http';
import {after, before, describe, it} from 'node:test';
import {EventSource} from 'eventsource';
import {launch} from './chromium.mjs';
import {parseEvents} from './event_text.mjs';
import {startHub} from './hub.mjs';

// The events that curl prints, until there are enough of them.
function curl(url, enough, options = []) {
    return new Promise((done, failed) => {
        const child = spawn('curl', ['--no-buffer', '--silent', '--show-error', ...options, url]);
        let text = '';
        child.stderr.on('data', (error) => failed(new Error(String(error))));
        child.stdout.on('data', (piece) => {
            text += piece;
            const events = parseEvents(text);
            if (enough(events)) {
                child.kill();
                done(events);
            }
        });
        child.on('exit', () => failed(new Error(`the stream ended:\n${text}`)));
    });
}

// What all three clients must have seen of /stream?topics=ticker,trades&symbols=TCS,NIFTY.
function checkStream(events) {
    const names = events.map(({event}) => event);
    assert.equal(names[0], 'hello');
    assert.match(events[0].id, /^[0-9a-f]+-\d+$/);
    assert.equal(events[0].data.protocol, 'tickhub.v1');
    assert.equal(events[0].id.split('-')[0], events[0].data.epoch);
    for (const name of ['definition', 'ticker', 'trades']) assert.ok(names.includes(name), `no ${name} in ${names}`);
    for (const {event, data, id} of events.slice(1)) {
        if (event === 'heartbeat') continue;
        assert.equal(data.record, event);
        if (data.symbol) assert.ok(['TCS', 'NIFTY'].includes(data.symbol), data.symbol);
        assert.equal(id !== undefined, ['trades', 'reset'].includes(event), `${event} has the id ${id}`);
    }
    const numbers = events.filter(({event, id}) => id && event !== 'heartbeat').map(({id}) => Number(id.split('-')[1]));
    assert.deepEqual(numbers, [...new Set(numbers)].sort((a, b) => a - b));
}

const names = ['hello', 'definition', 'feed_status', 'status', 'reset', 'ticker', 'trades'];
const seenAll = (events) => events.length >= 15 &&
    ['definition', 'ticker', 'trades'].every((name) => events.some(({event}) => event === name));
const atLeast = (count) => (events) => events.length >= count;

describe('the demo', () => {
    let hub, stream;
    before(async () => {
        hub = await startHub('demo.yaml');
        stream = `${hub.url}/stream?topics=ticker,trades&symbols=TCS,NIFTY`;
    });
    after(async () => assert.equal(await hub.stop(), 0, hub.log.join('')));

    it('is read by curl -N', async () => checkStream(await curl(stream, seenAll)));

    it('is read by the npm package eventsource', async () => {
        const source = new EventSource(stream);
        const events = [];
        await new Promise((done) => {
            for (const name of names) {
                source.addEventListener(name, ({data, lastEventId}) => {
                    events.push({event: name, data: JSON.parse(data), id: lastEventId || undefined});
                    if (seenAll(events)) done();
                });
            }
        });
        source.close();
        checkStream(events);
    });

    it("is read by Chromium's EventSource", async () => {
        const browser = await launch();
        try {
            const page = await browser.newPage();
            await page.goto(hub.url);
            const events = await page.evaluate(({url, names}) => new Promise((done) => {
                const source = new EventSource(url);
                const events = [];
                let last = ''; // a browser gives each event the last id so far, be it its own or not
                const seenAll = () => events.length >= 15 &&
                    ['definition', 'ticker', 'trades'].every((name) => events.some(({event}) => event === name));
                for (const name of names) {
                    source.addEventListener(name, ({data, lastEventId}) => {
                        events.push({event: name, data: JSON.parse(data), id: lastEventId === last ? undefined : lastEventId});
                        last = lastEventId;
                        if (seenAll()) {
                            source.close();
                            done(events);
                        }
                    });
                }
            }), {url: stream, names});
            checkStream(events);
        } finally {
            await browser.close();
        }
    });

    it('shows its prices on the page at /', async () => {
        const browser = await launch();
        try {
            const page = await browser.newPage();
            const errors = [];
            page.on('pageerror', (error) => errors.push(error.message));
            page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
            await page.goto(hub.url);
            await page.getByRole('rowheader', {name: 'TCS'}).waitFor();
            await page.locator('.card').nth(1).waitFor(); // NIFTY and BANKNIFTY
            await page.getByText('live', {exact: true}).waitFor();
            assert.match(await page.locator('#feeds').textContent(), /replay/);
            assert.deepEqual(errors, []);
        } finally {
            await browser.close();
        }
    });

    it('carries the hub\'s notices on /admin/stream', async () => {
        const [hello, notice] = await curl(`${hub.url}/admin/stream`, atLeast(2));
        assert.equal(hello.event, 'hello');
        assert.equal(notice.event, 'notice');
        for (const field of ['severity', 'code', 'text']) assert.equal(typeof notice.data[field], 'string');
    });

    it('tells a client that comes back what it missed', async () => {
        const admin = `${hub.url}/admin/stream`;
        const [hello] = await curl(admin, atLeast(1));
        const [, resume] = await curl(admin, atLeast(2), ['--header', `Last-Event-ID: ${hello.id}`]);
        assert.equal(resume.event, 'resume');
        assert.equal(resume.data.notice.recovered, true);
        const [, lost] = await curl(`${stream}&last_event_id=1-1`, atLeast(2));
        const unknown = {recovered: false, missed: null};
        assert.equal(lost.event, 'resume');
        assert.deepEqual(lost.data, {reset: unknown, trades: unknown, gap: unknown});
    });

    it('tells of topics and symbols that do not exist', async () => {
        const isProblem = ({event}) => event === 'problem';
        const problems = (await curl(`${hub.url}/stream?topics=ticker,tickers&symbols=TCS,XYZ`,
            (events) => events.filter(isProblem).length === 2)).filter(isProblem);
        assert.deepEqual(problems.map(({data}) => data.code), ['unknown_topic', 'unknown_symbol']);
    });

    it('is passed on by proxies as it comes', async () => {
        const headers = await new Promise((done, failed) => {
            request(stream, (response) => {
                done(response.headers);
                response.destroy();
            }).on('error', failed).end();
        });
        assert.match(headers['content-type'], /^text\/event-stream/);
        assert.equal(headers['cache-control'], 'no-store');
        assert.equal(headers['x-accel-buffering'], 'no');
    });

    it('answers anything but GET with 405', async () => {
        const status = await new Promise((done, failed) => {
            request(stream, {method: 'POST'}, (response) => done(response.resume().statusCode)).on('error', failed).end();
        });
        assert.equal(status, 405);
    });
});
