// A sensor as its author declares it: one quantity of a part, the time between samples,
// and the way of its readings.
import { powerOfTen } from "../../bytes/fixed-point.ts";
import type { Milliseconds } from "../../bytes/milliseconds.ts";
import { HIGH_PRIORITY, LOW_PRIORITY, NORMAL_PRIORITY } from "../../mqtt/publication.ts";
import type { Quantity } from "../../reading/part.ts";
import type { Filter } from "../run/filters/filter.ts";
import type { DeclaredSensor } from "../run/sensor.ts";
import type { Diagnostic } from "./diagnostics.ts";
import type { ShownSensor } from "./home-assistant.ts";
import type { Unit } from "./unit.ts";

export interface SensorOptions<Written extends string = string, State extends string = string>
  extends ShownSensor {
  /**
   * Milliseconds between two samples: `seconds(30)`, `minutes(1)`. At least 100, at most a day. The first is
   * at start. A part whose pins are watched (a contact, a motion detector) is sampled at each of their
   * changes besides.
   */
  every: Milliseconds;
  /**
   * Unit of the published value: "°C", "%", "steps". None by default. One that Home Assistant knows by
   * another name ("C") is refused.
   */
  unit?: Unit<Written>;
  /** Decimals of the published value: 0 (default) to as many as the quantity has. */
  decimals?: number;
  /**
   * Words for the values 0, 1, 2...: the word is published in place of the number. Then there are no decimals
   * and no unit.
   */
  states?: readonly State[];
  /** Filters that a reading passes before it is published, in this order. */
  filters?: Filter[];
  /**
   * 0 (default): a lost one is made up for by the next. 1: kept in the ring until the broker has it; it may come twice.
   * 2: the same, and it comes once, as long as the broker keeps the session.
   */
  qos?: 0 | 1 | 2;
  /**
   * The treatment of values that wait in the ring (QoS 1 and 2). "latest" (default): one waits, and a newer
   * takes its place. When the ring is full, "oldest": the oldest goes; "thin": one goes so that the others
   * span the whole time evenly; "reject": none goes, and a new one is refused.
   */
  overflow?: "reject" | "oldest" | "latest" | "thin";
  /**
   * The priority when the ring is full (QoS 1 and 2): messages of a lower priority go first, unless their
   * overflow is "reject", and none of a higher one. "normal" by default.
   */
  priority?: "low" | "normal" | "high";
  /**
   * Milliseconds after which an unsent value is useless, and dropped (QoS 1 and 2): from a second to twelve
   * days. By default none is. Trap: it does not make anything faster.
   */
  deadline?: Milliseconds;
  /**
   * Milliseconds without a good reading after which "None" is published. Three times `every` by default, and at least a
   * minute. It is looked at with each sample. Trap: shorter than `every`, each single failure would count.
   */
  timeout?: Milliseconds;
  /** Sample also when a message comes to `<root>/<name>/get`, and publish whatever the filters say? No (default). */
  onRequest?: boolean;
  /**
   * `true`: published with the time of its measuring, in UTC, as `{"value":21.5,"time":1796000000}`, and in
   * MQTT 5.0 with the time as a user property too. Needs a `clock`. What was measured before the time was
   * known waits for it.
   */
  stamped?: boolean;
  /**
   * `true`: a reading survives a power cut from the moment at which it is published, until the broker has it
   * (QoS 1 and 2). Each costs at most two writes of flash, and the build says how long that lasts. `{ within:
   * seconds(30) }`: those of so much time are written at once, and not at all once the broker has them; a
   * power cut before that loses them. Needs flash that the board's file names.
   */
  durable?: true | DurableOptions;
  /**
   * Its readings are kept with their times, in UTC, until the broker has them, also those of an outage: `{
   * keep: hours(6), every: minutes(1) }`. They go to `<root>/<name>/history` at QoS 1, several in a message.
   * Needs a `clock`.
   */
  history?: SensorHistory;
  /**
   * Each value is a question, and the select input of this name takes the answer: `{ input: "answer", within:
   * seconds(3) }`. While there is none the input holds its first word.
   */
  asks?: SensorQuestion;
}

