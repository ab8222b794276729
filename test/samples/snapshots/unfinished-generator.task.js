// An async generator that nobody finishes still cleans up: the loop knows it, and runs its `finally`, awaits
// included, before `run` is over.
import { asyncGenerator as _asyncGenerator, describe as _describe, suspended as _suspended, task as _task, brandAsyncGenerator as _brandAsyncGenerator } from "tsyncio/abi";
var _temperatures = _describe("temperatures", "samples/unfinished-generator.ts", "5:1 2+4:7 3+5:7 6+9:5");
var _main = _describe("main", "samples/unfinished-generator.ts", "19:1 2+3:23", 1040, main, main$step);
_brandAsyncGenerator(temperatures);
import { run, sleep } from "tsyncio";
function temperatures() {
    let value, _pending, _completion;
    const temperatures$step = ($, $v) => {
        let $state = $.state;
        for (;;) switch ($state) {
            case 0:
                console.log("sensor: opened");
                $.handler = 4;
                value = 20;
            case 1: return $.await(2, sleep(10));
            case 2: return $.yield(3, 8, value);
            case 3:
                value++;
                $state = 1;
                continue;
            case 4:
                _pending = $v;
                _completion = 9;
            case 5:
                $.handler = 0;
                console.log("sensor: closing ...");
                return $.await(6, sleep(10));
            case 6:
                console.log("sensor: ... closed");
                $state = _completion;
                continue;
            case 7: return _pending;
            case 8:
                _pending = $v;
                _completion = 7;
                $state = 5;
                continue;
            case 9: throw _pending;
        }
    };
    return _asyncGenerator(_temperatures, temperatures$step, temperatures.prototype, new.target);
}
function main() {
    return _task(_main, main$step, new.target);
}
function main$step($, $v) {
    let sensor = $.v0, reading = $.v1;
    let $state = $.state;
    for (;;) switch ($state) {
        case 0:
            sensor = temperatures();
            reading = 1;
        case 1:
            if (!(reading <= 2)) {
                // A `for await` would close the generator here; calls of next() do not.
                console.log("main: done");
                return;
            }
            if (($v = $.callMethod(2, $v = sensor, $v.next)) === _suspended) {
                $.v0 = sensor;
                $.v1 = reading;
                return $v;
            }
        case 2: {
            const { value } = $v;
            console.log(`reading ${reading}: ${String(value)} degrees`);
            reading++;
            $state = 1;
            continue;
        }
    }
}
run(main);
//# sourceMappingURL=unfinished-generator.js.map