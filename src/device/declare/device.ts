// A device, as its author writes it: a value that tools can read without a board.
import type { Milliseconds } from "../../bytes/milliseconds.ts";
import { type NamedZone, zonesIn } from "../../clock/named-zones.ts";
import type { ClockOptions } from "../../clock/options.ts";
import type { SunEvent } from "../../clock/sun.ts";
import {
  DAWNS,
  DUSKS,
  NEXT_REPORT,
  PLACE_SETTING,
  SITE,
  SUN_AHEAD,
  SUNRISES,
  SUNSETS,
  USUAL_SIGNAL,
  USUAL_UPTIME,
  ZONES,
} from "../../features.ts";
import type { Chip } from "../run/chip.ts";
import type { Display } from "../run/display.ts";
import type { LogOptions } from "../run/log.ts";
import type { Follow } from "../run/rules/follow.ts";
import type { Rule } from "../run/rules/rule.ts";
import type { ActuatorDeclaration } from "./actuators/declaration.ts";
import { addDiagnostics, builtInDiagnostics, type Diagnostic } from "./diagnostics.ts";
import type { Announced, HomeAssistantOptions } from "./home-assistant.ts";
import { keepNothing, resolve } from "./resolve.ts";
import type { NamingRule } from "./rules/naming-rule.ts";
import type { SensorDeclaration } from "./sensor.ts";
import type { Sleep, SleepOptions } from "./sleep.ts";
import type { Names } from "./words.ts";

export interface StatusOptions {
  /**
   * Milliseconds of silence after which the broker gives up the device: `seconds(60)` (default). 10 s to 18
   * h, or `seconds(0)` for never.
   */
  keepAlive?: Milliseconds;
  /**
   * In MQTT 5.0: a device that lost its connection and is back within this time was never `offline` for
   * others. Whole seconds up to 24 days; `seconds(0)` by default. Needs a persistent session.
   */
  offlineAfter?: Milliseconds;
}

/** Messages at QoS 1 and 2 that wait for the broker. */
export interface RingOptions {
  /** How many messages it keeps, 8 to 1024. Default: the board's. */
  slots?: number;
  /** Bytes of all their payloads together, 256 to 1048576. Default: the board's. */
  bytes?: number;
}

/** Updates over the air. */
export interface UpdateOptions {
  /** What signs them: "hmac" is a secret that device and owner share, "lms" a key of its maker that no device holds. */
  key: "hmac" | "lms";
}

/** How a device is set up over the air. */
export interface SetUpOptions {
  /**
   * `true`: its access point has no password, and whoever is near can join it, which its page says. By
   * default it has the one that `ringmote flash` draws.
   */
  open?: boolean;
  /**
   * `true`: its page may be left without a broker: the device then looks for one in its network at each
   * connection, by multicast DNS: one that announces itself, or Home Assistant's. By default the page asks
   * for its address.
   */
  findBroker?: boolean;
  /**
   * A sensor that is a contact, as a button: when it is held as power comes, the access point opens on a
   * device that has settings too. By default three quick power cycles alone do that.
   */
  button?: string;
  /**
   * `hours(2)`: the access point opens too when the device had no network for so long, from ten minutes to a
   * week. It closes after ten minutes, and the device tries its network again. By default it opens at a start
   * alone.
   */
  withoutNetwork?: Milliseconds;
  /**
   * `true`: a device with rules, locks or safe states may do that as well, though nothing is driven while the
   * access point is open. By default that is refused.
   */
  evenUndriven?: boolean;
}

/** The hardware of a device. */
export interface Hardware {
  /** The board's name: "d1-mini-nodemcu". */
  name?: string;
  /** What people call it. */
  title: string;
  /** Is the chip's number (ports/system.ts) the MAC address of its Wi-Fi? */
  isNumberMac?: true;
}

