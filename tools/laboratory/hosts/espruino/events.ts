// `on`, `emit` and their kin on every object, timers and promises: everything that enters the interpreter's
// event queue.
import { EVENT, type Interpreter } from "./interpreter.ts";
import { word } from "./transcript.ts";

type Listeners = Record<string, unknown>;

/** Puts `on`, `emit` and their kin on every object of the realm. */
export function installEvents(interpreter: Interpreter): void {
  const { realm } = interpreter;
  const { Object: ObjectOf, TypeError: TypeErrorOf } = realm.intrinsics;
  const listen = (first: boolean) =>
    function (this: unknown, event: unknown, listener: unknown): void {
      if (typeof event !== "string") throw new TypeErrorOf("First argument must be String");
      if (typeof listener !== "function" && typeof listener !== "string") {
        throw new TypeErrorOf("Second argument must be a function or a String");
      }
      const self = this as Listeners;
      const before = list(self[EVENT + event]);
      self[EVENT + event] = realm.array(first ? [listener, ...before] : [...before, listener]);
      if (event === "data") deliverKept(interpreter, self);
    };
  const prototype = ObjectOf.prototype;
  realm.method(prototype, "on", listen(false) as never);
  realm.method(prototype, "addListener", listen(false) as never);
  realm.method(prototype, "prependListener", listen(true) as never);
  realm.method(prototype, "emit", function (this: unknown, event, ...values) {
    interpreter.emit(this as object, String(event), values);
  });
  realm.method(prototype, "removeListener", function (this: unknown, event, listener) {
    const self = this as Listeners;
    const listeners = self[EVENT + String(event)];
    // The list itself changes: an event that is queued already does not reach the listener any more.
    if (Array.isArray(listeners) && listeners.includes(listener))
      listeners.splice(listeners.indexOf(listener), 1);
    else if (listeners === listener) delete self[EVENT + String(event)];
  });
  realm.method(prototype, "removeAllListeners", function (this: unknown, event) {
    const self = this as Listeners;
    for (const name of Object.keys(self)) {
      if (event === undefined ? name.startsWith(EVENT) : name === EVENT + String(event)) delete self[name];
    }
  });
}

/** Where a stream keeps what came before anyone listened for it. */
export const KEPT_DATA = "#buf";

function deliverKept(interpreter: Interpreter, stream: Listeners): void {
  const kept = stream[KEPT_DATA];
  if (typeof kept !== "string") return;
  delete stream[KEPT_DATA];
  const label = interpreter.labelOf(stream);
  interpreter.emit(
    stream,
    "data",
    [kept],
    label === undefined ? undefined : ["e", label, "data", `B${word(kept)}`],
  );
}

function list(listeners: unknown): unknown[] {
  if (listeners === undefined) return [];
  return Array.isArray(listeners) ? [...listeners] : [listeners];
}

/** `setTimeout` and its kin, on the world's clock. */
export function installTimers(interpreter: Interpreter): void {
  const { realm } = interpreter;
  const { Error: ErrorOf } = realm.intrinsics;
  const start =
    (every: boolean) =>
    (call: unknown, ms: unknown, ...values: unknown[]) => {
      if (typeof call !== "function" && typeof call !== "string") {
        throw new ErrorOf("Function or String not supplied!");
      }
      return interpreter.timers.add(call, Number(ms), every, values);
    };
  const clear = (name: string) =>
    function (this: unknown, ...ids: unknown[]): void {
      if (ids.length === 0) interpreter.timers.removeAll();
      else if (ids[0] === undefined) {
        throw new ErrorOf(`${name}(undefined) not allowed. Use ${name}() instead`);
      } else interpreter.timers.remove(ids[0]);
    };
  realm.method(realm.global, "setTimeout", start(false));
  realm.method(realm.global, "setInterval", start(true));
  realm.method(realm.global, "clearTimeout", clear("clearTimeout"));
  realm.method(realm.global, "clearInterval", clear("clearInterval"));
  realm.method(realm.global, "changeInterval", (id, ms) => {
    if (!interpreter.timers.change(id, Number(ms))) throw new ErrorOf("Unknown Interval");
  });
}

const PROMISE = `(function(enqueue){
  function Promise(run) {
    var self = this;
    if (run) run(function(v){ settle(self, 1, v); }, function(e){ settle(self, 2, e); });
  }
  function settle(promise, state, value) {
    if (promise.state) return;
    if (state === 1 && value && typeof value.then === "function") {
      value.then(function(v){ settle(promise, 1, v); }, function(e){ settle(promise, 2, e); });
      return;
    }
    promise.state = state;
    promise.value = value;
    var waiting = promise.waiting;
    if (waiting) waiting.forEach(function(reaction){ enqueue(reaction, []); });
    else if (state === 2) enqueue(function(){ if (!promise.waiting) throw value; }, []);
  }
  Promise.prototype.then = function(good, bad) {
    var self = this, next = new Promise();
    var react = function() {
      var act = self.state === 1 ? good : bad;
      if (typeof act !== "function") { settle(next, self.state, self.value); return; }
      var result;
      try { result = act(self.value); } catch (error) { settle(next, 2, error); return; }
      settle(next, 1, result);
    };
    self.waiting = self.waiting || [];
    self.waiting.push(react);
    if (self.state) enqueue(react, []);
    return next;
  };
  Promise.prototype.catch = function(bad) { return this.then(undefined, bad); };
  Promise.resolve = function(value) { var p = new Promise(); settle(p, 1, value); return p; };
  Promise.reject = function(error) { var p = new Promise(); settle(p, 2, error); return p; };
  Promise.all = function(list) {
    var result = new Promise(), values = [], left = list.length;
    if (!left) settle(result, 1, values);
    list.forEach(function(member, at) {
      Promise.resolve(member).then(function(value) {
        values[at] = value;
        left = left - 1;
        if (!left) settle(result, 1, values);
      }, function(error){ settle(result, 2, error); });
    });
    return result;
  };
  return Promise;
})`;

/**
 * Espruino's Promise: `then`, `catch`, `resolve`, `reject`, `all`; its callbacks come through the event
 * queue.
 */
export function installPromise(interpreter: Interpreter): void {
  const { realm } = interpreter;
  const install = realm.run(PROMISE, "promise") as (
    enqueue: (call: unknown, values: unknown[]) => void,
  ) => unknown;
  realm.global.Promise = install((call, values) => interpreter.enqueue(call, undefined, values));
}
