// A device in Node: the same runtime as on a board, with a world's time, network, bus and pins as its ports.
// Thousands fit into one process.

import { declarationFaults } from "../../checks/declaration-faults.ts";
import { discoveryFaults } from "../../checks/discovery-faults.ts";
import { sentencesOf } from "../../checks/fault.ts";
import type { DeviceDeclaration, Hardware } from "../../device/declare/device.ts";
import type { ClientLimits } from "../../mqtt/client.ts";
import { allowBytes } from "../../mqtt/outbox.ts";
import type { Endpoint } from "../../ports/network.ts";
import type { Pin } from "../../ports/pins.ts";
import type { Ports } from "../../ports/ports.ts";
import type { Wires } from "../../reading/part.ts";
import { closed, drained, networkIs, opened, pinsChanged, received, wakeUp } from "../../runtime/events.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { STOP_MS, stopWithin } from "../../runtime/shutdown.ts";
import { start } from "../../runtime/start.ts";
import { ownCopy } from "./own-copy.ts";
import { fitLists, giveBack } from "./release-memory.ts";
import { SetUpWires } from "./set-up-wires.ts";
import { bytesOf, textOf } from "./text.ts";
import { UsedPins } from "./used-pins.ts";
import type { SimulatedDevice, Stream, StreamEvents, World } from "./world.ts";

/** What a computer allows a device that is not told otherwise. */
export const NODE_LIMITS: ClientLimits = { slots: 64, bytes: 16384, packetBytes: 65536, linkBytes: 65536 };

/** What a device runs on in a world that does not say it. */
const SIMULATED: Hardware = { title: "simulated" };

/** A device that has nothing to do for this long is at rest, in milliseconds. */
const REST_MS = 1000;

/** The port's clock wraps behind this. As a mask it also keeps the time a small integer, which V8 stores without a box. */
const LATEST_MOMENT = 0x7fffffff;

/**
 * Starts a device in `world` now. Its settings must be in the world's storage (runtime/settings-record.ts). Throws
 * when the declaration has faults, a sentence for each.
 */
export function startNodeDevice(
  world: World,
  declaration: DeviceDeclaration,
  wires: Wires,
  limits: ClientLimits = NODE_LIMITS,
): SimulatedDevice {
  const faults = [...declarationFaults(declaration), ...discoveryFaults(declaration, limits.linkBytes)];
  if (faults.length > 0) throw new Error(sentencesOf(faults).join("\n"));
  const device = new NodeDevice(world);
  const own = ownCopy(declaration);
  own.hardware = world.hardware ?? SIMULATED;
  // What a device says is bytes; on a board the build has made them.
  for (const actuator of own.actuators ?? []) actuator.label = bytesOf(actuator.label);
  // A board's ring is made by proving that its bytes can be had. A computer has them, and may have thousands of rings.
  const runtime = start(device, own, wires, { ...limits, bytes: 0 });
  if (runtime !== undefined) {
    allowBytes(runtime.client, limits.bytes);
    fitLists(runtime);
  }
  device.runtime = runtime;
  return device;
}

/** The ports of a device in `world`, for whoever tries a driver without one. */
export function portsIn(world: World): Ports {
  return new NodeDevice(world);
}

/**
 * The ports of one device, what its stream tells it, and how it is ended. One record, whose functions all devices share:
 * a closure for each of them would weigh more than the device.
 */
class NodeDevice implements Ports, StreamEvents, SimulatedDevice {
  /** None while it starts, and after its end: what comes then is not told. */
  runtime: Runtime | undefined = undefined;
  private readonly world: World;
  private stream: Stream | undefined = undefined;
  private cancelWake = nothing;
  private cancelRestart = nothing;
  private leaveNetwork = nothing;
  private pins: UsedPins | undefined = undefined;
  private readonly wires = new SetUpWires();
  /** Whoever waits for its end. */
  private whenHalted: (() => void)[] | undefined = undefined;

  constructor(world: World) {
    this.world = world;
  }

  get engine(): string {
    return "node";
  }

  milliseconds(): number {
    return this.world.now() & LATEST_MOMENT;
  }

  wake(ms: number): void {
    this.cancelWake();
    this.cancelWake = this.world.after(ms, this.awaken.bind(this));
    if (ms >= REST_MS) this.tell(giveBack);
  }

  private awaken(): void {
    this.tell(wakeUp);
  }

  joinNetwork(): void {
    const changed = (up: boolean) => this.tell((to) => networkIs(to, up));
    this.leaveNetwork = this.world.watchNetwork(changed);
    if (this.world.networkIsUp()) this.world.after(0, () => changed(true));
  }

  openLink(endpoint: Endpoint): void {
    this.stream = this.world.connect(endpoint, this);
  }

