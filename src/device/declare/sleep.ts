// Sleep, as the author of a device declares it.

import { scaled } from "../../bytes/fixed-point.ts";
import type { Milliseconds } from "../../bytes/milliseconds.ts";
import { PIN_WAKES } from "../../features.ts";
import type { ReportCause } from "../run/report-cause.ts";
import type { SensorDeclaration } from "./sensor.ts";

export interface SleepOptions {
  /**
   * Milliseconds from one wake to the next, `minutes(15)`: whole seconds from 30 s to a day. At each wake the
   * device measures, and sleeps again. 0 where it was left out: no timer wakes it, and a contact alone does
   * (`wakeBy`).
   */
  every: Milliseconds;
  /**
   * The sensor whose contact wakes it when it changes, or whose pulses do: `wakeBy: "flap"`, without `every`,
   * as most boards take no timer beside it. The board's file says which pins wake its chip.
   */
  wakeBy?: string;
  /** Which sensor that is: `device` puts it there. */
  wakeAt?: number;
  /**
   * Milliseconds from one report to the next, `hours(1)`: a multiple of `every`, at most a week. A wake that
   * is no report does not connect. By default each wake is one.
   */
  report?: Milliseconds;
  /** Readings that are reported at the wake that finds them: `{ moisture: { changes: 5 } }`. None by default. */
  reportWhen?: Readonly<Record<string, ReportWhen>>;
  /**
   * `true`: `on` at `<root>/stay-awake/set`, retained, keeps it awake and connected from its next wake on,
   * until `off`.
   */
  stayAwake?: boolean;
  /**
   * It wakes less often while its battery is low: `{ sensor: "cell", below: 20, every: hours(6) }`. By
   * default it does not.
   */
  whenLow?: WhenLow;
  /**
   * Milliseconds within which its actuators may obey a command, `hours(1)`, while it reaches its broker: at
   * least those from one wake that connects to the next. A device with actuators sleeps only with it, and
   * each keeps its value: `atStart: "last"`, without a pin.
   */
  obeyWithin?: Milliseconds;
  /** What the names in `reportWhen` are: `device` puts it there. */
  causes?: ReportCause[];
  /** It tells when it reports next, where its diagnostics name that: `device` puts it there. */
  tellsNext?: true;
}

/** As its author writes it: what a contact wakes needs no timer. */
export type Sleep = SleepOptions | (Omit<SleepOptions, "every"> & { every?: undefined; wakeBy: string });

/** In the sensor's unit. */
export interface ReportWhen {
  /** It differs by as much from what was reported last. */
  changes: number;
}

interface WhenLow {
  /** The name of the sensor that says how full the battery is, and its value below which that is low, in its unit. */
  sensor: string;
  below: number;
  /** Milliseconds from one wake to the next then: longer than `every`, whole seconds, at most a day. */
  every: Milliseconds;
  /** Which sensor that is, and the value in its decimals: `device` puts them there. */
  sensorAt?: number;
  least?: number;
}

/**
 * Looks up the sensors of `reportWhen`. A name that is no sensor's is skipped: the faults of the declaration
 * say so.
 */
export function resolveCauses(sleep: Sleep, sensors: readonly SensorDeclaration[]): void {
  const causes: ReportCause[] = [];
  if (sleep.reportWhen !== undefined) {
    for (let i = 0; i < sensors.length; i++) {
      const sensor = sensors[i] as SensorDeclaration;
      const when = sleep.reportWhen[sensor.name];
      if (when !== undefined)
        causes.push({ sensorAt: i, changes: scaled(when.changes, sensor.decimals), reported: undefined });
    }
  }
  sleep.causes = causes;
  if (PIN_WAKES && sleep.wakeBy !== undefined) {
    if (sleep.every === undefined) (sleep as Partial<SleepOptions>).every = 0 as Milliseconds;
    for (let i = 0; i < sensors.length; i++) {
      if ((sensors[i] as SensorDeclaration).name === sleep.wakeBy) sleep.wakeAt = i;
    }
  }
  const { whenLow } = sleep;
  if (whenLow === undefined) return;
  for (let i = 0; i < sensors.length; i++) {
    const sensor = sensors[i] as SensorDeclaration;
    if (sensor.name === whenLow.sensor) {
      whenLow.sensorAt = i;
      whenLow.least = scaled(whenLow.below, sensor.decimals);
    }
  }
}
