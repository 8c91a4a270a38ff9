// The ports of a device in Node, and how it runs and ends in its world.

import { textOf } from "../../client/text.ts";
import type { Stream, StreamEvents } from "../../client/transport/stream.ts";
import { STOP_MS } from "../../mqtt/stop-time.ts";
import type { Endpoint } from "../../ports/network.ts";
import type { Ports } from "../../ports/ports.ts";
import type { SleepPort } from "../../ports/sleep.ts";
import { closed, drained, networkIs, opened, pinsChanged, received, wakeUp } from "../../runtime/events.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { stopWithin } from "../../runtime/shutdown.ts";
import { giveBack } from "./release-memory.ts";
import { WiredPorts } from "./wired-ports.ts";
import type { AwaitedLevel, SimulatedDevice } from "./world.ts";

/**
 * So long behind what it wrote, in milliseconds, it gives back what it does not need at rest: once for all
 * that it wrote meanwhile.
 */
const REST_MS = 1000;

/**
 * The port's clock wraps behind this. As a mask it also keeps the time a small integer, which V8 stores
 * without a box.
 */
const LATEST_MOMENT = 0x7fffffff;

/**
 * The ports of one device, what its stream tells it, and how it is ended. One record, whose functions all
 * devices share: a closure for each of them would weigh more than the device.
 */
export class NodeDevice extends WiredPorts implements Ports, StreamEvents, SimulatedDevice {
  /** None while it starts, and after its end: what comes then is not told. */
  runtime: Runtime | undefined = undefined;
  private stream: Stream | undefined = undefined;
  /** It has written since its rest was put off the last time. */
  private isBusy = false;
  private cancelWake = nothing;
  private cancelRestart = nothing;
  /** What wakes it from its next sleep, beside the time. */
  private awaited: AwaitedLevel | undefined;
  /** None while it rests. */
  private cancelRest: (() => void) | undefined = undefined;
  private leaveNetwork = nothing;
  /** Whoever waits for its end. */
  private whenHalted: (() => void)[] | undefined = undefined;

  get engine(): string {
    return "node";
  }

  milliseconds(): number {
    return this.world.now() & LATEST_MOMENT;
  }

  wake(ms: number): void {
    this.cancelWake();
    this.cancelWake = this.world.after(ms, this.awaken.bind(this));
  }

  private restSoon(): void {
    this.isBusy = false;
    this.cancelRest = this.world.after(REST_MS, this.rest.bind(this));
  }

  private rest(): void {
    this.cancelRest = undefined;
    if (this.isBusy) this.restSoon();
    else this.tell(giveBack);
  }

  private awaken(): void {
    this.tell(wakeUp);
  }

  /** A world has no addresses of its devices. */
  useAddress(): void {}

  joinNetwork(): void {
    const changed = this.networkChanged.bind(this);
    this.leaveNetwork = this.world.watchNetwork(changed);
    if (this.world.networkIsUp()) this.world.after(0, () => changed(true));
  }

  private networkChanged(up: boolean): void {
    this.tell((to) => networkIs(to, up));
  }

  address(): string {
    return this.world.pagePlace?.address ?? "";
  }

  openLink(endpoint: Endpoint): void {
    this.stream = this.world.connect(endpoint, this);
  }

  writeLink(bytes: string): void {
    this.isBusy = true;
    if (this.cancelRest === undefined) this.restSoon();
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

  get sleep(): SleepPort {
    return {
      sleepIn: (leaveMs, ms) => {
        this.stayOn();
        this.cancelRestart = this.world.after(leaveMs, () => this.world.chip.sleep(ms, this.awaited));
      },
      wakeBy: (pin, level) => {
        this.awaited = { pin, pulledUp: this.isPulledUp(pin), level };
      },
      readMemory: (count) => this.world.chip.memory.substring(0, count),
      writeMemory: (bytes) => {
        this.world.chip.memory = bytes;
      },
    };
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

  protected override pinsChanged(): void {
    this.tell(pinsChanged);
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
    this.cancelRest?.();
    this.leaveNetwork();
    this.leavePins();
    this.tcpServer?.closeServer();
    this.runtime = undefined;
    for (const done of this.whenHalted ?? []) this.world.after(0, done);
    this.whenHalted = undefined;
  }
}

function nothing(): void {}
