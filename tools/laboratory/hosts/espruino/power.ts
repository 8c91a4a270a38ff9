// The power of a board: the causes that start and end a program, and the reset reason afterwards.
import { waysOf } from "./chips.ts";
import type { EspruinoOptions } from "./device.ts";
import { Doors } from "./doors.ts";
import { Program, type ProgramHost } from "./program.ts";
import { BOOT_FILE, FIRST_FILES, POWER_ON_FILE } from "./storage.ts";
import { givePadToRtc } from "./system.ts";

const BOOT_MS = 300;
const STOP_LOOK_MS = 10;
/** Of a board that does not say. */
const JS_VARS = 16383;

export class Power {
  /** Texts of the errors that nothing in a program caught. */
  readonly errors: string[] = [];
  program: Program | undefined = undefined;
  /** How often a program was started. */
  boots = 0;
  /** JsVars that are said to be free. */
  freeVars: number;
  readonly doors: Doors;
  private hasRadio = true;
  private readonly rtcMemory = new Map<number, number>();
  private readonly options: EspruinoOptions;
  private readonly clock = { offsetMs: 0 };
  private resetReason: string;
  private cancelBoot = () => {};
  /** It has no power. */
  private isOff = true;

  constructor(options: EspruinoOptions) {
    this.options = options;
    this.freeVars = Math.max((options.board.memory.jsVars ?? JS_VARS) - 1, 0);
    this.resetReason = options.world.chip.resetReason;
    this.doors = new Doors(waysOf(options.board.chip), options.world.after);
    options.world.circuit.watch("RST", (level) => {
      if (level === 0) this.pullReset();
    });
  }

  /** Starts a program a moment later, as power comes on or the chip starts anew. */
  powerOn(): void {
    this.isOff = false;
    this.boot([POWER_ON_FILE, ...FIRST_FILES, BOOT_FILE]);
  }

  /**
   * A moment later a program starts, and the files that the storage has of these run in it, in this order.
   */
  private boot(files: readonly string[]): void {
    const { world, transcript } = this.options;
    this.cancelBoot = world.after(BOOT_MS, () => {
      this.boots += 1;
      transcript?.begin(world.storage);
      transcript?.event(world.now(), "boot");
      const program = new Program(this.options, this.host());
      this.program = program;
      for (const name of files) {
        const source = world.storage.get(name);
        if (source !== undefined) program.run(source, name);
      }
      // Its power may have gone meanwhile.
      if (this.program === program) program.start();
    });
  }

  /** Its power goes, and with it what outlives all else. */
  cut(): void {
    this.isOff = true;
    this.rtcMemory.clear();
    this.off();
  }

  private off(): void {
    this.hasRadio = true;
    this.end();
    this.doors.powerOff();
  }

  private end(): void {
    this.cancelBoot();
    this.program?.die();
    this.program = undefined;
  }

  /** The chip starts anew for this reason. */
  reboot(reason: string): void {
    this.resetReason = reason;
    this.off();
    this.powerOn();
  }

  /** The handlers of "kill" run, as before `reset()`; what they wrote still leaves, then the power goes. */
  stop(done: () => void): void {
    const { program } = this;
    const { world } = this.options;
    if (program === undefined) {
      world.after(0, done);
      return;
    }
    program.emitKill();
    const watch = (): void => {
      if (this.program === program && program.sockets.openStreams > 0) {
        world.after(STOP_LOOK_MS, watch);
        return;
      }
      this.off();
      done();
    };
    world.after(STOP_LOOK_MS, watch);
  }

  private host(): ProgramHost {
    return {
      errors: this.errors,
      clock: this.clock,
      doors: this.doors,
      freeVars: () => this.freeVars,
      resetReason: () => this.resetReason,
      restart: (kind, file) => this.restart(kind, file),
      sleep: (us, hasRadio) => this.sleep(us, hasRadio),
      sleepUntil: (pin, level) => this.sleepUntil(pin, level),
      hasRadio: () => this.hasRadio,
      rtcMemory: this.rtcMemory,
    };
  }

  /** All of the chip is off but the timer. */
  private sleep(us: number, hasRadio: boolean): void {
    this.resetReason = "deep sleep";
    this.off();
    this.hasRadio = hasRadio;
    if (Number.isFinite(us)) this.cancelBoot = this.options.world.after(us / 1000, () => this.powerOn());
    throw new Error("the chip sleeps");
  }

  /** All of the chip is off but what looks at the pin, which keeps its pull-up. */
  private sleepUntil(pin: string, level: number): void {
    const { circuit, after } = this.options.world;
    this.resetReason = "deep sleep";
    this.off();
    givePadToRtc(this.rtcMemory, pin);
    let cancel = () => {};
    const wake = () => {
      unwatch();
      cancel();
      this.powerOn();
    };
    const unwatch = circuit.watch(pin, (now) => now === level && wake(), true);
    if (circuit.level(pin, true) === level) cancel = after(0, wake);
    this.cancelBoot = () => {
      unwatch();
      cancel();
    };
    throw new Error("the chip sleeps");
  }

  /**
   * An ESP8266's RST is low for a moment: what it says then depends on whether it was asleep
   * (esp8266/Arduino, issue 2532).
   */
  private pullReset(): void {
    if (this.isOff) return;
    const isAsleep = this.program === undefined && this.resetReason === "deep sleep";
    this.reboot(isAsleep ? "deep sleep" : "reset");
  }

  /** What a program asks for. */
  private restart(kind: "load" | "reset" | "reboot", file: string = BOOT_FILE): void {
    if (kind === "reboot") {
      this.reboot("software");
      throw new Error("the chip restarts");
    }
    const { program } = this;
    program?.interpreter.afterPass(() => {
      program.leave();
      this.end();
      this.boot([...FIRST_FILES, ...(kind === "reset" ? [] : [file])]);
    });
  }
}
