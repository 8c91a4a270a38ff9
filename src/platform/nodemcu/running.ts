// The device that runs on this chip, and the one way into it from a callback.
import type { Runtime } from "../../runtime/runtime.ts";

let device: Runtime | undefined;

/** From now on callbacks reach this device. */
export function attach(runtime: Runtime): void {
  device = runtime;
}

/**
 * Calls the device from a callback. An error that escaped a callback would restart the chip, and with it lose
 * what is kept. @hot
 */
export function tell<T>(what: (this: void, device: Runtime, argument: T) => void, argument: T): void {
  if (device === undefined) return;
  const [done, reason] = pcall(what, device, argument);
  if (!done) print("error: " + reason);
}
