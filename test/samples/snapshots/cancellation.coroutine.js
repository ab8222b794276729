// A task is cancelled in the middle of its work. Its `finally` runs, and awaits; the `catch` around the work is for
// errors and does not see the cancellation, so nothing is retried that nobody wants any more.
import { coroutine as _coroutine, describe as _describe } from "tsyncio/abi";
var _removePartialFile = _describe("removePartialFile", "samples/cancellation.ts", [1, 7, 3]);
var _receive = _describe("receive", "samples/cancellation.ts", [1, 12, 3]);
var _download = _describe("download", "samples/cancellation.ts", [2, 21, 9, 6, 27, 5]);
var _main = _describe("main", "samples/cancellation.ts", [1, 33, 3, 2, 38, 5]);
import { CancelledError, createTask, run, sleep } from "tsyncio";
function removePartialFile() {
    const removePartialFile = $ => {
        for (;;)
            switch ($.state) {
                case 0:
                    console.log("removing the partial file ...");
                    return $.await(1, sleep(50));
                case 1:
                    console.log("... removed");
                    return;
            }
    };
    return _coroutine(_removePartialFile, removePartialFile, new.target);
}
function receive(chunk) {
    const receive = $ => {
        for (;;)
            switch ($.state) {
                case 0: return $.await(1, sleep(100));
                case 1:
                    if (chunk === 2)
                        throw new Error("connection lost");
                    console.log(`chunk ${chunk} received`);
                    return;
            }
    };
    return _coroutine(_receive, receive, new.target);
}
function download() {
    let chunk, _pending, _completion;
    const download = ($, $v) => {
        let $state = $.state;
        for (;;)
            switch ($state) {
                case 0:
                    $.handler = 5;
                    chunk = 1;
                case 1:
                    $.handler = 3;
                    return $.await(2, receive(chunk));
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
                    $.handler = 0;
                    _pending = $v;
                    _completion = 7;
                    $.handler = 0;
                    return $.await(6, removePartialFile());
                case 6:
                    $state = _completion;
                    continue;
                case 7: throw _pending;
            }
    };
    return _coroutine(_download, download, new.target);
}
function main() {
    let task;
    const main = ($, $v) => {
        let $state = $.state;
        for (;;)
            switch ($state) {
                case 0:
                    task = createTask(download());
                    return $.await(1, sleep(350));
                case 1:
                    console.log("cancelling the download");
                    task.cancel("the user closed the window");
                    $.handler = 3;
                    return $.await(2, task);
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
    };
    return _coroutine(_main, main, new.target);
}
run(main);
//# sourceMappingURL=cancellation.js.map