// Wrong on purpose: a report is computed in one go, and meanwhile nothing else can run. In debug mode the loop says who did
// that, and between which awaits.
import { brandAsync as _brandAsync, describe as _describe, task as _task } from "tsyncio/abi";
var _report = _describe("report", "samples/slow-step.ts", [1, 11, 3, 2, 13, 3]);
var _heartbeat = _describe("heartbeat", "samples/slow-step.ts", [2, 18, 41]);
var _main = _describe("main", "samples/slow-step.ts", [1, 24, 3]);
_brandAsync(report);
_brandAsync(heartbeat);
_brandAsync(main);
import { gather, getRunningLoop, run, sleep } from "tsyncio";
function compute(milliseconds) {
    const end = performance.now() + milliseconds;
    while (performance.now() < end)
        ;
}
function report() {
    return _task(_report, report$step, new.target);
}
function report$step($) {
    for (;;)
        switch ($.state) {
            case 0: return $.await(1, sleep(10));
            case 1:
                compute(2000);
                return $.await(2, sleep(10));
            case 2:
                console.log("report: ready");
                return;
        }
}
function heartbeat() {
    return _task(_heartbeat, heartbeat$step, new.target);
}
function heartbeat$step($, $v) {
    let beat = $.v0;
    let $state = $.state;
    for (;;)
        switch ($state) {
            case 0: beat = 1;
            case 1:
                if (beat <= 3) {
                    $v = $.await(2, sleep(10));
                    $.v0 = beat;
                    return $v;
                }
                console.log("heartbeat: late");
                return;
            case 2:
                beat++;
                $state = 1;
                continue;
        }
}
function main() {
    return _task(_main, main$step, new.target);
}
function main$step($) {
    for (;;)
        switch ($.state) {
            case 0:
                getRunningLoop().slowCallbackDuration = 1500;
                return $.await(1, gather(report(), heartbeat()));
            case 1: return;
        }
}
run(main, { debug: true });
//# sourceMappingURL=slow-step.js.map