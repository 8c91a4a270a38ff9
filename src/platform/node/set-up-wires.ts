// Which wires a device in Node has set up. Whatever uses another one throws, in words: a board refuses it, each in its own
// way, and a driver that forgot the set-up would be found out only there.
import { heardAlso } from "../../bytes/heard.ts";
import type { Pin } from "../../ports/pins.ts";
import type { Circuit } from "./world.ts";

/** One list for the many devices that have no such pin. */
const NO_PINS: readonly Pin[] = [];
const NO_UARTS: readonly NodeUart[] = [];
/** NodeMCU on an ESP32 exchanges no more without DMA. */
const MOST_SPI_BYTES = 32;

interface NodeUart {
  tx: Pin | undefined;
  baud: number;
  /** What has come and was not taken yet. */
  heard: string;
  end: () => void;
}

export class SetUpWires {
  private hasBus = false;
  private oneWire = NO_PINS;
  private analog = NO_PINS;
  private uarts = NO_UARTS;
  private outputs = NO_PINS;
  private pulsed = NO_PINS;
  private selects = NO_PINS;
  private strips = NO_PINS;

  setUpBus(): void {
    this.hasBus = true;
  }

  needBus(): void {
    if (!this.hasBus) throw new Error("The I2C bus was not set up: a driver calls setUpBus as it begins.");
  }

  setUpOneWire(pin: Pin): void {
    this.oneWire = [...this.oneWire, pin];
  }

  needOneWire(pin: Pin): void {
    if (!this.oneWire.includes(pin))
      throw new Error(`The one-wire line ${pin} was not set up: a driver calls setUpOneWire as it begins.`);
  }

  makeAnalog(pin: Pin): void {
    this.analog = [...this.analog, pin];
  }

  needAnalog(pin: Pin): void {
    if (!this.analog.includes(pin))
      throw new Error(`Pin ${pin} was not made an analog input: a driver calls makeAnalog as it begins.`);
  }

  /** Listens from now on. Returns its number. */
  setUpUart(
    circuit: Pick<Circuit, "listen">,
    tx: Pin | undefined,
    rx: Pin,
    baud: number,
    keep: number,
  ): number {
    const uart: NodeUart = { tx, baud, heard: "", end: () => {} };
    uart.end = circuit.listen(rx, baud, (bytes) => {
      uart.heard = heardAlso(uart.heard, bytes, keep);
    });
    this.uarts = [...this.uarts, uart];
    return this.uarts.length - 1;
  }

  takeUart(number: number): string {
    const uart = this.uart(number);
    const { heard } = uart;
    uart.heard = "";
    return heard;
  }

  uart(number: number): NodeUart {
    const uart = this.uarts[number];
    if (uart === undefined)
      throw new Error(`The UART ${number} was not set up: a driver calls setUpUart as it begins.`);
    return uart;
  }

  /** Hears nothing of the circuit any more. */
  end(): void {
    for (const uart of this.uarts) uart.end();
  }

  makeOutput(pin: Pin): void {
    if (!this.outputs.includes(pin)) this.outputs = [...this.outputs, pin];
  }

  needOutput(pin: Pin): void {
    if (!this.outputs.includes(pin))
      throw new Error(`Pin ${pin} was not made an output: a driver calls makeOutput as it begins.`);
  }

  setUpSpi(cs: Pin): void {
    this.selects = [...this.selects, cs];
  }

  needSpi(cs: Pin, bytes: number): void {
    if (!this.selects.includes(cs))
      throw new Error(`The SPI was not set up with the cs ${cs}: a driver calls setUpSpi as it begins.`);
    if (bytes === 0 || bytes > MOST_SPI_BYTES)
      throw new Error(`The SPI was given ${bytes} bytes; it exchanges 1 to ${MOST_SPI_BYTES} at once.`);
  }

  setUpPixels(pin: Pin): void {
    this.strips = [...this.strips, pin];
  }

  needPixels(pin: Pin): void {
    if (!this.strips.includes(pin))
      throw new Error(
        `Pin ${pin} was not set up for a strip of LEDs: a driver calls setUpPixels as it begins.`,
      );
  }

  startPwm(pin: Pin): void {
    if (!this.pulsed.includes(pin)) this.pulsed = [...this.pulsed, pin];
  }

  needPwm(pin: Pin): void {
    if (!this.pulsed.includes(pin))
      throw new Error(`Pin ${pin} has no PWM: a driver calls startPwm as it begins.`);
  }
}
