// Starts the hub's program on a free port, and ends it.
import {spawn} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, watch, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

const program = process.env.TICKHUB_PROGRAM;
export const configs = fileURLToPath(new URL('../../config', import.meta.url));

// A folder in which the config listens on port 0, and all that it refers to is where it was.
function copyWithFreePort(config, edit) {
    const folder = mkdtempSync(join(tmpdir(), 'tickhub-browser-'));
    for (const entry of readdirSync(configs)) {
        if (entry !== config) symlinkSync(join(configs, entry), join(folder, entry));
    }
    const yaml = readFileSync(join(configs, config), 'utf8').replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:0');
    writeFileSync(join(folder, config), edit(yaml));
    return folder;
}

function appears(folder, name, child, log) {
    return new Promise((found, failed) => {
        const look = () => existsSync(join(folder, name)) && done(() => found(join(folder, name)));
        const watcher = watch(folder, look);
        const gone = (code) => done(() => failed(new Error(`the hub ended with ${code}:\n${log.join('')}`)));
        const done = (how) => { watcher.close(); child.off('exit', gone); how(); };
        child.on('exit', gone);
        look();
    });
}

/// Runs `config` of the config folder, its text edited. Returns {url, log, stop}; stop resolves to the exit status.
export async function startHub(config, edit = (yaml) => yaml) {
    const folder = copyWithFreePort(config, edit);
    const log = [];
    const child = spawn(program, ['run', join(folder, config), '--ports-file', join(folder, 'ports.json')]);
    child.stdout.on('data', (text) => log.push(text));
    child.stderr.on('data', (text) => log.push(text));
    const ended = new Promise((settle) => child.on('exit', settle));
    const ports = JSON.parse(readFileSync(await appears(folder, 'ports.json', child, log)));
    return {
        url: `http://127.0.0.1:${Object.values(ports)[0]}`,
        log,
        async stop() {
            child.kill('SIGTERM');
            const status = await ended;
            rmSync(folder, {recursive: true});
            return status;
        },
    };
}
