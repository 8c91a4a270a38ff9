// Lines that a device prints of its values, where its image was built with the feature "echo".
import { expect, test } from "vitest";
import type { Actuator } from "../../src/device/run/actuator.ts";
import type { Sensor } from "../../src/device/run/sensor.ts";
import { prepare } from "../../src/mqtt/publication.ts";
import type { Ports } from "../../src/ports/ports.ts";
import { createEcho, type EchoingDevice, echoValues } from "../../src/runtime/echo.ts";

function temperature(last: number | undefined): Sensor {
  const publication = prepare("home/room/temperature", 0, true, "latest");
  return { last, decimals: 1, publication, quantity: {} } as Sensor;
}

function echoOf(sensors: Sensor[], actuators: Actuator[], lines: string[]): EchoingDevice {
  return {
    ports: { log: (line: string) => lines.push(line) } as never as Ports,
    sensors,
    actuators,
    echo: createEcho(0),
  };
}

test("the console prints a value with its topic once per change", () => {
  const lines: string[] = [];
  const sensor = temperature(215);
  const echo = echoOf([sensor], [], lines);
  echoValues(echo, 0);
  echoValues(echo, 1000);
  sensor.last = 216;
  echoValues(echo, 2000);
  expect(lines).toEqual(["home/room/temperature 21.5", "home/room/temperature 21.6"]);
});

test("the console omits a missing reading but prints its following actuator", () => {
  const lines: string[] = [];
  const heater = {
    publication: prepare("home/room/heater", 1, true, "latest"),
    behaviour: { hasState: true, stateText: () => "off" },
  } as never as Actuator;
  echoValues(echoOf([temperature(undefined)], [heater], lines), 0);
  expect(lines).toEqual(["home/room/heater off"]);
});

test("the console prints all values again after a minute", () => {
  const lines: string[] = [];
  const echo = echoOf([temperature(215)], [], lines);
  for (const now of [0, 59_999, 60_000, 60_001]) echoValues(echo, now);
  expect(lines).toEqual(["home/room/temperature 21.5", "home/room/temperature 21.5"]);
});
