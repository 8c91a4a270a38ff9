// The text of a device's page: part by part of some 256 bytes at most, read from what the device holds anyway,
// so that an interpreter has one of them in memory at a time. It needs no script, and loads nothing but itself.
import type { DeviceDeclaration } from "../device/declare/device.ts";
import type { SensorDeclaration } from "../device/declare/sensor.ts";
import type { Actuator } from "../device/run/actuator.ts";
import { NO_VALUE } from "../device/run/display.ts";
import { type Health, NOTHING_WRONG, problemText } from "../device/run/health.ts";
import type { Sensor } from "../device/run/sensor.ts";
import { textOf } from "../device/run/telemetry.ts";
import { SWITCHES, UPDATES } from "../features.ts";
import { escaped } from "../http/escaped.ts";
import type { Client } from "../mqtt/client.ts";
import { isConnected } from "../mqtt/connection-state.ts";

export interface ShownDevice {
  device: {
    id: string;
    client: Client;
    sensors: Sensor[];
    actuators: Actuator[];
    /** @inline */
    health: Health;
    updates: { version: string } | undefined;
  };
  /** What its author calls the sensors, and their units. */
  declaration: DeviceDeclaration;
  /** Since its start. */
  minutes: number;
}

/** Parts in front of the values. */
const HEAD_PARTS = 5;

/** The part of a number, from 0; `undefined` behind the last one. @cold */
export function pagePart(shown: ShownDevice, number: number): string | undefined {
  if (number < HEAD_PARTS) return headPart(shown, number);
  const { sensors, actuators } = shown.device;
  let at = number - HEAD_PARTS;
  if (at < sensors.length) return sensorRow(shown, at);
  at -= sensors.length;
  if (SWITCHES) {
    if (at < actuators.length) return actuatorRow(actuators[at] as Actuator);
    at -= actuators.length;
  }
  return at === 0
    ? "</table><p>This page can only be read. It loads itself again.</p></body></html>"
    : undefined;
}

/** @cold */
function headPart(shown: ShownDevice, number: number): string {
  if (number === 0)
    return '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta http-equiv="refresh" content="10"><link rel="icon" href="data:,"><style>:root{color-scheme:light dark}';
  if (number === 1)
    return "body{font:17px/1.5 system-ui,sans-serif;max-width:26em;margin:auto;padding:0 1em 2em;overflow-wrap:anywhere}h1{font-size:1.4em}table{width:100%;table-layout:fixed;border-collapse:collapse}th{font-weight:400;text-align:left}";
  if (number === 2)
    return "td{text-align:right}tr{border-top:1px solid #8886}th,td{padding:.4em 0}.fault{border-left:4px solid #d33;padding-left:.7em;white-space:pre-line}</style>";
  const { device, declaration } = shown;
  if (number === 3)
    return (
      "<title>" +
      declaration.name +
      "</title></head><body><h1>" +
      declaration.name +
      "</h1><p>" +
      escaped(device.id) +
      (UPDATES && device.updates !== undefined ? ", version " + escaped(device.updates.version) : "") +
      "<br>On for " +
      timeWords(shown.minutes) +
      "<br>Broker: " +
      (isConnected(device.client) ? "connected" : "not connected") +
      "</p>"
    );
  const problem = device.health.problem;
  return (
    (problem === NOTHING_WRONG ? "" : '<p class="fault">' + plain(problemText(device.health)) + "</p>") +
    "<table>"
  );
}

/** @cold */
function sensorRow({ device, declaration }: ShownDevice, at: number): string {
  const sensor = device.sensors[at] as Sensor;
  const { name, options } = (declaration.sensors as SensorDeclaration[])[at] as SensorDeclaration;
  if (sensor.last === undefined) return row(name, options.label, NO_VALUE);
  const text = textOf(sensor, sensor.last);
  return row(name, options.label, options.unit === undefined ? text : text + " " + options.unit);
}

/** A button has no state. @cold */
function actuatorRow(actuator: Actuator): string {
  const { behaviour, declaration } = actuator;
  return behaviour.hasState ? row(declaration.name, declaration.label, behaviour.stateText(actuator)) : "";
}

function row(name: string, label: string | undefined, text: string): string {
  return (
    '<tr><th scope="row">' +
    plain(label === undefined ? name : label) +
    "</th><td>" +
    plain(text) +
    "</td></tr>"
  );
}

/** Text of anybody's: no tags in it, and no control characters but the line's end. */
function plain(text: string): string {
  let printable = "";
  for (let i = 0; i < text.length; i++) {
    const byte = text.charCodeAt(i);
    printable = printable + ((byte < 32 && byte !== 10) || byte === 127 ? "?" : text.substring(i, i + 1));
  }
  return escaped(printable);
}

function timeWords(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  let words = "" + (minutes % 60) + " min";
  if (hours > 0) words = (hours % 24) + " h " + words;
  return days > 0 ? days + " d " + words : words;
}
