// The pins and buses of a device in Node: what its world has wired to them. Each bus is made when a driver
// first asks for it, as most of a fleet's devices have few. One that was not set up throws, in words: a board
// refuses it, each in its own way, and a driver that forgot the set-up would be found out only there.
import type { DhtLine, EdgeTimes } from "../../ports/edges.ts";
import type { JournalPort } from "../../ports/journal.ts";
import type { Pin, Pins } from "../../ports/pins.ts";
import type { Buses } from "../../ports/ports.ts";
import type { Pulses, Turns } from "../../ports/pulses.ts";
import type { TcpServer } from "../../ports/tcp-server.ts";
import type { UpdatePort } from "../../ports/updates.ts";
import { NodeAnalog } from "./buses/analog.ts";
import { NodeHx711 } from "./buses/hx711.ts";
import { NodeI2c } from "./buses/i2c.ts";
import { NodeOneWire } from "./buses/one-wire.ts";
import { NodePixels } from "./buses/pixels.ts";
import { NodePwm } from "./buses/pwm.ts";
import { NodeSpi } from "./buses/spi.ts";
import { NodeUart } from "./buses/uart.ts";
import { NodeUdp } from "./buses/udp.ts";
import { UsedPins } from "./used-pins.ts";
import type { World } from "./world.ts";

/** One list for the many devices that have no such pin. */
const NO_PINS: readonly Pin[] = [];

/** The buses that only some devices have. */
interface MadeBuses {
  analog?: NodeAnalog;
  i2c?: NodeI2c;
  oneWire?: NodeOneWire;
  pixels?: NodePixels;
  pwm?: NodePwm;
  spi?: NodeSpi;
  uart?: NodeUart;
  udp?: NodeUdp;
}

/** Of a device that has asked for none. */
const NONE: Readonly<MadeBuses> = {};

export abstract class WiredPorts implements Pins, Omit<Buses, "sleep"> {
  protected readonly world: World;
  private used: UsedPins | undefined = undefined;
  private outputs = NO_PINS;
  private made: MadeBuses = NONE;

  constructor(world: World) {
    this.world = world;
  }

  /** A watched pin has changed. */
  protected abstract pinsChanged(): void;

  makeOutput(pin: Pin, level: number): void {
    if (!this.outputs.includes(pin)) this.outputs = this.outputs.concat(pin);
    this.world.circuit.written(pin, level);
  }

  setLevel(pin: Pin, level: number): void {
    if (!this.outputs.includes(pin))
      throw new Error(`Pin ${pin} was not made an output: a driver calls makeOutput as it begins.`);
    this.world.circuit.written(pin, level);
  }

  makeInput(pin: Pin, pulledUp: boolean): void {
    if (pulledUp) this.usedPins().pullUp(pin);
  }

  levelOf(pin: Pin): number {
    return this.world.circuit.level(pin, this.isPulledUp(pin));
  }

  protected isPulledUp(pin: Pin): boolean {
    return this.used?.isPulledUp(pin) === true;
  }

  watchPin(pin: Pin): void {
    this.usedPins().watch(pin);
  }

  tickEvery(ms: number, tick: () => boolean, low: readonly Pin[] = []): void {
    this.usedPins().tickEvery(ms, tick, low);
  }

  get analog(): NodeAnalog {
    return this.made.analog ?? this.with("analog", new NodeAnalog(this.world.circuit));
  }

  get dht(): DhtLine {
    return this.usedPins().dht;
  }

  get edges(): EdgeTimes {
    return this.usedPins().times;
  }

  get hx711(): NodeHx711 {
    return new NodeHx711(this.world.circuit);
  }

  get i2c(): NodeI2c {
    return this.made.i2c ?? this.with("i2c", new NodeI2c(this.world.i2c));
  }

  get journal(): JournalPort | undefined {
    return this.world.journal;
  }

  get oneWire(): NodeOneWire {
    return this.made.oneWire ?? this.with("oneWire", new NodeOneWire(this.world.circuit));
  }

  get pixels(): NodePixels {
    return this.made.pixels ?? this.with("pixels", new NodePixels(this.world.circuit));
  }

  get pulses(): Pulses {
    return this.usedPins().pulses;
  }

  get pwm(): NodePwm {
    return this.made.pwm ?? this.with("pwm", new NodePwm(this.world.circuit));
  }

  get spi(): NodeSpi {
    return this.made.spi ?? this.with("spi", new NodeSpi(this.world.circuit));
  }

  get tcpServer(): TcpServer | undefined {
    return this.world.pagePlace?.server;
  }

  get turns(): Turns {
    return this.usedPins().turns;
  }

  get uart(): NodeUart {
    return this.made.uart ?? this.with("uart", new NodeUart(this.world.circuit));
  }

  get udp(): NodeUdp {
    return this.made.udp ?? this.with("udp", new NodeUdp(this.world.datagrams));
  }

  get updates(): UpdatePort | undefined {
    return this.world.updates;
  }

  /** Hears nothing of the pins any more. */
  protected leavePins(): void {
    this.used?.end();
    this.made.uart?.end();
    this.made.udp?.end();
  }

  private with<Name extends keyof MadeBuses>(name: Name, bus: Required<MadeBuses>[Name]) {
    this.made = { ...this.made, [name]: bus };
    return bus;
  }

  private usedPins(): UsedPins {
    this.used ??= new UsedPins(this.world, () => this.pinsChanged());
    return this.used;
  }
}
