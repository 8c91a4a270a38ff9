// Differences between the two chips that run NodeMCU. Each chip's folder offers this interface.
import type { Pin } from "../../ports/pins.ts";
import type { Ports } from "../../ports/ports.ts";
import type { UpdateStore } from "../../ports/update-store.ts";

/** The ports that each chip has its own way to. */
type OwnPorts = Pick<
  Ports,
  | "address"
  | "makeOutput"
  | "makeInput"
  | "watchPin"
  | "analog"
  | "dht"
  | "hx711"
  | "journal"
  | "pixels"
  | "pulses"
  | "pwm"
  | "spi"
  | "turns"
  | "readRecord"
  | "writeRecord"
  | "chipId"
  | "resetReason"
  | "signalStrength"
>;

export interface Chip extends OwnPorts {
  /** Milliseconds since the last call (0 at the first one). Called at least once in 35 minutes. */
  passed: () => number;
  /**
   * Joins the network, and tells the device each time it is there or gone. An empty name: what the chip has
   * stored.
   */
  useAddress: (this: void, address: string, mask: string, gateway: string, dns: string) => void;
  join: (this: void, ssid: string, password: string, hostName: string) => void;
  /**
   * Switches the chip off but for its timer, which starts it anew after `ms`, with its radio or without where
   * it can; with 0, by a pin alone.
   */
  sleep: (this: void, ms: number, hasRadio: boolean) => void;
  /** That sleep ends when the input has this level, too. Where a pulse to its reset ends it, nothing is to be done. */
  wakeBy: ((this: void, pin: Pin, level: number) => void) | undefined;
  /** Of an image that takes updates. */
  updates: UpdateStore | undefined;
  i2cBus: number;
  /** A whole number that differs from one start to the next. */
  seed: () => number;
}
