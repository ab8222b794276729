// A context variable carries the address of the remote client through nested calls, without passing it on as an
// argument. Each connection is a task with a context of its own, so two clients served at once are never mixed up.
import { suspended as _suspended, task as _task, describe as _describe } from "tsyncio/abi";
var _query = _describe("query", "samples/client-address.ts", "11:1 1+2:3", 1040, query, query$step);
var _renderPage = _describe("renderPage", "samples/client-address.ts", "17:1 1+1:18 2+2:20", 1040, renderPage, renderPage$step);
var _serve = _describe("serve", "samples/client-address.ts", "23:1 1+2:3 2+4:7", 1040, serve, serve$step);
var _main = _describe("main", "samples/client-address.ts", "30:1 1+1:3", 1040, main, main$step);
import { ContextVar, createTask, gather, run, sleep } from "tsyncio";
const clientAddress = new ContextVar("clientAddress");
function log(message) {
    console.log(`[${clientAddress.get()}] ${message}`);
}
function query(table) {
    return _task(_query, query$step, new.target, table);
}
function query$step($, $v) {
    let table = $.v0;
    for (;;) switch ($.state) {
        case 0:
            log(`reading ${table}`);
            if (($v = $.await(1, sleep(100))) === _suspended) return $v;
        case 1: return [`${table} of ${clientAddress.get()}`];
    }
}
function renderPage(path) {
    return _task(_renderPage, renderPage$step, new.target, path);
}
function renderPage$step($, $v) {
    let path = $.v0, orders = $.v1;
    for (;;) switch ($.state) {
        case 0: if (($v = $.call(1, query, _query, "orders")) === _suspended) return $v;
        case 1:
            orders = $v;
            if (($v = $.call(2, query, _query, "messages")) === _suspended) {
                $.v1 = orders;
                return $v;
            }
        case 2: {
            const messages = $v;
            return `${path}: ${[...orders, ...messages].join(", ")}`;
        }
    }
}
function serve(address, path, delay) {
    return _task(_serve, serve$step, new.target, address, path, delay);
}
function serve$step($, $v) {
    let address = $.v0, path = $.v1, delay = $.v2;
    for (;;) switch ($.state) {
        case 0:
            clientAddress.set(address);
            if (($v = $.await(1, sleep(delay))) === _suspended) return $v;
        case 1:
            log(`GET ${path}`);
            if (($v = $.call(2, renderPage, _renderPage, path)) === _suspended) return $v;
        case 2:
            log($v);
            return;
    }
}
function main() {
    return _task(_main, main$step, new.target);
}
function main$step($, $v) {
    for (;;) switch ($.state) {
        case 0: if (($v = $.await(1, gather(createTask(serve("192.0.2.1", "/inbox", 0)), createTask(serve("198.51.100.7", "/account", 50))))) === _suspended) return $v;
        case 1:
            console.log(`outside any connection: ${clientAddress.get("no client")}`);
            return;
    }
}
run(main);
//# sourceMappingURL=client-address.js.map