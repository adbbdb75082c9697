// WebSockets, as programs and pages use them: the npm package ws and headless Chromium, with echo_sink in the real
// program.
import assert from 'node:assert/strict';
import {once} from 'node:events';
import {after, before, describe, it} from 'node:test';
import {WebSocket} from 'ws';
import {launch} from './chromium.mjs';
import {startHub} from './hub.mjs';

const withEcho = (yaml) => yaml
    .replace('hub: {name: demo}', `hub: {name: demo, plugins: ["${process.env.TICKHUB_TEST_PLUGINS}"]}`)
    .replace('\nsinks:\n', '\nsinks:\n  echo: {plugin: echo_sink, settings: {listener: web}}\n');

describe('a WebSocket', () => {
    let hub, url;
    before(async () => {
        hub = await startHub('demo.yaml', withEcho);
        url = `${hub.url.replace('http', 'ws')}/echo`;
    });
    after(async () => assert.equal(await hub.stop(), 0, hub.log.join('')));

    describe('of the npm package ws', () => {
        async function open(...options) {
            const socket = new WebSocket(url, ...options);
            await once(socket, 'open');
            return socket;
        }
        async function closed(socket, code, reason) {
            const [gotCode, gotReason] = await once(socket, 'close');
            assert.deepEqual([gotCode, String(gotReason)], [code, reason]);
        }
        async function echo(socket, data, binary = typeof data !== 'string') {
            const answer = once(socket, 'message');
            socket.send(data);
            const [got, isBinary] = await answer;
            assert.equal(isBinary, binary);
            assert.deepEqual(got, Buffer.from(data));
        }

        it('gets its texts back', async () => {
            const socket = await open();
            for (const text of ['', 'Hello', 'κόσμε 💩', 'x'.repeat(65536)]) await echo(socket, text);
            socket.close(1000);
            await closed(socket, 1000, '');
        });

        it('gets its bytes back, up to a mebibyte', async () => {
            const socket = await open();
            const sizes = [0, 1, 125, 126, 65535, 65536, 200_000, 1_048_576];
            for (const size of sizes) await echo(socket, Buffer.alloc(size, 0xfe));
            socket.close();
            await closed(socket, 1005, '');
        });

        it('may send a message in fragments, with pings between them', async () => {
            const socket = await open();
            const pong = once(socket, 'pong');
            const answer = once(socket, 'message');
            socket.send('in ', {fin: false});
            socket.ping('still there?');
            socket.send('three ', {fin: false});
            socket.send('pieces', {fin: true});
            assert.equal(String((await pong)[0]), 'still there?');
            assert.equal(String((await answer)[0]), 'in three pieces');
            socket.terminate();
        });

        it('agrees on the subprotocol', async () => {
            const socket = await open(['other', 'echo.v1']);
            assert.equal(socket.protocol, 'echo.v1');
            socket.terminate();
        });

        it('does without compression when it offers it', async () => {
            const socket = await open({perMessageDeflate: true});
            assert.equal(socket.extensions, '');
            await echo(socket, 'x'.repeat(5000));
            socket.terminate();
        });

        it('is closed with the code and the reason that the sink gives', async () => {
            const socket = await open();
            socket.send('close:4321:enough');
            await closed(socket, 4321, 'enough');
        });

        it('is closed with 1009 over a message that is too long', async () => {
            const socket = await open();
            socket.on('error', () => {}); // what it was still sending
            socket.send(Buffer.alloc(1_048_577));
            await closed(socket, 1009, '');
        });

        it('is heard by all who are there', async () => {
            const sockets = await Promise.all(Array.from({length: 5}, () => open()));
            await Promise.all(sockets.map((socket) => echo(socket, 'joined')));
            const heard = Promise.all(sockets.map((socket) => once(socket, 'message')));
            sockets[0].send('all:to everyone');
            for (const [text] of await heard) assert.equal(String(text), 'to everyone');
            for (const socket of sockets) socket.terminate();
        });
    });

    it("of Chromium's gets everything back, and a clean close", async () => {
        const browser = await launch();
        try {
            const page = await browser.newPage();
            await page.goto(hub.url);
            const told = await page.evaluate((url) => new Promise((done, failed) => {
                const socket = new WebSocket(url, ['echo.v1']);
                socket.binaryType = 'arraybuffer';
                const bytes = new Uint8Array(100_000).map((_, i) => i % 251);
                const messages = ['', 'κόσμε 💩', 'x'.repeat(70_000)];
                const got = [];
                socket.onopen = () => {
                    for (const message of messages) socket.send(message);
                    socket.send(bytes);
                };
                socket.onmessage = ({data}) => {
                    got.push(data);
                    if (got.length === 4) socket.send('close:4000:enough');
                };
                socket.onerror = () => failed(new Error('the browser reports an error'));
                socket.onclose = ({code, reason, wasClean}) => done({
                    code, reason, wasClean, protocol: socket.protocol, extensions: socket.extensions,
                    texts: messages.every((message, i) => got[i] === message),
                    bytes: String(new Uint8Array(got[3])) === String(bytes),
                });
            }), url);
            assert.deepEqual(told, {code: 4000, reason: 'enough', wasClean: true, protocol: 'echo.v1', extensions: '',
                                    texts: true, bytes: true});
        } finally {
            await browser.close();
        }
    });

    it("of Chromium's is told of the hub's end, and closed with 1012", async () => {
        const leaving = await startHub('demo.yaml', withEcho);
        const browser = await launch();
        try {
            const page = await browser.newPage();
            await page.goto(leaving.url);
            const open = await page.evaluateHandle((url) => new Promise((ready) => {
                const socket = new WebSocket(url);
                const seen = {texts: []};
                seen.end = new Promise((done) => {
                    socket.onclose = ({code, wasClean}) =>
                        done({code, wasClean, last: JSON.parse(seen.texts.at(-1)).event});
                });
                socket.onmessage = ({data}) => seen.texts.push(data);
                socket.onopen = () => ready(seen);
            }), `${leaving.url.replace('http', 'ws')}/echo`);
            const status = leaving.stop();
            const end = await open.evaluate((seen) => seen.end);
            assert.deepEqual(end, {code: 1012, wasClean: true, last: 'server_shutdown'});
            await browser.close();
            assert.equal(await status, 0, leaving.log.join(''));
        } finally {
            await browser.close();
        }
    });
});
