// The platform's timers, looked up when they are called: zone.js replaces them.
export function setTimeout(callback, delay) {
  return globalThis.setTimeout(callback, delay);
}

export function clearTimeout(timer) {
  globalThis.clearTimeout(timer);
}
