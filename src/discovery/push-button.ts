// A push button in Home Assistant: an event. What stays is a state there; a button that was let go an hour
// ago is not "off".
//
// The topic is what it is for everybody: the sensor's newest reading, retained and told again after each
// connection. So an event is a change of it, as Home Assistant itself knows the last one, also after its own
// start; what a broker had kept is none there. That way neither a reading that is told once more nor a start
// of the device presses a button.
import type { EntityOptions } from "../device/declare/home-assistant.ts";
import { valueTopic } from "../device/run/topics.ts";
import { type Entity, ID, type JsonRecord, ROOT } from "./entity.ts";

/**
 * What Home Assistant calls it when one of the class is pressed. It wants "ring" of every doorbell (from
 * 2027.4 on).
 */
const PRESSED = { button: "press", doorbell: "ring" } as const;
/** And when it is let go. */
const LET_GO = "release";

export type PushButtonClass = keyof typeof PRESSED;

export const PUSH_BUTTON_CLASSES = Object.keys(PRESSED);

/**
 * The class of a sensor of two words that is a push button, as its author gives it or its name leaves no
 * doubt; `undefined`: it is none.
 */
export function pushButtonClass(
  name: string,
  states: readonly string[] | undefined,
  { deviceClass = name }: EntityOptions,
): PushButtonClass | undefined {
  return states?.length === 2 && isPushButtonClass(deviceClass) ? deviceClass : undefined;
}

function isPushButtonClass(name: string): name is PushButtonClass {
  return Object.hasOwn(PRESSED, name);
}

/** What an event has besides its topic: of the two words the second is "pressed". */
export function eventConfig(deviceClass: PushButtonClass, [released, pressed]: [string, string]): JsonRecord {
  const types = `{${inJinja(released)}:'${LET_GO}',${inJinja(pressed)}:'${PRESSED[deviceClass]}'}`;
  return {
    evt_typ: [PRESSED[deviceClass], LET_GO],
    val_tpl:
      // The first that is heard of a button that nobody presses is no event.
      `{%set e=${types}.get(value)%}{%if e and e!=(this.attributes.get('event_type')or'${LET_GO}')%}` +
      "{{{'event_type':e}|tojson}}{%endif%}",
  };
}

/**
 * A press as a device trigger, which Home Assistant has in its own words for the types, and for subtypes as
 * "button_1". It acts at each message, also at one that the broker had kept: so none is told of a release,
 * which is what a broker keeps of a button.
 */
export function pressTrigger(name: string, pressed: string): Entity {
  const key = `${name}_press`;
  const config = {
    uniq_id: `${ID}-${key}`,
    atype: "trigger",
    type: "button_short_press",
    stype: name.replaceAll("-", "_"),
    t: valueTopic(ROOT, name),
    pl: pressed,
  };
  return { platform: "device_automation", key, config };
}

/** A text in a template. */
function inJinja(text: string): string {
  return `'${text.replace(/['\\]/g, "\\$&")}'`;
}
