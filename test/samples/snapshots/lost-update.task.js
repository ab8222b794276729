// A race: two tellers read a balance, wait for the bank's books, and write what they computed. Run as it is, the program
// is right nearly always. Under seeds it is not, and the schedule of the failure shows it again, here or on any machine:
//
//   node samples/dist/lost-update.js                               tries seeds until one fails
//   node samples/dist/lost-update.js "tsyncio-schedule:1;…"        plays a schedule back, with its trace
import { suspended as _suspended, task as _task, describe as _describe, forOf as _forOf } from "tsyncio/abi";
var _deposit = _describe("deposit", "samples/lost-update.ts", "11:1 1+2:3", 1040, deposit, deposit$step);
var _teller = _describe("teller", "samples/lost-update.ts", "17:1 2+2:5 3+3:5", 1040, teller, teller$step);
var _day = _describe("day", "samples/lost-update.ts", "24:1 1+2:3", 1040, day, day$step);
import { gather, sleep } from "tsyncio";
import { findFailure, simulate } from "tsyncio/testing";
const account = { balance: 0 };
function deposit(amount) {
    return _task(_deposit, deposit$step, new.target, amount);
}
function deposit$step($, $v) {
    let amount = $.v0, before = $.v1;
    for (;;) switch ($.state) {
        case 0:
            before = account.balance;
            if (($v = $.call(1, sleep, void 0, 0)) === _suspended) {
                $.v1 = before;
                return $v;
            } // the books are opened: others may run
        case 1:
            account.balance = before + amount;
            return;
    }
}
function teller(amounts) {
    return _task(_teller, teller$step, new.target, amounts);
}
function teller$step($, $v) {
    let amounts = $.v0, amount = $.v1, _iterator = $.v2;
    let $state = $.state;
    for (;;) try {
        switch ($state) {
            case 0: $.v2 = _iterator = _forOf(amounts);
            case 1:
                if (!_iterator.next()) return;
                $.handler = 4;
                amount = _iterator.value;
                if (($v = $.await(2, sleep(Math.floor(Math.random() * 5)))) === _suspended) {
                    $.v1 = amount;
                    return $v;
                } // the next customer comes when it pleases
            case 2: if (($v = $.call(3, deposit, _deposit, amount)) === _suspended) return $v;
            case 3:
                $.handler = 0;
                $state = 1;
                continue;
            case 4:
                $.handler = 0;
                _iterator.close(true);
                throw $v;
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
        case 0:
            account.balance = 0;
            if (($v = $.await(1, gather(teller([10, 20]), teller([5])))) === _suspended) return $v;
        case 1:
            if (account.balance !== 35)
                throw new Error(`the balance is ${account.balance} instead of 35: an update was lost`);
            return;
    }
}
const [schedule] = process.argv.slice(2);
if (schedule === undefined) {
    simulate(day);
    console.log("a day like any other: the balance is right");
}
const failure = schedule === undefined ? findFailure(day, { seeds: 100 }) : undefined;
if (failure !== undefined) {
    console.log(`seed ${failure.schedule.seed}: ${String(failure.error)}`);
    console.log(failure.schedule.toString());
}
const again = schedule ?? failure?.schedule;
if (again !== undefined) {
    try {
        simulate(day, { schedule: again });
    }
    catch (error) {
        const { cause, trace } = error;
        console.log(`played back: ${String(cause)}`);
        if (schedule !== undefined)
            console.log(String(trace));
    }
}
//# sourceMappingURL=lost-update.js.map