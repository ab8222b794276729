// A task is cancelled in the middle of its work. Its `finally` runs, and awaits; the `catch` around the work is for
// errors and does not see the cancellation, so nothing is retried that nobody wants any more.
import { suspended as _suspended, coroutine as _coroutine, describe as _describe } from "tsyncio/abi";
var _removePartialFile = _describe("removePartialFile", "samples/cancellation.ts", "5:1 1+2:3", 1168, removePartialFile, removePartialFile$step);
var _receive = _describe("receive", "samples/cancellation.ts", "11:1 1+1:3", 1168, receive, receive$step);
var _download = _describe("download", "samples/cancellation.ts", "17:1 2+4:9 6+10:5", 1168, download, download$step);
var _main = _describe("main", "samples/cancellation.ts", "31:1 1+2:3 2+7:5", 1168, main, main$step);
import { CancelledError, createTask, run, sleep } from "tsyncio";
function removePartialFile() {
    return _coroutine(_removePartialFile, removePartialFile$step, new.target);
}
function removePartialFile$step($, $v) {
    for (;;) switch ($.state) {
        case 0:
            console.log("removing the partial file ...");
            if (($v = $.await(1, sleep(50))) === _suspended) return $v;
        case 1:
            console.log("... removed");
            return;
    }
}
function receive(chunk) {
    return _coroutine(_receive, receive$step, new.target, chunk);
}
function receive$step($, $v) {
    let chunk = $.v0;
    for (;;) switch ($.state) {
        case 0: if (($v = $.await(1, sleep(300))) === _suspended) return $v;
        case 1:
            if (chunk === 2)
                throw new Error("connection lost");
            console.log(`chunk ${chunk} received`);
            return;
    }
}
function download() {
    return _coroutine(_download, download$step, new.target);
}
function download$step($, $v) {
    let chunk = $.v0, _pending = $.v1, _completion = $.v2;
    let $state = $.state;
    for (;;) try {
        switch ($state) {
            case 0:
                $.handler = 5;
                chunk = 1;
            case 1:
                $.handler = 3;
                if (($v = $.call(2, receive, _receive, chunk)) === _suspended) {
                    $.v0 = chunk;
                    return $v;
                }
            case 2:
                $.handler = 5;
                $state = 4;
                continue;
            case 3: {
                $.handler = 5;
                let error = $.caught($v);
                console.log(`chunk ${chunk} failed (${String(error)}), going on`);
            }
            case 4:
                chunk++;
                $state = 1;
                continue;
            case 5:
                _pending = $v;
                _completion = 7;
                $.handler = 0;
                if (($v = $.call(6, removePartialFile, _removePartialFile)) === _suspended) {
                    $.v1 = _pending;
                    $.v2 = _completion;
                    return $v;
                }
            case 6:
                $state = _completion;
                continue;
            case 7: throw _pending;
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
    let task = $.v0;
    let $state = $.state;
    for (;;) try {
        switch ($state) {
            case 0:
                task = createTask(download());
                if (($v = $.await(1, sleep(1050))) === _suspended) {
                    $.v0 = task;
                    return $v;
                }
            case 1:
                console.log("cancelling the download");
                task.cancel("the user closed the window");
                $.handler = 3;
                if (($v = $.await(2, task)) === _suspended) return $v;
            case 2:
                $.handler = 0;
                $state = 4;
                continue;
            case 3: {
                $.handler = 0;
                let error = $.named($v);
                if (!(error instanceof CancelledError))
                    throw error;
                console.log(`download cancelled: ${error.message}`);
            }
            case 4: return;
        }
    }
    catch ($error) {
        $state = $.threw($error);
        $v = $error;
    }
}
run(main);
//# sourceMappingURL=cancellation.js.map