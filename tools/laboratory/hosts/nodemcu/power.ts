// The power of a chip: the causes that boot it and stop it, and the reset reason afterwards.
import type { AwaitedLevel, World } from "../../../../src/platform/node/world.ts";
import { type BootReason, firstBootReason } from "./chip.ts";
import type { Hardware } from "./hardware.ts";
import { Heap } from "./heap.ts";
import { Inspector } from "./inspector.ts";
import { CHIP_WENT_DOWN, Running, type RunningHost } from "./running.ts";

export class Power {
  readonly inspector = new Inspector(() => this.running);
  /** Errors that escaped a callback, and bites of a watchdog. */
  readonly panics: string[] = [];
  running: Running | undefined = undefined;
  boots = 0;
  /** The error of init.lua itself. */
  bootError: string | undefined = undefined;
  private readonly hardware: Hardware;
  private readonly world: World;
  private readonly heap: Heap;
  private cancelBoot = () => {};
  private isAsleep = false;

  constructor(hardware: Hardware) {
    const { world, chip, heapBytes } = hardware.options;
    this.hardware = hardware;
    this.world = world;
    world.circuit.watch("RST", (level) => {
      if (level === 0) this.pullReset();
    });
    this.heap = new Heap(chip, hardware.hostBytes, heapBytes);
  }

  switchOn(): void {
    if (this.running === undefined) this.start(firstBootReason(this.world));
  }

  switchOff(): void {
    this.isAsleep = false;
    this.cancelBoot();
    this.hardware.rtcMemory.fill(0);
    this.endLife();
  }

  private start(reason: BootReason): void {
    this.cancelBoot();
    this.isAsleep = false;
    const { transcript, booted } = this.hardware.options;
    this.boots += 1;
    if (reason !== "deepSleep") this.hardware.radio.isOff = false;
    transcript?.booted();
    this.bootError = undefined;
    this.running = new Running(this.hardware, this.hostFor(reason), this.inspector.answers);
    if (booted !== undefined) {
      booted();
      this.heap.takeAsFirmware(this.inspector.heapInUse());
    }
    this.runInit();
  }

  private runInit(): void {
    if (this.running?.parts.files.contents("init.lua") === undefined) return;
    try {
      this.bootError = this.running.tell({ kind: "evaluate", bytes: 'dofile("init.lua")' });
      if (this.bootError !== undefined) this.world.log(this.bootError);
    } catch (thrown) {
      if (thrown !== CHIP_WENT_DOWN) throw thrown;
    }
  }

  private hostFor(bootReason: BootReason): RunningHost {
    return {
      bootReason,
      freeHeap: (used) => this.heap.free(used),
      restart: (reason, ms) => this.goDown(reason, ms),
      sleepUntil: (ms, awaited) => this.sleepUntil(ms, awaited),
      powerLost: () => {
        this.switchOff();
        throw CHIP_WENT_DOWN;
      },
      crashed: (message) => this.crash(message),
      watchdogBit: () => {
        this.panics.push("watchdog: one event ran for more than a million instructions");
        return this.goDown("watchdog", this.hardware.restartMs);
      },
      softWatchdogBit: () => {
        this.panics.push("soft watchdog");
        this.reboot("watchdog", this.hardware.restartMs);
      },
    };
  }

  private crash(message: string): void {
    this.panics.push(message);
    this.world.log(`PANIC: ${message}`);
    const second = this.running?.tell({ kind: "crashed", bytes: message });
    if (second !== undefined) this.panics.push(second);
    this.reboot("crash", this.hardware.restartMs);
  }

  /** From inside of a call: the program never sees the call return. */
  private goDown(reason: BootReason, ms: number): never {
    this.reboot(reason, ms);
    throw CHIP_WENT_DOWN;
  }

  private reboot(reason: BootReason, ms: number): void {
    this.endLife();
    this.isAsleep = reason === "deepSleep";
    if (Number.isFinite(ms)) this.cancelBoot = this.world.after(ms, () => this.start(reason));
  }

  private sleepUntil(ms: number, { pin, level, pulledUp }: AwaitedLevel): never {
    this.endLife();
    const { circuit } = this.world;
    const wake = () => this.start("deepSleep");
    const cancelTimer = ms > 0 ? this.world.after(ms, wake) : () => {};
    let cancelLevel = () => {};
    const reach = () => {
      cancelTimer();
      unwatch();
      cancelLevel();
      cancelLevel = this.world.after(this.hardware.restartMs, wake);
    };
    const unwatch = circuit.watch(pin, (now) => now === level && reach(), pulledUp);
    this.cancelBoot = () => {
      cancelTimer();
      unwatch();
      cancelLevel();
    };
    if (circuit.level(pin, pulledUp) === level) reach();
    throw CHIP_WENT_DOWN;
  }

  /**
   * An ESP8266's RST is low for a moment: what it says then depends on whether it was asleep
   * (nodemcu-firmware, issue 1059).
   */
  private pullReset(): void {
    if (this.running === undefined && !this.isAsleep) return;
    this.cancelBoot();
    this.reboot(this.isAsleep ? "deepSleep" : "reset", this.hardware.restartMs);
  }

  private endLife(): void {
    const ended = this.running;
    this.running = undefined;
    ended?.end();
  }
}