  writeLink(bytes: string): void {
    this.stream?.write(bytes);
  }

  closeLink(): void {
    this.stream?.close();
  }

  opened(): void {
    this.tell(opened);
  }

  received(bytes: string): void {
    if (this.runtime === undefined) return;
    try {
      received(this.runtime, bytes);
    } catch (error) {
      this.fail(error);
    }
  }

  drained(): void {
    this.tell(drained);
  }

  closed(reason: string): void {
    this.tell((to) => closed(to, reason));
  }

  readRecord(name: string): string | undefined {
    return this.world.storage.get(name);
  }

  writeRecord(name: string, bytes: string): boolean {
    this.world.storage.set(name, bytes);
    return this.world.storage.get(name) === bytes;
  }

  makeOutput(pin: Pin, level: number): void {
    this.world.circuit.written(pin, level);
  }

  setLevel(pin: Pin, level: number): void {
    this.world.circuit.written(pin, level);
  }

  makeInput(pin: Pin, pulledUp: boolean): void {
    if (pulledUp) this.usedPins().pullUp(pin);
  }

  levelOf(pin: Pin): number {
    return this.world.circuit.level(pin, this.pins?.isPulledUp(pin) === true);
  }

  watchPin(pin: Pin): void {
    this.usedPins().watch(pin);
  }

  countPulses(pin: Pin): void {
    this.usedPins().count(pin);
  }

  pulsesOf(pin: Pin): number {
    return this.usedPins().counted(pin);
  }

  makeAnalog(pin: Pin): void {
    this.wires.makeAnalog(pin);
  }

  readAnalog(pin: Pin): number {
    this.wires.needAnalog(pin);
    return this.world.circuit.analog(pin);
  }

  startPwm(pin: Pin, hertz: number, duty: number): void {
    this.usedPins().startPwm(pin, hertz, duty);
  }

  setDuty(pin: Pin, duty: number): void {
    this.usedPins().setDuty(pin, duty);
  }

  setUpOneWire(pin: Pin): void {
    this.wires.setUpOneWire(pin);
  }

  resetOneWire(pin: Pin): boolean {
    this.wires.needOneWire(pin);
    return this.world.circuit.oneWire(pin).reset();
  }

  writeOneWire(pin: Pin, bytes: string): void {
    this.wires.needOneWire(pin);
    this.world.circuit.oneWire(pin).write(bytes);
  }

  readOneWire(pin: Pin, count: number): string {
    this.wires.needOneWire(pin);
    return this.world.circuit.oneWire(pin).read(count);
  }

  setUpBus(): void {
    this.wires.setUpBus();
  }

  writeBus(address: number, bytes: string): boolean {
    this.wires.needBus();
    return this.world.i2c.write(address, bytes);
  }

  readBus(address: number, count: number): string | undefined {
    this.wires.needBus();
    return this.world.i2c.read(address, count);
  }

  chipId(): string {
    return this.world.chipId;
  }

  draw(below: number): number {
    return this.world.random(below);
  }

  log(line: string): void {
    this.world.log(textOf(line));
  }

  freeMemory(): number {
    return this.world.chip.freeMemory();
  }

  resetReason(): string {
    return this.world.chip.resetReason;
  }

  signalStrength(): number {
    return this.world.networkIsUp() ? this.world.chip.signalStrength() : 0;
  }

  restartIn(ms: number): void {
    this.stayOn();
    this.cancelRestart = this.world.after(ms, () => this.world.chip.restart());
  }

  stayOn(): void {
    this.cancelRestart();
  }

  stop(done: () => void, withinMs = STOP_MS): void {
    const { runtime } = this;
    this.whenHalted = [...(this.whenHalted ?? []), done];
    if (runtime === undefined) this.haltSoon();
    else if (this.whenHalted.length === 1) this.wake(stopWithin(runtime, withinMs, () => this.haltSoon()));
  }

  private haltSoon(): void {
    this.world.after(0, () => this.halt());
  }

  kill(): void {
    this.stream?.drop();
    this.halt();
  }

  private usedPins(): UsedPins {
    this.pins ??= new UsedPins(this.world, () => this.tell(pinsChanged));
    return this.pins;
  }

  private tell(event: (to: Runtime) => void): void {
    if (this.runtime === undefined) return;
    try {
      event(this.runtime);
    } catch (error) {
      this.fail(error);
    }
  }

  private fail(error: unknown): void {
    const { failed } = this.world;
    if (failed === undefined) throw error;
    this.kill();
    failed(error);
  }

  private halt(): void {
    this.cancelWake();
    this.cancelRestart();
    this.leaveNetwork();
    this.pins?.end();
    this.runtime = undefined;
    for (const done of this.whenHalted ?? []) this.world.after(0, done);
    this.whenHalted = undefined;
  }
}

function nothing(): void {}
