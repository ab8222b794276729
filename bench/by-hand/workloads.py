"""The workloads for CPython's asyncio and uvloop, and the process that runs one of them (see harness/child.mjs)."""

import asyncio
import contextvars
import gc
import json
import sys
import time
import tracemalloc


async def trivial(i):
    return i


async def mid(size, probe=None):
    total = 0
    for i in range(size):
        total += await trivial(i)
    return total


async def fib(n, probe=None):
    return n if n < 2 else await fib(n - 1) + await fib(n - 2)


FAILURE = Exception("every eighth")


async def risky(i):
    if i % 8 == 7:
        raise FAILURE.with_traceback(None)
    return 1


async def try_loop(size, probe=None):
    done = failed = finished = 0
    for i in range(size):
        try:
            done += await risky(i)
        except Exception:
            failed += 1
        finally:
            finished += 1
    return done + 2 * failed + 3 * finished


async def numbers(size):
    for i in range(size):
        yield i


async def agen(size, probe=None):
    total = 0
    async for i in numbers(size):
        total += i
    return total


async def worker(number):
    total = number
    for _ in range(10):
        await asyncio.sleep(0)
        total += 1
    return total


async def tasks(size, probe=None):
    started = [asyncio.create_task(worker(number)) for number in range(size)]
    return sum(await asyncio.gather(*started))


async def job(number):
    await asyncio.sleep(0)
    return number


async def gather(size, probe=None):
    numbers_given = await asyncio.gather(*[job(number) for number in range(size)])
    return numbers_given[0] + numbers_given[size - 1] + len(numbers_given)


async def answer(requests, answers):
    while True:
        message = await requests.get()
        if message < 0:
            return
        await answers.put(message + 1)


async def queue(size, probe=None):
    requests, answers = asyncio.Queue(), asyncio.Queue()
    partner = asyncio.create_task(answer(requests, answers))
    total = 0
    for i in range(size):
        await requests.put(i)
        total += await answers.get()
    await requests.put(-1)
    await partner
    return total


async def contend(lock_given, counter):
    for _ in range(10):
        async with lock_given:
            seen = counter[0]
            await asyncio.sleep(0)
            counter[0] = seen + 1


async def lock(size, probe=None):
    lock_made, counter = asyncio.Lock(), [0]
    await asyncio.gather(*[asyncio.create_task(contend(lock_made, counter)) for _ in range(size)])
    return counter[0]


def nothing():
    pass


async def timers(size, probe=None):
    loop = asyncio.get_running_loop()
    cancelled = 0
    for _ in range(0, size, 1000):
        pending = [loop.call_later(10 + (i % 100) / 1000, nothing) for i in range(1000)]
        while pending:
            pending.pop().cancel()
            cancelled += 1
    return cancelled


async def innermost():
    await asyncio.sleep(0)
    return 0


async def link(inner):
    return await inner + 1


async def chain(size, probe=None):
    # Tasks: 10,000 coroutines inside one another are more than its stack takes.
    at = asyncio.create_task(innermost())
    for _ in range(size):
        at = asyncio.create_task(link(at))
    return await at


REQUEST_ID = contextvars.ContextVar("request_id", default=0)


async def query(key):
    await asyncio.sleep(0)
    return key * 2


async def cache(key):
    found = await query(key)
    return found + REQUEST_ID.get()


async def repository(key):
    return await cache(key)


async def service(key):
    row = await repository(key)
    return row + 1


async def authorise(key):
    if key < 0:
        raise Exception("no such user")
    return await service(key)


async def route(key):
    return await authorise(key)


async def logged(key, log):
    try:
        return await route(key)
    finally:
        log[0] += 1


async def handle(key, log):
    given = await logged(key, log)
    return given


async def handler(size, probe=None):
    log = [0]
    total = 0
    for i in range(size):
        token = REQUEST_ID.set(i)
        try:
            total += await handle(i, log)
        finally:
            REQUEST_ID.reset(token)
    return total + log[0]


class Item:
    def __init__(self, number):
        self.number = number
        self.price = number


class Repository:
    def __init__(self):
        self.reads = 0

    async def find(self, number):
        self.reads += 1
        return Item(number)


class Service:
    def __init__(self, items):
        self.repository = items

    async def price(self, number):
        item = await self.repository.find(number)
        return item.price + (await self.tax(item))

    async def tax(self, item):
        return 0 if item.number < 0 else 2


async def methods(size, probe=None):
    shop = Service(Repository())
    total = 0
    for number in range(size):
        total += await shop.price(number)
    return total


async def hold(gate, number):
    return await gate + number


async def held(size, probe=None):
    gate = asyncio.get_running_loop().create_future()
    waiting = [asyncio.create_task(hold(gate, number)) for number in range(size)]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    if probe is not None:
        probe()
    gate.set_result(1)
    total = 0
    for one in waiting:
        total += await one
    return total


WORKLOADS = {
    "mid": mid,
    "fib": fib,
    "try": try_loop,
    "agen": agen,
    "tasks": tasks,
    "gather": gather,
    "queue": queue,
    "lock": lock,
    "timers": timers,
    "chain": chain,
    "handler": handler,
    "methods": methods,
    "held": held,
}


def waited():
    """Nanoseconds this thread was ready to run and had no processor."""
    try:
        with open("/proc/self/schedstat", encoding="ascii") as file:
            return int(file.read().split()[1])
    except OSError:
        return 0


def now():
    """Milliseconds, less the time spent waiting for a processor; both clocks read in one piece."""
    before = waited()
    while True:
        passed = time.perf_counter_ns()
        after = waited()
        if after == before:
            return (passed - after) / 1e6
        before = after


def run_for(loop, main, size, budget):
    samples = []
    value = loop.run_until_complete(main(size))
    while sum(samples) < budget:
        began = now()
        value = loop.run_until_complete(main(size))
        samples.append(now() - began)
    samples.sort()
    return {"ms": samples[len(samples) // 2], "runs": len(samples), "value": value}


def bytes_of(loop, main, size):
    tracemalloc.start()
    loop.run_until_complete(main(1000))
    gc.collect()
    before = tracemalloc.get_traced_memory()[0]
    found = []

    def probe():
        gc.collect()
        found.append((tracemalloc.get_traced_memory()[0] - before) / size)

    value = loop.run_until_complete(main(size, probe))
    tracemalloc.stop()
    return {"bytes": found[0], "value": value}


def serve():
    given = json.loads(sys.argv[1])
    if given["loop"] == "uvloop":
        import uvloop

        loop = uvloop.new_event_loop()
    else:
        loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    main = WORKLOADS[given["workload"]]
    for line in sys.stdin:
        if given["measure"] == "bytes":
            reply = bytes_of(loop, main, given["size"])
        else:
            reply = run_for(loop, main, given["size"], json.loads(line)["budget"])
        print(json.dumps(reply), flush=True)


if __name__ == "__main__":
    serve()