export interface DeviceDeclaration {
  /** Lower-case letters, digits and "-". With the chip's number after it, it is the identity. */
  name: string;
  /** The topic and the words that show others whether it is there. */
  status?: StatusOptions;
  /** "persistent" (default): the broker keeps commands and acknowledgements for the device while it is away. */
  session?: "persistent" | "clean";
  /**
   * In MQTT 5.0: the time for which the broker keeps a persistent session while the device is away, whole
   * seconds up to 24 days. Without it, until the device ends it.
   */
  sessionExpiry?: Milliseconds;
  /**
   * The version of MQTT: 3 is MQTT 3.1.1 (default), 5 is MQTT 5.0, by which a broker says why it refuses
   * something. "either" is 5.0, and 3.1.1 from the moment on that a broker refuses 5.0, until the device
   * starts again.
   */
  mqtt?: 3 | 5 | "either";
  /**
   * `true`, in MQTT 5.0: the device goes where its broker sends it (0x9C, 0x9D and a server reference, 4.11),
   * with the same user, secret and TLS, three times in a row at most, and to the port of its own broker where
   * none is named. It comes back to its own broker once that connection ends, after 0x9D ("moved") only once
   * an attempt there fails. By default it stays.
   */
  followServerReference?: boolean;
  /**
   * In MQTT 5.0: names and values that go with each value of its sensors and actuators: `[["firmware",
   * "1.2"]]`. Each message is as much longer.
   */
  userProperties?: readonly (readonly [name: string, value: string])[];
  /**
   * `true`, in MQTT 5.0: a command with a response topic is answered there, with its correlation data: the
   * state that holds now, or why the command is refused or waits. The property `outcome` is `done`, `refused`
   * or `waiting`.
   */
  replies?: boolean;
  /** `{}`: it knows the time of day, by SNTP. Without it a device knows only how much time has passed. */
  clock?: ClockOptions;
  /** What the zones of its clock are, that of its place first: `place` puts it there, in an image and in Node. */
  zones?: NamedZone[];
  /** The same of the sun there: sunrise, sunset, dawn, dusk. */
  sun?: readonly SunEvent[];
  /** Where it stands, "52.50,13.40", where the settings may name another place: put there as `zones` are. */
  site?: string;
  /** When it wakes. By default it is always awake. */
  sleep?: SleepOptions;
  /**
   * What it keeps for the broker: `{ slots: 32, bytes: 4096 }`. By default what its board has (`ringmote
   * board`). The build refuses more than the board can hold beside the rest of the device.
   */
  ring?: RingOptions;
  /** Its sensors, published in this order. */
  sensors?: SensorDeclaration[];
  /** Its actuators, each with a topic for its commands. */
  actuators?: ActuatorDeclaration[];
  /**
   * Its rules, with the broker or without: `[when("temperature").below(19).until(20).keep("heater", "on")]`.
   */
  rules?: Rule[];
  /** Actuators that follow a sensor: `[follow("fan", "temperature", [[24, 20], [28, 100]])]`. */
  follows?: Follow[];
  /** Its displays: `[display(oled, ["{temperature} °C", "Pump {pump}"])]`. */
  displays?: Display[];
  /**
   * Diagnostics of the device, each as one more sensor: `["uptime", "signal"]`. By default these two where it
   * is announced to Home Assistant, if its board has room for them and knows them; `[]` for none.
   */
  diagnostics?: readonly Diagnostic[];
  /** Its lines go to `<root>/log` too, from this level up: `{ level: "info" }`. Nowhere but the console by default. */
  log?: LogOptions;
  /** The chip that the diagnostics measure; `device` puts it there. */
  diagnosticsPart?: Chip;
  /** Something of it is kept in its journal, through a power cut: `device` puts it there. */
  journal?: true;
  /** Its hardware: its host in Node puts it there. An image has it in its texts. */
  hardware?: Hardware;
  /**
   * "remote": its settings can be changed by messages to `<root>/settings/set`; "sealed": by messages that its
   * key has sealed, as `sealed` actuators are. By default only at its console.
   */
  settings?: "remote" | "sealed";
  /**
   * `true`: the setting `address` may give it an address of its own, with gateway and DNS server, in place of
   * one by DHCP. By default there is no such setting.
   */
  staticAddress?: boolean;
  /** `{ key: "hmac" }`: it takes updates over the air that its key has signed. By default it takes none. */
  update?: UpdateOptions;
  /**
   * `true`: while it has no settings, it opens an access point at each start, with a page that takes them,
   * for ten minutes. By default they come over the cable. A computer under Linux ignores it.
   */
  setUp?: true | SetUpOptions;
  /**
   * `true`: whoever is in its network reads at `http://<its address>/` what it measures, what its actuators are,
   * and what is wrong; nothing can be changed there. Trap: there is no password. By default it has no page.
   */
  page?: boolean;
  /**
   * `true`: after ten starts in a row that did not last a minute it starts without its parts, for an hour or until
   * a command, and can be mended by settings or an update. By default it goes on starting.
   */
  safeMode?: boolean;
  /** `homeAssistant()`: the device announces itself to Home Assistant. By default it does not. */
  discovery?: HomeAssistantOptions;
}

/** A declaration as its author writes it. */
export interface AuthoredDeclaration extends Omit<DeviceDeclaration, "sleep"> {
  /**
   * `{ every: minutes(15) }`: it wakes that often, measures, tells the broker, and sleeps. `{ wakeBy: "flap"
   * }`: a contact wakes it. By default it is always awake.
   */
  sleep?: Sleep;
}

