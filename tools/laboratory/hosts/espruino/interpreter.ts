// Espruino's idle loop: timers, then sockets, then the event queue, one pass after another by the world's
// clock.
import type { World } from "../../../../src/platform/node/world.ts";
import { consoleText } from "./console-text.ts";
import { byteString, HostFault } from "./host-fault.ts";
import type { Realm } from "./realm.ts";
import { type Timer, Timers } from "./timers.ts";
import { type Transcript, word } from "./transcript.ts";
import { UncaughtErrors } from "./uncaught.ts";

interface Queued {
  /** How a transcript calls it; without one the program itself queued it. */
  label: readonly string[] | undefined;
  handlers: unknown;
  self: unknown;
  values: readonly unknown[];
}

/** Where the interpreter keeps the listeners of an event: a property that programs can see. */
export const EVENT = "#on";

/** Something else that wants a look in each pass, as sockets do. True means: look again at once. */
export type Idler = () => boolean;

/** One running program: its event queue, its idlers and its passes. */
export class Interpreter {
  readonly world: World;
  readonly realm: Realm;
  readonly transcript: Transcript | undefined;
  readonly timers: Timers;
  readonly uncaught: UncaughtErrors;
  private readonly queue: Queued[] = [];
  private readonly idlers: Idler[] = [];
  private readonly labels = new WeakMap<object, string>();
  private cancelAlarm: (() => void) | undefined;
  private inPass = false;
  private idlersWait = false;
  private dead = false;
  private fault: HostFault | undefined;
  private atPassEnd: (() => void) | undefined;

  constructor(world: World, realm: Realm, uncaught: string[], transcript: Transcript | undefined) {
    this.world = world;
    this.realm = realm;
    this.transcript = transcript;
    this.timers = new Timers(world, () => this.wake());
    const listener = () =>
      (realm.global.process as Record<string, unknown> | undefined)?.[`${EVENT}uncaughtException`];
    this.uncaught = new UncaughtErrors(world, listener, uncaught);
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
    const waitMs = hasWork ? 0 : this.timers.untilNext();
    if (waitMs !== undefined) this.cancelAlarm = this.world.after(waitMs, () => this.pass());
  }

  private pass(): void {
    if (this.dead) return;
    this.inPass = true;
    this.cancelAlarm = undefined;
    this.idlersWait = false;
    this.timers.run((timer) => this.runTimer(timer));
    if (this.runIdlers()) this.idlersWait = true;
    this.runQueue();
    this.uncaught.report();
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

  /** Returns whether the program still runs. */
  private runTimer({ id, call, values }: Timer): boolean {
    if (this.dead) return false;
    this.told("t", id);
    this.call(call, undefined, values);
    return !this.dead;
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
      else if (!this.dead) this.uncaught.add(error);
      return undefined;
    }
  }
}
