// Espruino's idle loop: timers, then sockets, then the event queue, one pass after another by the world's
// clock.
import type { World } from "../../../../src/platform/node/world.ts";
import { consoleText } from "./console-text.ts";
import { byteString, HostFault } from "./host-fault.ts";
import type { Realm } from "./realm.ts";
import { type Transcript, word } from "./transcript.ts";

type Handler = (...values: unknown[]) => unknown;

interface Queued {
  /** How a transcript calls it; without one the program itself queued it. */
  label: readonly string[] | undefined;
  handlers: unknown;
  self: unknown;
  values: readonly unknown[];
}

interface Timer {
  id: number;
  due: number;
  /** Milliseconds between calls; `undefined` for a timeout. */
  every: number | undefined;
  call: unknown;
  values: readonly unknown[];
}

/** Where the interpreter keeps the listeners of an event: a property that programs can see. */
export const EVENT = "#on";

const SHORTEST_TIMER_MS = 0.1;

/** Something else that wants a look in each pass, as sockets do. True means: look again at once. */
export type Idler = () => boolean;

/** One running program: its queue, its timers, its uncaught errors. */
export class Interpreter {
  readonly world: World;
  readonly realm: Realm;
  /** Text of each error that nothing caught, whether or not the program listens for them. */
  readonly uncaught: string[];
  readonly transcript: Transcript | undefined;
  private readonly queue: Queued[] = [];
  private readonly timers: Timer[] = [];
  private readonly idlers: Idler[] = [];
  private readonly labels = new WeakMap<object, string>();
  private timersChanged = false;
  private nextTimer = 1;
  private cancelAlarm: (() => void) | undefined;
  private inPass = false;
  private idlersWait = false;
  private dead = false;
  private fault: HostFault | undefined;
  private unreported: unknown[] = [];
  /** Where errors that nothing caught were raised: their stacks, which name lines of the script. */
  readonly stacks: string[] = [];
  private atPassEnd: (() => void) | undefined;

  constructor(world: World, realm: Realm, uncaught: string[], transcript: Transcript | undefined) {
    this.world = world;
    this.realm = realm;
    this.uncaught = uncaught;
    this.transcript = transcript;
  }

  get isDead(): boolean {
    return this.dead;
  }

  /** Nothing of this program runs any more. */
  die(): void {
    this.dead = true;
    this.cancelAlarm?.();
  }

  addIdler(idler: Idler): void {
    this.idlers.push(idler);
  }

  /** Does `then` when the current pass is over, in place of what was to be done before. */
  afterPass(then: () => void): void {
    this.atPassEnd = then;
    this.wake();
  }

  /** Runs program text now, as the device does at boot. An error is reported and does not come out. */
  runText(source: string, fileName: string): unknown {
    return this.guard(() => this.realm.run(source, fileName));
  }

  /** Calls a listener, or each of a list; an error in one does not stop the others. */
  call(handlers: unknown, self: unknown, values: readonly unknown[]): void {
    for (const handler of Array.isArray(handlers) ? [...handlers] : [handlers]) {
      if (this.dead) return;
      if (typeof handler === "string") this.runText(handler, "event");
      else if (typeof handler === "function") this.guard(() => Reflect.apply(handler, self, [...values]));
    }
  }

  /**
   * Queues the listeners that `target` has for `event`: they run after the current code has returned. `label`
   * is how a transcript tells it: none when the program emits by itself.
   */
  emit(target: object, event: string, values: readonly unknown[], label?: readonly string[]): void {
    const handlers = (target as Record<string, unknown>)[EVENT + event];
    if (handlers !== undefined) this.enqueue(handlers, target, values, label);
  }

  enqueue(handlers: unknown, self: unknown, values: readonly unknown[], label?: readonly string[]): void {
    this.queue.push({ handlers, self, values, label });
    this.wake();
  }

  /** How a transcript calls an object of the host. */
  labelOf(object: object): string | undefined {
    return this.labels.get(object);
  }

  setLabel(object: object, label: string): void {
    this.labels.set(object, label);
  }

  /** Records an event for the program in the transcript, if there is one. */
  told(...words: readonly (string | number)[]): void {
    this.transcript?.event(this.world.now(), ...words);
  }

  addTimer(call: unknown, ms: number, every: boolean, values: readonly unknown[]): number {
    const wait = timerMs(ms);
    const id = this.nextTimer;
    this.nextTimer += 1;
    this.timers.push({ id, due: this.world.now() + wait, every: every ? wait : undefined, call, values });
    this.timersChanged = true;
    this.wake();
    return id;
  }

  removeTimer(id: unknown): void {
    const at = this.timers.findIndex((timer) => timer.id === id);
    if (at < 0) return;
    this.timers.splice(at, 1);
    this.timersChanged = true;
  }

  removeAllTimers(): void {
    this.timers.length = 0;
    this.timersChanged = true;
  }

