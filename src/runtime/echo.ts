// What the device measures and does, printed on its console as "<topic> <value>": for a page or a terminal at its cable.
import { elapsed } from "../bytes/milliseconds.ts";
import type { Actuator } from "../device/actuator.ts";
import type { Sensor } from "../device/sensor.ts";
import { textOf } from "../device/telemetry.ts";
import { BUTTONS, SWITCHES } from "../features.ts";
import { type Publication, topicOf } from "../mqtt/publication.ts";
import type { Ports } from "../ports/ports.ts";

/** What was printed last of each sensor, and of each actuator behind them. */
export interface Echo {
  ports: Ports;
  sensors: Sensor[];
  actuators: Actuator[];
  echoed: string[];
  /** When all were printed last. */
  echoedAt: number;
}

/** All values are printed so often, for whoever has come since. */
const ALL_MS = 60000;

/** Prints the values that have changed. Says nothing of a sensor that has had no reading yet. */
export function echoValues(echo: Echo, now: number): void {
  if (elapsed(now, echo.echoedAt) >= ALL_MS) {
    echo.echoedAt = now;
    echo.echoed = [];
  }
  let at = 0;
  for (const sensor of echo.sensors) {
    if (sensor.last !== undefined) echoValue(echo, at, sensor.publication, textOf(sensor, sensor.last));
    at += 1;
  }
  if (!SWITCHES) return;
  for (const actuator of echo.actuators) {
    if (!BUTTONS || actuator.behaviour.tells)
      echoValue(echo, at, actuator.publication, actuator.behaviour.say(actuator));
    at += 1;
  }
}

function echoValue(echo: Echo, at: number, publication: Publication, text: string): void {
  if (text === echo.echoed[at]) return;
  echo.echoed[at] = text;
  echo.ports.log(topicOf(publication) + " " + text);
}
