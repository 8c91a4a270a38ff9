// The pins and buses of a device in Node: what its world has wired to them.
import type { Analog } from "../../ports/analog.ts";
import type { DhtFrame, DhtLine, Edges, EdgeTimes } from "../../ports/edges.ts";
import type { I2c } from "../../ports/i2c.ts";
import type { OneWire } from "../../ports/one-wire.ts";
import type { Pin, Pins } from "../../ports/pins.ts";
import type { Pixels } from "../../ports/pixels.ts";
import type { Pulses } from "../../ports/pulses.ts";
import type { Pwm } from "../../ports/pwm.ts";
import type { Spi } from "../../ports/spi.ts";
import type { Uart } from "../../ports/uart.ts";
import { readFrame } from "../../reading/edges.ts";
import { NodeHx711 } from "./buses/hx711.ts";
import { SetUpWires } from "./set-up-wires.ts";
import { UsedPins } from "./used-pins.ts";
import type { World } from "./world.ts";

export abstract class WiredPorts
  implements Pins, Pulses, Analog, Pwm, I2c, OneWire, Uart, Spi, Pixels, EdgeTimes, DhtLine
{
  protected readonly world: World;
  private used: UsedPins | undefined = undefined;
  private readonly wires = new SetUpWires();

  constructor(world: World) {
    this.world = world;
  }

  /** A watched pin has changed. */
  protected abstract pinsChanged(): void;

  makeOutput(pin: Pin, level: number): void {
    this.wires.makeOutput(pin);
    this.world.circuit.written(pin, level);
  }

  setLevel(pin: Pin, level: number): void {
    this.wires.needOutput(pin);
    this.world.circuit.written(pin, level);
  }

  makeInput(pin: Pin, pulledUp: boolean): void {
    if (pulledUp) this.usedPins().pullUp(pin);
  }

  levelOf(pin: Pin): number {
    return this.world.circuit.level(pin, this.used?.isPulledUp(pin) === true);
  }

  watchPin(pin: Pin): void {
    this.usedPins().watch(pin);
  }

  countPulses(pin: Pin, quietMs = 0): void {
    this.usedPins().count(pin, quietMs);
  }

  pulsesOf(pin: Pin): number {
    return this.usedPins().counted(pin);
  }

  countTurns(clk: Pin, dt: Pin): void {
    this.usedPins().countTurns(clk, dt);
  }

  takeTurns(clk: Pin): number {
    return this.usedPins().takeTurns(clk);
  }

  makeAnalog(pin: Pin): void {
    this.wires.makeAnalog(pin);
  }

  readAnalog(pin: Pin): number {
    this.wires.needAnalog(pin);
    return this.world.circuit.analog(pin);
  }

  startPwm(pin: Pin, hertz: number, duty: number): void {
    this.wires.startPwm(pin);
    this.usedPins().startPwm(pin, hertz, duty);
  }

  setDuty(pin: Pin, duty: number): void {
    this.wires.needPwm(pin);
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

  setUpUart(tx: Pin | undefined, rx: Pin, baud: number, keep: number): number {
    return this.wires.setUpUart(this.world.circuit, tx, rx, baud, keep);
  }

  writeUart(uart: number, bytes: string): void {
    const { tx, baud } = this.wires.uart(uart);
    if (tx !== undefined) this.world.circuit.sent(tx, bytes, baud);
  }

  takeUart(uart: number): string {
    return this.wires.takeUart(uart);
  }

  setUpSpi(cs: Pin): void {
    this.wires.setUpSpi(cs);
    this.world.circuit.written(cs, 1);
  }

  exchangeSpi(cs: Pin, bytes: string): string {
    const { circuit } = this.world;
    this.wires.needSpi(cs, bytes.length);
    circuit.written(cs, 0);
    const read = circuit.exchanged(bytes);
    circuit.written(cs, 1);
    return read;
  }

  setUpPixels(pin: Pin): void {
    this.wires.setUpPixels(pin);
  }

  sendPixels(pin: Pin, bytes: string, times: number): boolean {
    this.wires.needPixels(pin);
    return this.world.circuit.shown(pin, bytes.repeat(times));
  }

  tickEvery(ms: number, tick: () => boolean, low: readonly Pin[] = []): void {
    this.usedPins().tickEvery(ms, tick, low);
  }

  startEdges(edges: Edges): void {
    this.usedPins().startEdges(edges);
  }

  endEdges(edges: Edges): void {
    this.usedPins().endEdges(edges.pin);
  }

  watchFalls(pin: Pin, fell: (at: number, isLost: boolean) => boolean): void {
    this.usedPins().watchFalls(pin, fell);
  }

  askDht(frame: DhtFrame): void {
    this.usedPins().askDht(frame);
  }

  takeDht(frame: DhtFrame): void {
    readFrame(frame);
  }

  get hx711(): NodeHx711 {
    return new NodeHx711(this.world.circuit);
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

  /** Hears nothing of the pins any more. */
  protected leavePins(): void {
    this.used?.end();
    this.wires.end();
  }

  private usedPins(): UsedPins {
    this.used ??= new UsedPins(this.world, () => this.pinsChanged());
    return this.used;
  }
}
