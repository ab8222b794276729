// Two jobs at once: the toast is ready while the coffee is still brewing.
//
//   npm start                                      takes two seconds
//   node samples/dist/breakfast.js --simulated     the same program on simulated time: done at once
import { coroutine as _coroutine, describe as _describe } from "tsyncio/abi";
var _makeCoffee = _describe("makeCoffee", "samples/breakfast.ts", [1, 9, 3]);
var _makeToast = _describe("makeToast", "samples/breakfast.ts", [1, 16, 3]);
var _main = _describe("main", "samples/breakfast.ts", [1, 26, 18]);
import { gather, getRunningLoop, run, simulatedHost, sleep } from "tsyncio";
function makeCoffee() {
    const makeCoffee = $ => {
        for (;;)
            switch ($.state) {
                case 0:
                    console.log("coffee: brewing");
                    return $.await(1, sleep(2000));
                case 1:
                    console.log("coffee: ready");
                    return "coffee";
            }
    };
    return _coroutine(_makeCoffee, makeCoffee, new.target);
}
function makeToast() {
    const makeToast = $ => {
        for (;;)
            switch ($.state) {
                case 0:
                    console.log("toast: in the toaster");
                    return $.await(1, sleep(1000));
                case 1:
                    console.log("toast: ready");
                    return "toast";
            }
    };
    return _coroutine(_makeToast, makeToast, new.target);
}
function main() {
    let loop, start;
    const main = ($, $v) => {
        for (;;)
            switch ($.state) {
                case 0:
                    console.log("Breakfast, please!");
                    loop = getRunningLoop();
                    start = loop.time();
                    return $.await(1, gather(makeCoffee(), makeToast()));
                case 1: {
                    const served = $v;
                    console.log(`Served: ${served.join(" and ")}`);
                    console.log(`Finished in ${((loop.time() - start) / 1000).toFixed(2)} seconds`);
                    return;
                }
            }
    };
    return _coroutine(_main, main, new.target);
}
const simulate = process.argv.includes("--simulated");
run(main, simulate ? { host: simulatedHost() } : {});
//# sourceMappingURL=breakfast.js.map