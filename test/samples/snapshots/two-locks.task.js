// A deadlock: two transfers take the same two locks in opposite order. It takes two customers who come within the same
// millisecond, so nobody has seen it yet. Running seeds does, and the report says who holds what and waits where.
//
//   node samples/dist/two-locks.js                               tries seeds until one fails
//   node samples/dist/two-locks.js "tsyncio-schedule:1;…"        plays a schedule back
import { disposables as _disposables_1, suspended as _suspended, task as _task, describe as _describe } from "tsyncio/abi";
var _transfer = _describe("transfer", "samples/two-locks.ts", "18:1 1+1:3 2+2:15 4+4:3 5+5:15 10+0:1", 1040, transfer, transfer$step, 3);
var _day = _describe("day", "samples/two-locks.ts", "27:1 1+3:3", 1040, day, day$step);
import { gather, Lock, sleep } from "tsyncio";
import { findFailure, simulate } from "tsyncio/testing";
class Account {
    balance = 100;
    lock;
    constructor(name) {
        this.lock = new Lock({ name });
    }
}
function transfer(from, to, amount) {
    return _task(_transfer, transfer$step, new.target, from, to, amount, [void 0, void 0, void 0]);
}
function transfer$step($, $v) {
    let from = $.v0, to = $.v1, amount = $.v2, $frame = $.v3, _disposables = $frame[0], _resource = $frame[1], _completion = $frame[1], _pending = $frame[2];
    let $state = $.state;
    for (;;) try {
        switch ($state) {
            case 0:
                $frame[0] = _disposables = _disposables_1($);
                $.handler = 7;
                if (($v = $.await(1, sleep(Math.floor(Math.random() * 10)))) === _suspended) return $v;
            case 1:
                _resource = from.lock;
                if (!_disposables.useAsync(_resource)) {
                    $state = 3;
                    continue;
                }
                if (($v = $.await(2, _disposables.pending)) === _suspended) {
                    $frame[1] = _resource;
                    return $v;
                }
            case 2: _disposables.entered($v);
            case 3: {
                const _from = _resource;
                from.balance -= amount;
                if (($v = $.await(4, sleep(1))) === _suspended) return $v;
            }
            case 4:
                _resource = to.lock;
                if (!_disposables.useAsync(_resource)) {
                    $state = 6;
                    continue;
                }
                if (($v = $.await(5, _disposables.pending)) === _suspended) {
                    $frame[1] = _resource;
                    return $v;
                }
            case 5: _disposables.entered($v);
            case 6: {
                const _to = _resource;
                to.balance += amount;
                _completion = 12;
                $state = 8;
                continue;
            }
            case 7:
                _pending = $v;
                _completion = 13;
            case 8:
                $.handler = 0;
                _disposables.begin(_completion === 13, _pending);
                $.handler = 11;
            case 9:
                if (!_disposables.advance()) {
                    $.handler = 0;
                    if (_disposables.end()) {
                        $state = 12;
                        continue;
                    }
                    $state = _completion;
                    continue;
                }
                if (($v = $.await(10, _disposables.pending)) === _suspended) {
                    $frame[1] = _completion;
                    $frame[2] = _pending;
                    return $v;
                }
            case 10:
                _disposables.resume($v);
                $state = 9;
                continue;
            case 11:
                _disposables.fail($v);
                $state = 9;
                continue;
            case 12: return;
            case 13: throw _pending;
        }
    }
    catch ($error) {
        $state = $.threw($error);
        $v = $error;
    }
}
function day() {
    return _task(_day, day$step, new.target);
}
function day$step($, $v) {
    for (;;) switch ($.state) {
        case 0: {
            const anna = new Account("anna");
            const ben = new Account("ben");
            if (($v = $.await(1, gather(transfer(anna, ben, 10), transfer(ben, anna, 20)))) === _suspended) return $v;
        }
        case 1: return;
    }
}
const [given] = process.argv.slice(2);
if (given === undefined) {
    simulate(day);
    console.log("a day like any other: both transfers were made");
}
const failure = given === undefined ? findFailure(day, { seeds: 100 }) : undefined;
const schedule = given ?? failure?.schedule.toString();
if (schedule !== undefined) {
    console.log(`played back: ${schedule}`);
    try {
        simulate(day, { schedule });
    }
    catch (error) {
        console.log(String(error.cause));
    }
}
//# sourceMappingURL=two-locks.js.map