  /** False when there is no such timer. */
  changeTimer(id: unknown, ms: number): boolean {
    const timer = this.timers.find((timer) => timer.id === id);
    if (timer === undefined) return false;
    timer.every = timerMs(ms);
    timer.due = this.world.now() + timer.every;
    this.timersChanged = true;
    this.wake();
    return true;
  }

  /** Sockets and other sources report here that an event has arrived for them. */
  wakeIdlers(): void {
    this.idlersWait = true;
    this.wake();
  }

  /** One console line, as `print` makes it of its values. */
  print(values: readonly unknown[]): void {
    const line = values.map((value) => consoleText(value)).join(" ");
    this.transcript?.output("print", word(this.bytes(line, "print")));
    this.world.log(this.bytes(line, "print"));
  }

  /** `value` as Espruino's text. A character above 255 cannot exist there: it fails the run of this host. */
  bytes(value: unknown, where: string): string {
    return this.trap(() => byteString(value, where));
  }

  /** Remembers a fault of the kind that the program must not be able to catch. */
  trap<T>(body: () => T): T {
    try {
      return body();
    } catch (error) {
      if (error instanceof HostFault) this.fault ??= error;
      throw error;
    }
  }

  /**
   * Asks for a pass as soon as the world allows one if there is work, else for when the next timer is due.
   */
  private wake(): void {
    if (this.dead || this.inPass) return;
    this.cancelAlarm?.();
    this.cancelAlarm = undefined;
    const hasWork = this.queue.length > 0 || this.idlersWait || this.atPassEnd !== undefined;
    if (!hasWork && this.timers.length === 0) return;
    const next = Math.min(...this.timers.map((timer) => timer.due));
    this.cancelAlarm = this.world.after(hasWork ? 0 : Math.max(next - this.world.now(), 0), () =>
      this.pass(),
    );
  }

  private pass(): void {
    if (this.dead) return;
    this.inPass = true;
    this.cancelAlarm = undefined;
    this.idlersWait = false;
    this.runTimers();
    if (this.runIdlers()) this.idlersWait = true;
    this.runQueue();
    this.reportErrors();
    this.inPass = false;
    const atEnd = this.atPassEnd;
    this.atPassEnd = undefined;
    if (!this.dead) atEnd?.();
    this.raiseFault();
    this.wake();
  }

  /** A fault of the host goes to the caller that drives the world, once, and not to the program. */
  raiseFault(): void {
    const { fault } = this;
    this.fault = undefined;
    if (fault !== undefined) throw fault;
  }

  /** Due timers run in the order they were made, whichever was due first. */
  private runTimers(): void {
    const now = this.world.now();
    do {
      this.timersChanged = false;
      for (const timer of [...this.timers]) {
        if (timer.due > now || this.dead) continue;
        this.told("t", timer.id);
        this.call(timer.call, undefined, timer.values);
        if (!this.timers.includes(timer)) break;
        if (timer.every === undefined) this.timers.splice(this.timers.indexOf(timer), 1);
        else if (timer.due <= now) timer.due += timer.every;
        if (this.timersChanged) break;
      }
    } while (this.timersChanged && !this.dead);
  }

  private runIdlers(): boolean {
    let again = false;
    for (const idler of this.idlers) again = (!this.dead && idler()) || again;
    return again;
  }

  private runQueue(): void {
    for (let next = this.queue.shift(); next !== undefined && !this.dead; next = this.queue.shift()) {
      if (next.label !== undefined) this.told(...next.label);
      this.call(next.handlers, next.self, next.values);
    }
  }

  private guard(body: () => unknown): unknown {
    try {
      return body();
    } catch (error) {
      if (error instanceof HostFault) this.fault ??= error;
      else if (!this.dead) this.unreported.push(error);
      return undefined;
    }
  }

  /** Errors that escaped since the last report, reported at the end of a pass after everything else. */
  reportErrors(): void {
    for (const error of this.unreported.splice(0)) this.report(error);
  }

  /**
   * An error that nothing caught: the program's own listener, or a line on the console; the program goes on.
   */
  private report(error: unknown): void {
    const text = `Uncaught ${consoleText(error)}`;
    this.uncaught.push(text);
    this.stacks.push(stackOf(error) ?? text);
    const listener = (this.realm.global.process as Record<string, unknown> | undefined)?.[
      `${EVENT}uncaughtException`
    ];
    if (listener === undefined) {
      this.world.log(text);
      return;
    }
    for (const handler of Array.isArray(listener) ? [...listener] : [listener]) {
      try {
        Reflect.apply(handler as Handler, undefined, [error]);
      } catch (second) {
        this.world.log(`Uncaught ${consoleText(second)}`);
      }
    }
  }
}

function stackOf(error: unknown): string | undefined {
  const stack =
    typeof error === "object" && error !== null ? (error as { stack?: unknown }).stack : undefined;
  return typeof stack === "string" ? stack : undefined;
}

function timerMs(ms: number): number {
  return Number.isNaN(ms) ? SHORTEST_TIMER_MS : Math.max(ms, SHORTEST_TIMER_MS);
}
