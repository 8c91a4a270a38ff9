// A simulated device as its chip has it: it can lose its power and get it back, and starts anew when it asks
// to. It then ends without a word, its outputs fall, its storage stays.
import { setTime } from "../../../src/clock/clock.ts";
import type { Moment } from "../../../src/clock/moment.ts";
import type { DeviceDeclaration, Hardware } from "../../../src/device/declare/device.ts";
import type { Diagnostic } from "../../../src/device/declare/diagnostics.ts";
import type { Relay } from "../../../src/drivers/relay.ts";
import type { ClientLimits } from "../../../src/mqtt/client.ts";
import { soundFirmware } from "../../../src/platform/node/device.ts";
import { NodeDevice } from "../../../src/platform/node/node-device.ts";
import { type NodeFirmware, runNodeDevice } from "../../../src/platform/node/run-device.ts";
import { withUsualDiagnostics } from "../../../src/platform/node/usual-diagnostics.ts";
import type { AwaitedLevel, SimulatedDevice, World } from "../../../src/platform/node/world.ts";
import type { Drivable } from "../../../src/reading/part.ts";
import { needsOf } from "../../image/wiring/named-pins.ts";
import { simulatedWires } from "../../image/wiring/simulated-wires.ts";
import { flashJournal } from "../worlds/flash-journal.ts";
import type { ChargeMeter } from "./charge-meter.ts";
import type { UpdateLoader } from "./update-loader.ts";

/** Where a device's own time wraps (src/platform/node/node-device.ts). */
const LATEST_MOMENT = 0x7fffffff;

export interface PoweredDevice {
  isPowered: () => boolean;
  cutPower: () => void;
  givePower: () => void;
  /** Ends it in an orderly way and calls `done` in a later turn; one without power has ended already. */
  stop: (done: () => void) => void;
  /** Its clock is set, where it knows the time. */
  setClock: (moment: Moment) => void;
}

/**
 * Starts the device in its world, by default with what a computer allows and tells (`usual` diagnostics).
 * `instead` says at each start what runs in its place, if anything. Throws when the declaration has faults.
 */
export function powerDevice(
  world: World,
  declaration: DeviceDeclaration,
  limits?: ClientLimits,
  usual?: readonly Diagnostic[],
  meter?: ChargeMeter,
  instead?: Instead,
): PoweredDevice {
  const firmware = simulatedFirmware(declaration, limits, usual, world.hardware);
  const powered = new PoweredNodeDevice(firmware, meter?.over(world) ?? world, meter, undefined, instead);
  return {
    isPowered: () => powered.isPowered(),
    cutPower: () => powered.cutPower(),
    givePower: () => powered.givePower(),
    stop: (done) => powered.stop(done),
    setClock: (moment) => powered.setClock(moment),
  };
}

/** What is started in a device's place; `undefined` where the device is to start. */
export type Instead = () => SimulatedDevice | undefined;

/** So long after an image that throws as it is read, a chip starts anew. */
const WATCHDOG_MS = 10_000;

/** Starts a device that takes updates: `loader` says at each start what runs. */
export function powerUpdated(world: World, loader: UpdateLoader, instead?: Instead): PoweredDevice {
  return new PoweredNodeDevice(undefined, world, undefined, loader, instead);
}

/** A firmware on simulated wires, for any number of devices. Throws when the declaration has faults. */
export function simulatedFirmware(
  declaration: DeviceDeclaration,
  limits?: ClientLimits,
  usual?: readonly Diagnostic[],
  hardware?: Hardware,
): NodeFirmware {
  const diagnosed = withUsualDiagnostics(declaration, usual);
  return soundFirmware(diagnosed, simulatedWires(declaration), limits, hardware);
}

/** Starts a device of the firmware in its world. Its functions need it in front of them. */
export function powerOneOf(firmware: NodeFirmware, world: World): PoweredDevice {
  return new PoweredNodeDevice(firmware, world);
}

/** Its functions are of the class: a fleet has thousands of devices. */
class PoweredNodeDevice implements PoweredDevice {
  private firmware: NodeFirmware | undefined;
  private readonly world: World;
  private device: SimulatedDevice | undefined;
  /** While it sleeps, or its watchdog waits. */
  private cancelSleep: (() => void) | undefined;
  private readonly meter: ChargeMeter | undefined;
  private readonly loader: UpdateLoader | undefined;
  private readonly instead: Instead | undefined;

