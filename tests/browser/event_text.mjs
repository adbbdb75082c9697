// Reads a server-sent event stream as text: what curl prints.

/// [{event, id, data}…]; data is parsed. Comments and `retry:` are left out, and what is not complete.
export function parseEvents(text) {
    const whole = text.slice(0, text.lastIndexOf('\n\n') + 1);
    return whole.split('\n\n').map((block) => {
        const fields = {};
        for (const line of block.split('\n')) {
            const colon = line.indexOf(': ');
            if (colon > 0) fields[line.slice(0, colon)] = line.slice(colon + 2);
        }
        return fields;
    }).filter((fields) => fields.event).map(({event, id, data}) => ({event, id, data: JSON.parse(data)}));
}
