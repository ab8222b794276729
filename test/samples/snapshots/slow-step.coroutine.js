// Wrong on purpose: a report is computed in one go, and meanwhile nothing else can run. In debug mode the loop says who did
// that, and between which awaits.
import { suspended as _suspended, coroutine as _coroutine, describe as _describe } from "tsyncio/abi";
var _report = _describe("report", "samples/slow-step.ts", "10:1 1+1:3 2+3:3", 1168, report, report$step);
var _heartbeat = _describe("heartbeat", "samples/slow-step.ts", "17:1 2+1:41", 1168, heartbeat, heartbeat$step);
var _main = _describe("main", "samples/slow-step.ts", "22:1 1+2:3", 1168, main, main$step);
import { gather, getRunningLoop, run, sleep } from "tsyncio";
function compute(milliseconds) {
    const end = performance.now() + milliseconds;
    while (performance.now() < end)
        ;
}
function report() {
    return _coroutine(_report, report$step, new.target);
}
function report$step($, $v) {
    for (;;) switch ($.state) {
        case 0: if (($v = $.await(1, sleep(10))) === _suspended) return $v;
        case 1:
            compute(2000);
            if (($v = $.await(2, sleep(10))) === _suspended) return $v;
        case 2:
            console.log("report: ready");
            return;
    }
}
function heartbeat() {
    return _coroutine(_heartbeat, heartbeat$step, new.target);
}
function heartbeat$step($, $v) {
    let beat = $.v0;
    let $state = $.state;
    for (;;) switch ($state) {
        case 0: beat = 1;
        case 1:
            if (!(beat <= 3)) {
                console.log("heartbeat: late");
                return;
            }
            if (($v = $.await(2, sleep(10))) === _suspended) {
                $.v0 = beat;
                return $v;
            }
        case 2:
            beat++;
            $state = 1;
            continue;
    }
}
function main() {
    return _coroutine(_main, main$step, new.target);
}
function main$step($, $v) {
    for (;;) switch ($.state) {
        case 0:
            getRunningLoop().slowCallbackDuration = 1500;
            if (($v = $.await(1, gather(report(), heartbeat()))) === _suspended) return $v;
        case 1: return;
    }
}
run(main, { debug: true });
//# sourceMappingURL=slow-step.js.map