// Headless Chromium, which talks to nobody but the pages under test.
import {accessSync} from 'node:fs';
import {chromium} from 'playwright-core';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => {
    try {
        accessSync(path);
        return true;
    } catch {
        return false;
    }
});

export function launch() {
    return chromium.launch({
        executablePath,
        args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
               '--disable-component-update', '--disable-sync'],
    });
}
