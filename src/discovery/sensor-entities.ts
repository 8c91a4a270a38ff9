// A sensor in Home Assistant: a number, one of two words (binary_sensor, or the event of a push button), or
// one of several (an enum). What a sensor publishes that has no reading (`NO_READING`) is Home Assistant's
// own word for a value that is not known: no template asks for it.
import type { EntityOptions } from "../device/declare/home-assistant.ts";
import type { SensorDeclaration } from "../device/declare/sensor.ts";
import { valueTopic } from "../device/run/topics.ts";
import { diagnosticOptions } from "./diagnostic-options.ts";
import { description, type Entity, type JsonRecord, ROOT } from "./entity.ts";
import { beginnings, mayFall } from "./integral-class.ts";
import { eventConfig, type PushButtonClass, pressTrigger, pushButtonClass } from "./push-button.ts";
import { announcedUnit, classOf, obviousClass } from "./sensor-classes.ts";
import { periodBeginning, totalClasses } from "./total-class.ts";

/**
 * The moment since which an age in seconds counts: a chip does not know the time of day, Home Assistant does.
 * What is told again comes out some seconds earlier or later, and is the same moment.
 */
const MOMENT =
  "{%set t=now()-timedelta(seconds=value|int)%}{%set s=as_datetime(this.state,t)%}" +
  "{{s if (t-s)|abs<timedelta(seconds=30) else t}}";

/**
 * Of a payload with its time (device/run/stamp.ts): what stands for no reading there comes out as
 * `NO_READING`.
 */
const VALUE = "{{value_json.value}}";

/** The sensor's own options, and over them those that the device gives to Home Assistant. */
export function sensorOptions({ options, diagnostic }: SensorDeclaration, own: EntityOptions): EntityOptions {
  if (diagnostic !== undefined) return { ...diagnosticOptions(diagnostic), ...own };
  const { label, deviceClass, stateClass, category, expireAfter, enabled } = options;
  return { ...withoutGaps({ label, deviceClass, stateClass, category, expireAfter, enabled }), ...own };
}

/** The entity of a sensor, and behind it what begins automations by it. */
export function sensorEntities(sensor: SensorDeclaration, own: EntityOptions): Entity[] {
  const entity = sensorEntity(sensor, own);
  const pressed = sensor.options.states?.[1];
  const isTrigger = own.trigger === true && own.hidden !== true && pressed !== undefined;
  return isTrigger ? [entity, pressTrigger(sensor.name, pressed)] : [entity];
}

export function sensorEntity(sensor: SensorDeclaration, own: EntityOptions): Entity {
  const { name: key, options } = sensor;
  const given = sensorOptions(sensor, own);
  const words = options.states;
  const buttonClass = pushButtonClass(key, words, given);
  const platform = platformOf(words, buttonClass, given);
  const entity = (deviceClass: string | undefined, more: JsonRecord): Entity => {
    const template: JsonRecord = options.stamped === true ? { val_tpl: VALUE } : {};
    const topic = { stat_t: valueTopic(ROOT, key), ...template, ...expiry(given) };
    return {
      platform,
      key,
      config: { ...description(key, { ...given, deviceClass }), ...topic, ...more },
    };
  };
  if (sensor.isAge) return entity("timestamp", { val_tpl: MOMENT });
  if (sensor.quantity.isMoment === true) return entity("timestamp", {});
  if (words === undefined) {
    const deviceClass = given.deviceClass ?? obviousClass(key, options.unit ?? "");
    return entity(deviceClass, ofNumber(sensor, given));
  }
  const [off, on] = words as [string, string];
  if (buttonClass !== undefined) return entity(buttonClass, eventConfig(buttonClass, [off, on]));
  if (platform === "binary_sensor") return entity(given.deviceClass, { pl_on: on, pl_off: off });
  return entity("enum", { ops: [...words] });
}

function platformOf(
  words: readonly string[] | undefined,
  buttonClass: PushButtonClass | undefined,
  given: EntityOptions,
): "event" | "binary_sensor" | "sensor" {
  if (buttonClass !== undefined) return "event";
  return words !== undefined && isBinary(words, given) ? "binary_sensor" : "sensor";
}

/**
 * Two words with a class are a binary sensor, and so are "off" and "on": the second, of the value 1, is "on".
 * Without a class Home Assistant shows "Off" and "On" for whatever they are: others are shown as they are, as
 * one of several.
 */
export function isBinary(words: readonly string[], { deviceClass }: EntityOptions): boolean {
  if (words.length !== 2 || deviceClass === "enum") return false;
  return (deviceClass !== undefined && deviceClass !== "none") || (words[0] === "off" && words[1] === "on");
}

/**
 * The state class of a number: as given, or what its class usually has. What has a unit and no class is
 * measured.
 */
function stateClassOf(
  sensor: SensorDeclaration,
  given: EntityOptions,
  deviceClass: string | undefined,
  unit: string,
): string | undefined {
  if (given.stateClass !== undefined) return given.stateClass === "none" ? undefined : given.stateClass;
  const facts = deviceClass === undefined ? undefined : classOf(deviceClass);
  const ofTotal = totalClasses(sensor);
  if (ofTotal !== undefined)
    return ofTotal.find((stateClass) => facts === undefined || facts.stateClasses.includes(stateClass));
  const [usual] = facts?.stateClasses ?? (unit === "" ? [] : ["measurement"]);
  if (usual === "total_increasing" && mayFall(sensor)) return "total";
  // Home Assistant knows the class of angles only since 2025.
  return usual === "measurement_angle" ? undefined : usual;
}

function ofNumber(sensor: SensorDeclaration, given: EntityOptions): JsonRecord {
  const { name, options, decimals } = sensor;
  const { unit = "" } = options;
  const stateClass = stateClassOf(sensor, given, given.deviceClass ?? obviousClass(name, unit), unit);
  return {
    ...(unit === "" ? {} : { unit_of_meas: announcedUnit(unit) }),
    ...(stateClass === undefined ? {} : { stat_cla: stateClass }),
    ...(stateClass === "total" ? (periodBeginning(sensor) ?? beginnings(sensor)) : {}),
    ...(decimals > 0 ? { sug_dsp_prc: decimals } : {}),
  };
}

function expiry({ expireAfter }: EntityOptions): JsonRecord {
  return expireAfter === undefined ? {} : { exp_aft: Math.ceil(expireAfter / 1000) };
}

function withoutGaps<T extends object>(record: T): Partial<T> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as Partial<T>;
}
