// Two jobs at once: the toast is ready while the coffee is still brewing.
//
//   npm start                                      takes two seconds
//   node samples/dist/breakfast.js --simulated     the same program on simulated time: done at once
import { suspended as _suspended, task as _task, describe as _describe } from "tsyncio/abi";
var _makeCoffee = _describe("makeCoffee", "samples/breakfast.ts", "7:1 1+2:3", 1040, makeCoffee, makeCoffee$step);
var _makeToast = _describe("makeToast", "samples/breakfast.ts", "14:1 1+2:3", 1040, makeToast, makeToast$step);
var _main = _describe("main", "samples/breakfast.ts", "21:1 1+5:18", 1040, main, main$step);
import { gather, getRunningLoop, run, simulatedHost, sleep } from "tsyncio";
function makeCoffee() {
    return _task(_makeCoffee, makeCoffee$step, new.target);
}
function makeCoffee$step($, $v) {
    for (;;) switch ($.state) {
        case 0:
            console.log("coffee: brewing");
            if (($v = $.await(1, sleep(2000))) === _suspended) return $v;
        case 1:
            console.log("coffee: ready");
            return "coffee";
    }
}
function makeToast() {
    return _task(_makeToast, makeToast$step, new.target);
}
function makeToast$step($, $v) {
    for (;;) switch ($.state) {
        case 0:
            console.log("toast: in the toaster");
            if (($v = $.await(1, sleep(1000))) === _suspended) return $v;
        case 1:
            console.log("toast: ready");
            return "toast";
    }
}
function main() {
    return _task(_main, main$step, new.target);
}
function main$step($, $v) {
    let loop = $.v0, start = $.v1;
    for (;;) switch ($.state) {
        case 0:
            console.log("Breakfast, please!");
            loop = getRunningLoop();
            start = loop.time();
            if (($v = $.await(1, gather(makeCoffee(), makeToast()))) === _suspended) {
                $.v0 = loop;
                $.v1 = start;
                return $v;
            }
        case 1: {
            const served = $v;
            console.log(`Served: ${served.join(" and ")}`);
            console.log(`Finished in ${((loop.time() - start) / 1000).toFixed(2)} seconds`);
            return;
        }
    }
}
const simulate = process.argv.includes("--simulated");
run(main, simulate ? { host: simulatedHost() } : {});
//# sourceMappingURL=breakfast.js.map