/** A declaration whose rules and policies name its own sensors and actuators. */
export interface NamingDeclaration<
  Sensor extends SensorDeclaration,
  Actuator extends ActuatorDeclaration,
  Told extends Diagnostic,
> extends Omit<
    AuthoredDeclaration,
    "sensors" | "actuators" | "rules" | "follows" | "displays" | "diagnostics" | "discovery"
  > {
  /** Its sensors, published in this order. */
  sensors?: Sensor[];
  /** Its actuators, each with a topic for its commands. */
  actuators?: (Actuator & { asks?: Known<Sensor, Actuator, Told> })[];
  /**
   * Its rules, with the broker or without: `[when("temperature").below(19).until(20).keep("heater", "on")]`.
   */
  rules?: NamingRule<Known<Sensor, Actuator, Told>>[];
  /** Actuators that follow a sensor: `[follow("fan", "temperature", [[24, 20], [28, 100]])]`. */
  follows?: Follow<Known<Sensor, Actuator, Told>>[];
  /** Its displays: `[display(oled, ["{temperature} °C", "Pump {pump}"])]`. */
  displays?: Display<Known<Sensor, Actuator, Told>>[];
  /**
   * Diagnostics of the device, each as one more sensor: `["uptime", "signal"]`. By default these two where it
   * is announced to Home Assistant, if its board has room for them and knows them; `[]` for none.
   */
  diagnostics?: readonly Told[];
  /** `homeAssistant()`: the device announces itself to Home Assistant. By default it does not. */
  discovery?: Announced<Known<Sensor, Actuator, Told>>;
}

/** The names that its rules and policies may use. */
type Known<Sensor extends SensorDeclaration, Actuator extends ActuatorDeclaration, Told extends Diagnostic> =
  | (Sensor extends SensorDeclaration<infer Name, infer State> ? Names<Name, State | number> : never)
  | (Actuator extends ActuatorDeclaration<infer Name, infer State> ? Names<Name, State> : never)
  | Names<NoInfer<Told>, number | string>;

/** Declares a device. Its diagnostics become sensors after its own, and names in its rules are looked up. */
export function device<
  const Sensor extends SensorDeclaration = never,
  const Actuator extends ActuatorDeclaration = never,
  const Told extends Diagnostic = never,
>(declaration: NamingDeclaration<Sensor, Actuator, Told>): DeviceDeclaration;
export function device(declaration: AuthoredDeclaration): DeviceDeclaration {
  if (declaration.diagnostics === undefined && (USUAL_UPTIME || USUAL_SIGNAL))
    declaration.diagnostics = builtInDiagnostics();
  if (declaration.diagnostics !== undefined) {
    const sensors: SensorDeclaration[] = [];
    if (declaration.sensors !== undefined) {
      const own = declaration.sensors;
      for (let i = 0; i < own.length; i++) sensors.push(own[i] as SensorDeclaration);
    }
    declaration.diagnosticsPart = addDiagnostics(sensors, declaration.diagnostics);
    declaration.sensors = sensors;
    if (NEXT_REPORT && declaration.sleep !== undefined && declaration.diagnostics.includes("next-report"))
      declaration.sleep.tellsNext = true;
  }
  if (ZONES !== "") place(declaration, zonesIn(ZONES), sunAsBuilt(), SITE);
  resolve(declaration);
  return declaration;
}

/** Leaves of it what a device in safe mode is: who it is, its settings, its log, its updates. @cold */
export function withoutParts(declaration: DeviceDeclaration): void {
  declaration.sensors = undefined;
  declaration.actuators = undefined;
  declaration.displays = undefined;
  declaration.rules = undefined;
  declaration.follows = undefined;
  declaration.sleep = undefined;
  keepNothing(declaration);
}

/**
 * Where a device stands, as it needs it: the zones of its clock, that of its place first, and the sun there; `site` is
 * that place, "52.50,13.40", where the settings may name another one, and "" elsewhere.
 */
export function place(
  declaration: Pick<DeviceDeclaration, "zones" | "site" | "sun">,
  zones: NamedZone[],
  sun: readonly SunEvent[] | undefined,
  site: string,
): void {
  declaration.zones = zones;
  if (PLACE_SETTING) declaration.site = site;
  if (sun !== undefined) declaration.sun = sun;
}

function sunAsBuilt(): SunEvent[] | undefined {
  if (SUNRISES + SUNSETS + DAWNS + DUSKS === "") return undefined;
  return [
    { ahead: SUN_AHEAD, points: SUNRISES },
    { ahead: SUN_AHEAD, points: SUNSETS },
    { ahead: SUN_AHEAD, points: DAWNS },
    { ahead: SUN_AHEAD, points: DUSKS },
  ];
}
