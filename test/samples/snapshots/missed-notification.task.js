// A missed notification: the reader looks for mail, finds none, and gets ready to wait. What arrives in between is
// announced to nobody, and the reader sleeps for ever beside a full mailbox.
//
//   node samples/dist/missed-notification.js                               tries seeds until one fails
//   node samples/dist/missed-notification.js "tsyncio-schedule:1;…"        plays a schedule back
import { suspended as _suspended, task as _task, describe as _describe, brandAsyncMethods as _brandAsyncMethods, directMethods as _directMethods } from "tsyncio/abi";
var _read = _describe("read", "samples/missed-notification.ts", "18:3 2+3:7 3+5:7", 272);
var _postman = _describe("postman", "samples/missed-notification.ts", "29:1 1+1:3 2+2:3", 1040, postman, postman$step);
var _morning = _describe("morning", "samples/missed-notification.ts", "35:1 1+2:3", 1040, morning, morning$step);
import { Event, gather, sleep } from "tsyncio";
import { findFailure, note, simulate } from "tsyncio/testing";
class Mailbox {
    static #steps = _directMethods(this.prototype, { read: ($, $v) => {
            let $this = $.v0;
            let $state = $.state;
            for (;;) switch ($state) {
                case 0:
                case 1:
                    if (!($this.#letters.length === 0)) {
                        return $this.#letters.shift();
                    }
                    note("no mail");
                    if (($v = $.call(2, sleep, void 0, 0)) === _suspended) return $v; // tells somebody so
                case 2:
                    $this.#arrived.clear(); // wrong: it may have been set meanwhile
                    if (($v = $.callMethod(3, $v = $this.#arrived, $v.wait)) === _suspended) return $v;
                case 3:
                    $state = 1;
                    continue;
            }
        } }, _read);
    static #brand = _brandAsyncMethods(this.prototype, "read");
    #letters = [];
    #arrived = new Event({ name: "mail has arrived" });
    deliver(letter) {
        this.#letters.push(letter);
        this.#arrived.set();
    }
    read() {
        return _task(_read, _read.step, void 0, this);
    }
}
function postman(mailbox) {
    return _task(_postman, postman$step, new.target, mailbox);
}
function postman$step($, $v) {
    let mailbox = $.v0;
    for (;;) switch ($.state) {
        case 0: if (($v = $.call(1, sleep, void 0, 0)) === _suspended) return $v;
        case 1: if (($v = $.call(2, sleep, void 0, 0)) === _suspended) return $v;
        case 2:
            mailbox.deliver("a letter");
            return;
    }
}
function morning() {
    return _task(_morning, morning$step, new.target);
}
function morning$step($, $v) {
    for (;;) switch ($.state) {
        case 0: {
            const mailbox = new Mailbox();
            if (($v = $.await(1, gather(mailbox.read(), postman(mailbox)))) === _suspended) return $v;
        }
        case 1: return;
    }
}
const [given] = process.argv.slice(2);
if (given === undefined) {
    simulate(morning);
    console.log("a morning like any other: the letter was read");
}
const failure = given === undefined ? findFailure(morning, { seeds: 100 }) : undefined;
const schedule = given ?? failure?.schedule.toString();
if (schedule !== undefined) {
    console.log(`played back: ${schedule}`);
    try {
        simulate(morning, { schedule });
    }
    catch (error) {
        console.log(String(error.cause));
    }
}
//# sourceMappingURL=missed-notification.js.map