// All that a target offers: what each target has, and its buses, each a record of its functions, `undefined`
// where a target has none. Each says whether it may block and what "nothing yet" looks like. No image has
// these records: the build calls the target's own function where a program calls a port.
import type { Analog } from "./analog.ts";
import type { Clock, Ticks } from "./clock.ts";
import type { DhtLine, EdgeTimes } from "./edges.ts";
import type { Hx711Lines } from "./hx711.ts";
import type { I2c } from "./i2c.ts";
import type { JournalPort } from "./journal.ts";
import type { Network } from "./network.ts";
import type { OneWire } from "./one-wire.ts";
import type { Pins } from "./pins.ts";
import type { Pixels } from "./pixels.ts";
import type { Pulses, Turns } from "./pulses.ts";
import type { Pwm } from "./pwm.ts";
import type { SleepPort } from "./sleep.ts";
import type { Spi } from "./spi.ts";
import type { Storage } from "./storage.ts";
import type { System } from "./system.ts";
import type { TcpServer } from "./tcp-server.ts";
import type { Uart } from "./uart.ts";
import type { Udp } from "./udp.ts";
import type { UpdatePort } from "./updates.ts";

/** Whoever uses one that a board lacks is refused by the build (boards/board.ts). */
export interface Buses {
  analog: Analog;
  dht: DhtLine;
  edges: EdgeTimes;
  hx711: Hx711Lines | undefined;
  i2c: I2c;
  journal: JournalPort | undefined;
  oneWire: OneWire;
  pixels: Pixels;
  pulses: Pulses;
  pwm: Pwm;
  sleep: SleepPort;
  spi: Spi;
  tcpServer: TcpServer | undefined;
  turns: Turns;
  uart: Uart;
  udp: Udp;
  updates: UpdatePort | undefined;
}

export interface Ports extends Buses, Clock, Ticks, Network, Storage, Pins, System {}