/** Who takes the answer to a sensor's values. */
export interface SensorQuestion {
  /**
   * A select input of the same device. In MQTT 5.0 the answer is wanted at `<root>/<input>/set`, with the
   * question as correlation data.
   */
  input: string;
  /** Milliseconds, a tenth of a second to an hour: what comes later is no answer. */
  within: Milliseconds;
}

export interface DurableOptions {
  /** Milliseconds in which readings gather for one write, a second to an hour. At QoS 2 they go out after it. */
  within: Milliseconds;
}

/**
 * Readings that are kept in memory for the broker, four bytes each. They end with the power, unless they are
 * durable.
 */
export interface SensorHistory {
  /**
   * Milliseconds that it reaches back, at most: `hours(6)`. The build refuses more than the board holds, and
   * says how much that is.
   */
  keep: Milliseconds;
  /**
   * Milliseconds between two readings that are kept, two seconds to an hour, and the sensor's own `every` by
   * default.
   */
  every?: Milliseconds;
  /**
   * What goes when an outage is longer than that. "oldest" (default): the oldest readings; "thin": every
   * other one, so that what is left spans the whole outage evenly; "reject": new ones.
   */
  overflow?: "oldest" | "thin" | "reject";
  /**
   * `true`: a reading survives a power cut from its measuring, or from when the time is known, until the
   * broker has it; each costs a write of flash. `{ within: minutes(10) }`: those of so much time are written
   * at once, and a power cut before that loses them. Not with "thin". Needs flash that the board's file
   * names.
   */
  durable?: true | DurableOptions;
}

/** A sensor's declaration: its author's options, and the values worked out from them for the board. */
export interface SensorDeclaration<Name extends string = string, State extends string = string>
  extends DeclaredSensor {
  /** Last level of its topic: lower-case letters, digits and "-". */
  name: Name;
  options: SensorOptions<string, State>;
  /** `LOW_PRIORITY`, `NORMAL_PRIORITY` or `HIGH_PRIORITY` (mqtt/publication.ts). */
  priority: number;
  /**
   * Its topic alias in MQTT 5.0: the more often it measures, the lower, as a broker may take only some
   * (resolve.ts).
   */
  alias: number;
  /** It is a diagnostic: about the device itself, and not about its purpose. */
  diagnostic: Diagnostic | undefined;
}

/** The default timeout in samples, and its shortest time in milliseconds. */
const PATIENCE = 3;
const LEAST_TIMEOUT_MS = 60000;

/**
 * Declares a sensor called `name` of a part's quantity. Its filters' options are brought to whole numbers
 * here, once.
 */
export function sensor<const Name extends string, Written extends string, const State extends string = never>(
  name: Name,
  quantity: Quantity,
  options: SensorOptions<Written, State>,
): SensorDeclaration<Name, State> {
  const wished = options.decimals === undefined ? 0 : options.decimals;
  const decimals = Math.min(wished, quantity.decimals);
  if (options.filters !== undefined) {
    for (const filter of options.filters) {
      if (filter.scale !== undefined) filter.scale(filter, decimals);
    }
  }
  return {
    name,
    quantity,
    options,
    decimals,
    divisor: powerOfTen(quantity.decimals - decimals),
    patience: patienceOf(options),
    correcting: correctingFilters(options.filters),
    priority: priorityOf(options.priority),
    alias: 0,
    isAge: false,
    diagnostic: undefined,
  };
}

function priorityOf(priority: SensorOptions["priority"]): number {
  if (priority === "low") return LOW_PRIORITY;
  return priority === "high" ? HIGH_PRIORITY : NORMAL_PRIORITY;
}

/** The filters that correct a reading come first; these only save messages. */
function correctingFilters(filters: Filter[] | undefined): number {
  if (filters === undefined) return 0;
  for (let i = 0; i < filters.length; i++) {
    const { kind } = filters[i] as Filter;
    if (kind === "dead band" || kind === "throttle" || kind === "heartbeat") return i;
  }
  return filters.length;
}

function patienceOf(options: SensorOptions): number {
  const usual = Math.max(PATIENCE * options.every, LEAST_TIMEOUT_MS);
  const timeout = options.timeout === undefined ? usual : options.timeout;
  return Math.max(1, Math.floor((timeout + options.every - 1) / options.every));
}
