// A request: a message to `<root>/<sensor>/get` has the sensor sampled now, and its reading published
// whatever its filters say. One that the broker had kept asks for nothing any more.
import type { Subscriber } from "../../mqtt/subscriptions.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Sensor } from "./sensor.ts";
import { AT_REST, requestSample } from "./sensor.ts";

interface Request extends Subscriber {
  sensor: Sensor;
  clock: Clock;
}

/** Takes the requests for a sensor. */
export function requestOf(sensor: Sensor, clock: Clock): Subscriber {
  const request: Request = { sensor, clock, deliver };
  return request;
}

function deliver(request: Request, _payload: string, retained: boolean): void {
  if (retained) return;
  const sensor = request.sensor;
  // Once: a flood of requests must not put off the turn that each of them asks for.
  if (sensor.stage === AT_REST) request.clock.wake(1);
  requestSample(sensor);
}
