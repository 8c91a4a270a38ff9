// `setWatch`: the edges of a pin on the world's circuit, each as an event of the program's queue.
import type { Board } from "../../../../boards/board.ts";
import type { Interpreter } from "./interpreter.ts";

interface Watch {
  id: number;
  pin: string;
  call: unknown;
  repeat: boolean;
  edge: unknown;
  /** Seconds. */
  lastTime: number | undefined;
  /** The level of its data pin. */
  data: (() => number) | undefined;
  stop: () => void;
}

const FALLING: readonly unknown[] = ["falling", -1];
const RISING: readonly unknown[] = ["rising", 1];

/** The watches of one program. */
export class Watches {
  private watches: Watch[] = [];
  private nextId = 1;

  constructor(
    private readonly interpreter: Interpreter,
    private readonly board: Board,
  ) {}

  /** A new watch's number; 0, with a line on the console, when the chip cannot watch the pin. */
  add(
    call: unknown,
    pin: string,
    shown: unknown,
    options: unknown,
    pulledUp: boolean,
    data?: () => number,
  ): number {
    const { world, realm } = this.interpreter;
    if (typeof call !== "function" && typeof call !== "string") {
      throw new realm.intrinsics.Error("Function or String not supplied!");
    }
    if (!this.canWatch(pin)) {
      world.log("WARNING: Unable to set watch. This pin cannot be used with watch");
      return 0;
    }
    const { repeat = false, edge = "both" } = (options ?? {}) as { repeat?: boolean; edge?: unknown };
    const watch: Watch = {
      id: this.nextId,
      pin,
      call,
      repeat,
      edge,
      lastTime: undefined,
      data,
      stop: () => {},
    };
    watch.stop = world.circuit.watch(pin, (level, ago) => this.changed(watch, shown, level, ago), pulledUp);
    this.nextId += 1;
    this.watches.push(watch);
    return watch.id;
  }

  /** Without a number: all of them. */
  remove(ids: readonly unknown[]): void {
    if (ids.length === 0) {
      this.dispose();
      return;
    }
    const watch = this.watches.find(({ id }) => id === ids[0]);
    if (watch === undefined)
      throw new this.interpreter.realm.intrinsics.Error(`Unknown Watch ${String(ids[0])}`);
    this.end(watch);
  }

  dispose(): void {
    for (const { stop } of this.watches) stop();
    this.watches = [];
  }

  /** The line of a pin fell so many microseconds before. */
  fell(pin: string, shown: unknown, ago: number): void {
    for (const watch of this.watches) if (watch.pin === pin) this.changed(watch, shown, 0, ago);
  }

  private changed(watch: Watch, shown: unknown, level: number, ago: number): void {
    if (FALLING.includes(watch.edge) && level === 1) return;
    if (RISING.includes(watch.edge) && level === 0) return;
    const { world, realm } = this.interpreter;
    const time = (world.now() - ago / 1000) / 1000;
    const { lastTime = time } = watch;
    watch.lastTime = time;
    if (!watch.repeat) this.end(watch);
    const data = watch.data?.();
    const event = realm.object({
      state: level === 1,
      time,
      lastTime,
      pin: shown,
      ...(data === undefined ? {} : { data: data === 1 }),
    });
    this.interpreter.enqueue(
      watch.call,
      undefined,
      [event],
      [
        "w",
        String(watch.id),
        String(level),
        String(lastTime),
        String(time),
        ...(data === undefined ? [] : [String(data)]),
      ],
    );
  }

  private end(watch: Watch): void {
    watch.stop();
    this.watches = this.watches.filter((kept) => kept !== watch);
  }

  private canWatch(pin: string): boolean {
    return Object.values(this.board.pins).some(({ id, can }) => id === pin && can.includes("interrupt"));
  }
}
