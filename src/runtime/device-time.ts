// The time of day of a device that declares a clock, and what is wrong with it.
import { elapsed } from "../bytes/milliseconds.ts";
import { type Asking, askBehindSleep, createAsking } from "../clock/asking.ts";
import { type Clock, createClock, momentAt } from "../clock/clock.ts";
import type { NamedZone } from "../clock/named-zones.ts";
import { type ClockOptions, serversOf } from "../clock/options.ts";
import type { SunEvent } from "../clock/sun.ts";
import type { Site } from "../clock/sun-anywhere.ts";
import { minutesToTomorrow } from "../clock/tomorrow.ts";
import { type LocalTime, localTime, type Zone } from "../clock/zone.ts";
import { BROKERS, DAY_LIMITS, PLACE_SETTING, SNTP, SUN, ZONE, ZONE_SETTING } from "../features.ts";
import { brokerAt, hostOf } from "../mqtt/failover.ts";

/** The time is not known, which is no problem yet; it is one; it is known. */
const UNKNOWN = 0;
export const LATE = 1;
export const KNOWN = 2;
type Standing = typeof UNKNOWN | typeof LATE | typeof KNOWN;

export interface DeviceTime {
  clock: Clock;
  /** `undefined`: it asks nobody. */
  asking: Asking | undefined;
  startedAt: number;
  standing: Standing;
  /** That of its place; `undefined`: nothing of the device goes by local time. */
  zone: Zone | undefined;
  /** The sun there: sunrise, sunset, dawn, dusk; `undefined`: nothing goes by it. */
  sun: readonly SunEvent[] | undefined;
  /** Where it stands, where the settings may say so. */
  site: Site | undefined;
  /** What the clock on the wall shows, as of the last turn; `undefined` while the time is not known. */
  local: LocalTime | undefined;
  /** By how many minutes that is ahead of UTC. */
  ahead: number;
  /** Milliseconds to its next day, where limits go by that. */
  dayLeft: number;
  /** When it was looked at, so many milliseconds before its next minute; and how the clock was set then. */
  lookedAt: number;
  minuteMs: number;
  seenAnchor: number;
  /** Do all of those that it asks refuse to be asked, and was that noticed? */
  isRefused: boolean;
  /** Do the settings name a zone that it has not? */
  isZoneStrange: boolean;
}

/**
 * `wanted` is the zone that the settings name, "" for none; `site` where it stands, where they may say so;
 * `host` the broker's, or several.
 */
export function createTime(
  options: ClockOptions,
  zones: readonly NamedZone[] | undefined,
  sun: readonly SunEvent[] | undefined,
  wanted: string,
  site: Site | undefined,
  host: string,
  now: number,
): DeviceTime {
  const zone = ZONE && zones !== undefined ? zoneAmong(zones, wanted) : undefined;
  return {
    clock: createClock(),
    asking: SNTP ? createAsking(askedBy(options, host), now) : undefined,
    startedAt: now,
    standing: UNKNOWN,
    zone: zone === undefined ? undefined : zone.zone,
    sun: SUN ? sun : undefined,
    site: PLACE_SETTING ? site : undefined,
    local: undefined,
    ahead: 0,
    dayLeft: 0,
    lookedAt: now,
    minuteMs: 0,
    seenAnchor: 0,
    isRefused: false,
    isZoneStrange: ZONE_SETTING && zone !== undefined && wanted !== "" && zone.name !== wanted,
  };
}

/** A wake asks at once, or not at all. @cold */
export function askAtWake(time: DeviceTime, asks: boolean): void {
  if (!asks) time.asking = undefined;
  else if (time.asking !== undefined) askBehindSleep(time.asking);
}

/** The names of those that are asked: the broker's host is the last one. */
function askedBy(options: ClockOptions, host: string): readonly string[] {
  if (options.askBroker !== true) return serversOf(options);
  const names: string[] = [];
  for (const name of serversOf(options)) names.push(name);
  names.push(BROKERS ? hostOf(brokerAt(host, 0)) : host);
  return names;
}

/** The wanted one, or that of its place. */
function zoneAmong(zones: readonly NamedZone[], wanted: string): NamedZone | undefined {
  if (ZONE_SETTING) {
    for (const zone of zones) {
      if (zone.name === wanted) return zone;
    }
  }
  return zones.length > 0 ? zones[0] : undefined;
}

/** What the settings say of the zone and is not so, in words; "": nothing. @cold */
export function zoneWords(time: DeviceTime): string {
  return time.isZoneStrange ? "the zone of the settings is none of this image" : "";
}

const MINUTE_MS = 60000;
const DAY_MINUTES = 1440;

/**
 * Looks at the clock on the wall, before whatever goes by it is polled in this turn. Returns the milliseconds
 * until it shows the next minute: at the beginning of each of them there is a turn.
 */
export function lookAtWall(time: DeviceTime, zone: Zone, now: number): number {
  const left = time.minuteMs - elapsed(now, time.lookedAt);
  // The clock has not been set since.
  if (left > 0 && time.clock.anchor === time.seenAnchor) return left;
  const moment = momentAt(time.clock, now);
  if (moment === undefined) return MINUTE_MS;
  const local = localTime(zone, moment);
  time.local = local;
  time.ahead = (local.day - moment.day) * DAY_MINUTES + local.minute - Math.floor(moment.ms / MINUTE_MS);
  if (DAY_LIMITS) time.dayLeft = minutesToTomorrow(zone, local, time.ahead) * MINUTE_MS;
  time.seenAnchor = time.clock.anchor;
  time.lookedAt = now;
  time.minuteMs = MINUTE_MS - (moment.ms % MINUTE_MS);
  return time.minuteMs;
}

/** In words; "": nothing. @cold */
export function timeWords(time: DeviceTime): string {
  return time.standing === LATE ? "no time since the start" : "";
}

/** The same, of the servers that it asks. @cold */
export function serverWords(time: DeviceTime): string {
  return time.isRefused ? "no time server wants to be asked any more: name others" : "";
}
