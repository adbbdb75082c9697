// A server with the hub's page and a stream that a test writes by hand.
import {readFileSync} from 'node:fs';
import {createServer} from 'node:http';
import {join} from 'node:path';
import {configs} from './hub.mjs';

export async function startFakeStream() {
    const streams = new Set();
    const requests = [];
    const server = createServer((request, response) => {
        if (request.url === '/') {
            response.setHeader('content-type', 'text/html; charset=utf-8');
            response.setHeader('content-security-policy', "default-src 'self' 'unsafe-inline'; img-src 'self' data:");
            response.end(readFileSync(join(configs, 'page.html')));
            return;
        }
        requests.push({url: request.url, last_event_id: request.headers['last-event-id']});
        response.writeHead(200, {'content-type': 'text/event-stream'});
        response.write('retry: 50\n\n');
        streams.add(response);
        response.on('close', () => streams.delete(response));
    });
    await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
    return {
        url: `http://127.0.0.1:${server.address().port}`,
        requests,
        get clients() { return streams.size; },
        send(event, data, id) {
            const text = `event: ${event}\n${id ? `id: ${id}\n` : ''}data: ${JSON.stringify(data)}\n\n`;
            for (const stream of streams) stream.write(text);
        },
        cut() {
            for (const stream of streams) stream.destroy();
        },
        stop() {
            server.closeAllConnections();
            server.close();
        },
    };
}
