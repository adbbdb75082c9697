// The examples of docs/clients/sse.md do what the page says.
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {after, before, describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';
import {startHub} from './hub.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const page = readFileSync(new URL('../../docs/clients/sse.md', import.meta.url), 'utf8');
const examples = (language) => [...page.matchAll(new RegExp('```' + language + '\\n([^]*?)```', 'g'))].map(([, text]) => text);

// Runs until the output holds what is wanted.
function outputOf(program, words, wanted) {
    return new Promise((done, failed) => {
        const child = spawn(program, words, {cwd: here});
        let text = '';
        const take = (piece) => {
            text += piece;
            if (wanted.test(text)) {
                child.kill();
                done(text);
            }
        };
        child.stdout.on('data', take);
        child.stderr.on('data', take);
        child.on('exit', () => failed(new Error(`it ended without ${wanted}:\n${text}`)));
    });
}

describe('docs/clients/sse.md', () => {
    let hub;
    before(async () => { hub = await startHub('demo.yaml'); });
    after(() => hub.stop());
    const local = (example) => example.replaceAll('http://127.0.0.1:8080', hub.url);

    it('has a curl command that shows the stream', async () => {
        const [example] = examples('sh');
        const text = await outputOf('bash', ['-c', local(example)], /event: ticker\n/);
        assert.match(text, /^retry: \d+\n\nevent: hello\nid: [0-9a-f]+-\d+\ndata: \{"protocol":"tickhub.v1"/);
    });

    it('has a few lines of JavaScript that print prices', async () => {
        const [example] = examples('js');
        await outputOf(process.execPath, ['--input-type=module', '--eval', local(example)], /^[A-Z]+ [0-9.]+$/m);
    });

    it('has JSON that is JSON', () => {
        for (const example of examples('json')) JSON.parse(example);
        assert.equal(examples('json').length, 2);
    });
});