  constructor(
    firmware: NodeFirmware | undefined,
    world: World,
    meter?: ChargeMeter,
    loader?: UpdateLoader,
    instead?: Instead,
  ) {
    this.firmware = firmware;
    this.world = world;
    this.meter = meter;
    this.loader = loader;
    this.instead = instead;
    this.device = this.start();
    world.chip.restart = () => this.restartSoon();
    world.chip.sleep = (ms, until) => this.sleep(ms, until);
  }

  isPowered(): boolean {
    return this.device !== undefined || this.cancelSleep !== undefined;
  }

  cutPower(): void {
    this.world.chip.memory = "";
    this.switchOff();
  }

  private switchOff(): void {
    this.wake();
    this.device?.kill();
    this.device = undefined;
    for (const { part } of this.firmware?.declaration.actuators ?? []) letFall(this.world, part);
    this.meter?.off();
  }

  givePower(): void {
    if (!this.isPowered()) this.restart("power");
  }

  stop(done: () => void): void {
    this.wake();
    if (this.device === undefined) this.world.after(0, done);
    else this.device.stop(done);
    this.device = undefined;
  }

  setClock(moment: Moment): void {
    const runtime = this.device instanceof NodeDevice ? this.device.runtime : undefined;
    const clock = runtime?.time?.clock;
    if (clock?.moment === undefined) return;
    setTime(clock, moment, this.world.now() & LATEST_MOMENT);
    runtime?.ports.wake(1);
  }

  private restartSoon(): void {
    const asking = this.device;
    this.world.after(0, () => {
      if (this.device === asking) this.restart("software");
    });
  }

  /** Its timer goes on while it is switched off, and so does what looks at the pin that wakes it. */
  private sleep(ms: number, until?: AwaitedLevel): void {
    const asking = this.device;
    this.world.after(0, () => {
      if (this.device !== asking || asking === undefined) return;
      this.switchOff();
      const wake = () => this.restart("deep sleep");
      const cancelTimer = ms > 0 ? this.world.after(ms, wake) : () => {};
      const cancelWatch = until === undefined ? () => {} : whenAtLevel(this.world, until, wake);
      this.cancelSleep = () => {
        cancelTimer();
        cancelWatch();
      };
      this.meter?.sleep();
    });
  }

  private wake(): void {
    this.cancelSleep?.();
    this.cancelSleep = undefined;
  }

  private restart(resetReason: string): void {
    this.wake();
    if (this.device !== undefined) this.switchOff();
    this.world.chip.resetReason = resetReason;
    this.device = this.start();
  }

  private start(): SimulatedDevice | undefined {
    this.meter?.start();
    if (this.loader !== undefined) this.firmware = this.loader.atStart();
    if (this.firmware === undefined) {
      this.cancelSleep = this.world.after(WATCHDOG_MS, () => this.restart("watchdog"));
      return undefined;
    }
    if (this.firmware.declaration.journal === true) this.world.journal ??= flashJournal();
    return this.instead?.() ?? runNodeDevice(this.world, this.firmware);
  }
}

/** Calls `reached` once the pin has the level, in a later turn. */
function whenAtLevel(
  { circuit, after }: World,
  { pin, pulledUp, level }: AwaitedLevel,
  reached: () => void,
): () => void {
  let cancel = () => {};
  const unwatch = circuit.watch(
    pin,
    (now) => {
      if (now !== level) return;
      cancel();
      cancel = after(0, reached);
    },
    pulledUp,
  );
  if (circuit.level(pin, pulledUp) === level) cancel = after(0, reached);
  return () => {
    cancel();
    unwatch();
  };
}

/** Nobody drives its pins any more: what hangs on them goes to its rest. */
function letFall({ circuit }: World, part: Drivable): void {
  for (const { role, kind } of needsOf(part)) {
    if (kind === "pwm") circuit.pulsed(role, 0, 0);
    else if (kind === "output") circuit.written(role, (part as Relay).onLevel === 0 ? 1 : 0);
  }
}
