// Faults of a device's clock, in sentences. Its options already have their right types.
import { shown } from "../arguments/given.ts";
import { nearest } from "../arguments/nearest-name.ts";
import type { ActuatorDeclaration } from "../device/declare/actuators/declaration.ts";
import type { DeviceDeclaration } from "../device/declare/device.ts";
import type { SensorDeclaration } from "../device/declare/sensor.ts";
import { isNow } from "../device/run/now.ts";
import { isTopic } from "../mqtt/topic.ts";
import { called, type Fault, fault } from "./fault.ts";
import { partsBehind } from "./measuring-parts.ts";

const MOST_SERVERS = 4;
const MOST_ZONES = 8;
const MOST_NEAR = 3;
/** RFC 1123, 2.1. */
const HOST_NAME = /^(?=.{1,253}$)[a-z\d]([a-z\d-]{0,61}[a-z\d])?(\.[a-z\d]([a-z\d-]{0,61}[a-z\d])?)*$/i;

export function clockFaults(declaration: DeviceDeclaration): Fault[] {
  const { sensors = [], actuators = [] } = declaration;
  return [
    ...serverFaults(declaration),
    ...topicFaults(declaration),
    ...zoneFaults(declaration),
    ...placeFaults(declaration),
    ...sensors.flatMap((sensor) => clocklessFaults(sensor, declaration)),
    ...sensors.flatMap(momentFaults),
    ...actuators.flatMap((actuator) => daylessFaults(actuator, declaration)),
  ];
}

function clocklessFaults(sensor: SensorDeclaration, { clock }: DeviceDeclaration): Fault[] {
  if (clock !== undefined || !partsBehind(sensor.quantity.part).some(isNow)) return [];
  const sentence = `The sensor "${sensor.name}" reads the clock, which the device does not have; write clock: {} in device({ ... }).`;
  return [fault(sensor, "", sentence)];
}

function daylessFaults(actuator: ActuatorDeclaration, { clock }: DeviceDeclaration): Fault[] {
  if (actuator.startLimit?.today === undefined || clock?.zone !== undefined) return [];
  const sentence = `${called(actuator)} leaves its rest only so often each day, and the device does not know what day it is at its place; write clock: { zone: "Europe/Berlin" }, or the zone of its place, in device({ ... }).`;
  return [fault(actuator, "atMost.each", sentence)];
}

/** A moment is published as a time: no unit, words or classes fit it. */
function momentFaults(sensor: SensorDeclaration): Fault[] {
  if (sensor.quantity.isMoment !== true) return [];
  const { options } = sensor;
  return (["unit", "states", "deviceClass", "stateClass"] as const)
    .filter((option) => options[option] !== undefined)
    .map((option) => {
      const sentence = `The sensor "${sensor.name}" publishes the time, as 2026-11-29T16:14:05Z, and takes no ${option}; leave it out.`;
      return fault(sensor, option, sentence);
    });
}

function serverFaults(declaration: DeviceDeclaration): Fault[] {
  const servers = declaration.clock?.servers;
  if (servers === undefined) return [];
  const example = 'as ["pool.ntp.org", "192.168.1.1"]';
  if (servers.length === 0 || servers.length > MOST_SERVERS) {
    const sentence = `The clock has ${servers.length} servers; give it 1 to ${MOST_SERVERS}, ${example}, or leave servers out.`;
    return [fault(declaration, "clock.servers", sentence)];
  }
  const wrong = servers.filter((name) => !HOST_NAME.test(name));
  return wrong.map((name) => {
    const sentence = `The clock's server ${shown(name)} is no name of a host; write its name or its IPv4 address alone, ${example}.`;
    return fault(declaration, "clock.servers", sentence);
  });
}

function topicFaults(declaration: DeviceDeclaration): Fault[] {
  const topic = declaration.clock?.topic;
  if (topic === undefined || (topic !== "" && isTopic(topic) && !topic.startsWith("$"))) return [];
  const sentence = `The clock's topic ${shown(topic)} is none that somebody publishes to; write a whole topic, as "home/time".`;
  return [fault(declaration, "clock.topic", sentence)];
}

const DEGREES = { latitude: 90, longitude: 180 } as const;

function placeFaults(declaration: DeviceDeclaration): Fault[] {
  const { latitude, longitude, movable } = declaration.clock ?? {};
  if (latitude === undefined && longitude === undefined && movable !== true) return [];
  const entries = Object.entries({ latitude, longitude }) as [keyof typeof DEGREES, number | undefined][];
  return entries.flatMap(([name, degrees]) => {
    const most = DEGREES[name];
    if (degrees === undefined) {
      const sentence = `The clock has no ${name}; give both, as latitude: 52.5, longitude: 13.4.`;
      return [fault(declaration, "clock", sentence)];
    }
    if (Math.abs(degrees) <= most) return [];
    const sentence = `The clock has the ${name} ${degrees}; it is degrees from -${most} to ${most}, as 52.5.`;
    return [fault(declaration, `clock.${name}`, sentence)];
  });
}

function zoneFaults(declaration: DeviceDeclaration): Fault[] {
  const { zone, zones = [] } = declaration.clock ?? {};
  const faults = [zone ?? [], zones].flat().flatMap((name) => {
    const sentence = unknownZone(name);
    if (sentence === undefined) return [];
    return [fault(declaration, name === zone ? "clock.zone" : "clock.zones", sentence)];
  });
  if (zone === undefined && zones.length > 0)
    faults.push(
      fault(
        declaration,
        "clock.zones",
        "The clock has zones that a setting may name, and none of its own; write the usual one as zone.",
      ),
    );
  if (zones.length > MOST_ZONES) {
    const sentence = `The clock has ${zones.length} zones; give it at most ${MOST_ZONES}.`;
    faults.push(fault(declaration, "clock.zones", sentence));
  }
  return faults;
}

/** A sentence on a zone that this computer's IANA database lacks; `undefined` for one that it has. */
function unknownZone(name: string): string | undefined {
  if (/^[A-Z][\w+-]*(\/[\w+-]+)*$/.test(name) && isKnownZone(name)) return undefined;
  const near = nearZones(name);
  const meant = near.length === 0 ? "" : `; did you mean ${near.map(shown).join(" or ")}?`;
  const cure =
    meant === "" ? '; it is the name of a place, as "Europe/Berlin" or "America/New_York".' : meant;
  return `The clock's zone ${shown(name)} is none that this computer knows${cure}`;
}

function isKnownZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

/** Known zones whose name, or whose city, is spelled much like `name`. */
function nearZones(name: string): string[] {
  const known = Intl.supportedValuesOf("timeZone");
  const cityOf = (zone: string) => zone.slice(zone.lastIndexOf("/") + 1);
  const cities = known.map(cityOf);
  const city = nearest(cityOf(name).replaceAll(" ", "_"), cities);
  const whole = nearest(name, known);
  const near = [
    ...(whole === undefined ? [] : [whole]),
    ...known.filter((zone) => city !== undefined && cityOf(zone) === city),
  ];
  return [...new Set(near)].slice(0, MOST_NEAR);
}
