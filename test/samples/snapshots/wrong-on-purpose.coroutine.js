import { brandAsync as _brandAsync, suspended as _suspended, describe as _describe, coroutine as _coroutine, call as _call, disposables as _disposables_1 } from "tsyncio/abi";
var _note = _describe("note", "samples/wrong-on-purpose.ts", [0, 17, 1, 1, 18, 3], 16);
var _open = _describe("open", "samples/wrong-on-purpose.ts", [0, 22, 1, 1, 24, 3, 2, 27, 3], 16);
var _cook = _describe("cook", "samples/wrong-on-purpose.ts", [0, 30, 1, 1, 31, 3], 16);
var _breakfast = _describe("breakfast", "samples/wrong-on-purpose.ts", [0, 35, 1, 1, 39, 15, 2, 39, 27], 16);
var _serve = _describe("serve", "samples/wrong-on-purpose.ts", [0, 42, 1]);
var _waiter = _describe("waiter", "samples/wrong-on-purpose.ts", [0, 50, 1, 1, 51, 15, 3, 52, 25, 7, 50, 1], 16);
var _main = _describe("main", "samples/wrong-on-purpose.ts", [0, 55, 1, 1, 56, 3, 2, 57, 3, 3, 58, 15, 4, 60, 3, 5, 61, 3], 16);
_brandAsync(note);
_brandAsync(open);
_brandAsync(cook);
_brandAsync(breakfast);
_brandAsync(serve);
_brandAsync(waiter);
_brandAsync(main);
import { existsSync } from "node:fs";
import { createTask, getRunningLoop, Lock, Queue, run, simulatedHost, sleep } from "tsyncio";
const host = simulatedHost();
const kitchen = new Lock({ name: "kitchen" });
const orders = new Queue();
function compute(milliseconds) {
    host.advance(host.now() + milliseconds);
}
function note(text) {
    return _coroutine(_note, note$step, new.target, text);
}
function note$step($, $v) {
    let text = $.v0;
    for (;;)
        switch ($.state) {
            case 0: if (($v = $.await(1, sleep(1))) === _suspended)
                return $v;
            case 1:
                console.log("noted:", text);
                return;
        }
}
function open() {
    return _coroutine(_open, open$step, new.target);
}
function open$step($, $v) {
    for (;;)
        switch ($.state) {
            case 0:
                note("open"); // TSY1401: it is never noted
                if (($v = $.await(1, sleep(10))) === _suspended)
                    return $v;
            case 1:
                if (existsSync("samples"))
                    console.log("open:", getRunningLoop().time()); // TSY1402: everybody waits for the disk
                compute(2000);
                if (($v = $.await(2, sleep(10))) === _suspended)
                    return $v;
            case 2: return;
        }
}
function cook(what, milliseconds) {
    return _coroutine(_cook, cook$step, new.target, what, milliseconds);
}
function cook$step($, $v) {
    let what = $.v0, milliseconds = $.v1;
    for (;;)
        switch ($.state) {
            case 0: if (($v = $.await(1, sleep(milliseconds))) === _suspended)
                return $v;
            case 1: return what;
        }
}
function breakfast() {
    return _coroutine(_breakfast, breakfast$step, new.target, void 0, void 0, void 0, [void 0, void 0]);
}
function breakfast$step($, $v) {
    let started = $.v0, toast = $.v1, _object = $.v2, $frame = $.v3, _method = $frame[0], _sent = $frame[1];
    for (;;)
        switch ($.state) {
            case 0: {
                started = getRunningLoop().time();
                const eggs = cook("eggs", 30);
                toast = cook("toast", 20); // TSY1403: in the pan only when the eggs are done
                _object = console;
                _method = _object.log;
                if (($v = $.await(1, eggs)) === _suspended) {
                    $.v0 = started;
                    $.v1 = toast;
                    $.v2 = _object;
                    $frame[0] = _method;
                    return $v;
                }
            }
            case 1:
                _sent = $v;
                if (($v = $.await(2, toast)) === _suspended) {
                    $.v0 = started;
                    $.v2 = _object;
                    $frame[0] = _method;
                    $frame[1] = _sent;
                    return $v;
                }
            case 2:
                _call(_method, _object, _sent, $v, "after", getRunningLoop().time() - started, "ms");
                return;
        }
}
function serve() {
    return _coroutine(_serve, serve$step, new.target);
}
function serve$step() {
    try {
        throw new Error("burnt");
    }
    finally {
        return "served"; // TSY1404: nobody hears of the error
    }
}
function waiter() {
    return _coroutine(_waiter, waiter$step, new.target, void 0, void 0, void 0, [void 0, void 0, void 0]);
}
function waiter$step($, $v) {
    let _disposables = $.v0, _resource = $.v1, _object = $.v2, $frame = $.v3, _method = $frame[0], _completion = $frame[1], _pending = $frame[2];
    let $state = $.state;
    for (;;)
        try {
            switch ($state) {
                case 0:
                    _disposables = _disposables_1($);
                    $.handler = 4;
                    _resource = kitchen;
                    if (!_disposables.useAsync(_resource)) {
                        $state = 2;
                        continue;
                    }
                    if (($v = $.await(1, _disposables.pending)) === _suspended) {
                        $.v0 = _disposables;
                        $.v1 = _resource;
                        $frame[2] = _pending;
                        return $v;
                    }
                case 1: _disposables.entered($v);
                case 2: {
                    const _ = _resource;
                    _object = console;
                    _method = _object.log;
                    if (($v = $.await(3, orders.get())) === _suspended) {
                        $.v0 = _disposables;
                        $.v2 = _object;
                        $frame[0] = _method;
                        $frame[2] = _pending;
                        return $v;
                    }
                }
                case 3:
                    _call(_method, _object, "order:", $v); // TSY1405: nobody else may enter until somebody orders
                    $.handler = 0;
                    _completion = 9;
                    $state = 5;
                    continue;
                case 4:
                    $.handler = 0;
                    _pending = $v;
                    _completion = 10;
                case 5:
                    $.handler = 0;
                    _disposables.begin(_completion === 10, _pending);
                    $.handler = 8;
                case 6:
                    if (!_disposables.advance()) {
                        $.handler = 0;
                        if (_disposables.end()) {
                            $state = 9;
                            continue;
                        }
                        $state = _completion;
                        continue;
                    }
                    if (($v = $.await(7, _disposables.pending)) === _suspended) {
                        $.v0 = _disposables;
                        $frame[1] = _completion;
                        $frame[2] = _pending;
                        return $v;
                    }
                case 7:
                    _disposables.resume($v);
                    $state = 6;
                    continue;
                case 8:
                    _disposables.fail($v);
                    $state = 6;
                    continue;
                case 9: return;
                case 10: throw _pending;
            }
        }
        catch ($error) {
            $state = $.threw($error);
            $v = $error;
        }
}
function main() {
    return _coroutine(_main, main$step, new.target);
}
function main$step($, $v) {
    let _object = $.v0, _method = $.v1;
    for (;;)
        switch ($.state) {
            case 0: if (($v = $.await(1, open())) === _suspended)
                return $v;
            case 1: if (($v = $.await(2, breakfast())) === _suspended)
                return $v;
            case 2:
                _object = console;
                _method = _object.log;
                if (($v = $.await(3, serve())) === _suspended) {
                    $.v0 = _object;
                    $.v1 = _method;
                    return $v;
                }
            case 3:
                _call(_method, _object, $v);
                createTask(waiter());
                if (($v = $.await(4, sleep(10))) === _suspended)
                    return $v;
            case 4: if (($v = $.await(5, orders.put("tea"))) === _suspended)
                return $v;
            case 5: return;
        }
}
run(main, { host, debug: true });
//# sourceMappingURL=wrong-on-purpose.js.map