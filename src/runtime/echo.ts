// Measurements and actions of the device, printed on its console as "<topic> <value>": for a page
// or a terminal at its cable.
import { elapsed } from "../bytes/milliseconds.ts";
import type { Actuator } from "../device/run/actuator.ts";
import type { Sensor } from "../device/run/sensor.ts";
import { textOf } from "../device/run/telemetry.ts";
import { BUTTONS, SWITCHES } from "../features.ts";
import { type Publication, topicOf } from "../mqtt/publication.ts";
import type { Ports } from "../ports/ports.ts";

/** A device that is watched. */
export interface EchoingDevice {
  ports: Ports;
  sensors: Sensor[];
  actuators: Actuator[];
  /** @inline */
  echo: Echo;
}

export interface Echo {
  /** What was printed last of each sensor, and of each actuator behind them. */
  echoed: string[];
  /** When all were printed last. */
  echoedAt: number;
}

/** Nothing has been printed yet. */
export function createEcho(now: number): Echo {
  return { echoed: [], echoedAt: now };
}

/** All values are printed so often, for whoever has come since. */
const ALL_MS = 60000;

/** Prints the values that have changed. Says nothing of a sensor that has had no reading yet. */
export function echoValues(device: EchoingDevice, now: number): void {
  if (elapsed(now, device.echo.echoedAt) >= ALL_MS) {
    device.echo.echoedAt = now;
    device.echo.echoed = [];
  }
  let at = 0;
  for (const sensor of device.sensors) {
    if (sensor.last !== undefined) echoValue(device, at, sensor.publication, textOf(sensor, sensor.last));
    at += 1;
  }
  if (!SWITCHES) return;
  for (const actuator of device.actuators) {
    if (!BUTTONS || actuator.behaviour.hasState)
      echoValue(device, at, actuator.publication, actuator.behaviour.stateText(actuator));
    at += 1;
  }
}

function echoValue(device: EchoingDevice, at: number, publication: Publication, text: string): void {
  if (text === device.echo.echoed[at]) return;
  device.echo.echoed[at] = text;
  device.ports.log(topicOf(publication) + " " + text);
}
