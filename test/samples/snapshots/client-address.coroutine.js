// A context variable carries the address of the remote client through nested calls, without passing it on as an
// argument. Each connection is a task with a context of its own, so two clients served at once are never mixed up.
import { coroutine as _coroutine, describe as _describe } from "tsyncio/abi";
var _query = _describe("query", "samples/client-address.ts", [1, 13, 3]);
var _renderPage = _describe("renderPage", "samples/client-address.ts", [1, 18, 18, 2, 19, 20]);
var _serve = _describe("serve", "samples/client-address.ts", [1, 25, 3, 2, 27, 7]);
var _main = _describe("main", "samples/client-address.ts", [1, 31, 3]);
import { ContextVar, createTask, gather, run, sleep } from "tsyncio";
const clientAddress = new ContextVar("clientAddress");
function log(message) {
    console.log(`[${clientAddress.get()}] ${message}`);
}
function query(table) {
    const query = $ => {
        for (;;)
            switch ($.state) {
                case 0:
                    log(`reading ${table}`);
                    return $.await(1, sleep(100));
                case 1: return [`${table} of ${clientAddress.get()}`];
            }
    };
    return _coroutine(_query, query, new.target);
}
function renderPage(path) {
    let orders;
    const renderPage = ($, $v) => {
        for (;;)
            switch ($.state) {
                case 0: return $.await(1, query("orders"));
                case 1:
                    orders = $v;
                    return $.await(2, query("messages"));
                case 2: {
                    const messages = $v;
                    return `${path}: ${[...orders, ...messages].join(", ")}`;
                }
            }
    };
    return _coroutine(_renderPage, renderPage, new.target);
}
function serve(address, path, delay) {
    const serve = ($, $v) => {
        for (;;)
            switch ($.state) {
                case 0:
                    clientAddress.set(address);
                    return $.await(1, sleep(delay));
                case 1:
                    log(`GET ${path}`);
                    return $.await(2, renderPage(path));
                case 2:
                    log($v);
                    return;
            }
    };
    return _coroutine(_serve, serve, new.target);
}
function main() {
    const main = $ => {
        for (;;)
            switch ($.state) {
                case 0: return $.await(1, gather(createTask(serve("192.0.2.1", "/inbox", 0)), createTask(serve("198.51.100.7", "/account", 50))));
                case 1:
                    console.log(`outside any connection: ${clientAddress.get("no client")}`);
                    return;
            }
    };
    return _coroutine(_main, main, new.target);
}
run(main);
//# sourceMappingURL=client-address.js.map