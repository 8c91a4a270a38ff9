// The stand-in refuses what Home Assistant refuses: each of these has broken real devices, or could.
import { expect, test } from "vitest";
import { createRegistry, type Registry } from "./registry.ts";

const SENSOR = { p: "sensor", name: "X", uniq_id: "a-1", stat_t: "home/a/x" };
const DEVICE = { ids: "a", name: "A" };
const ORIGIN = { name: "test" };

/** The complaints about a device message with these components. */
function complaintsAbout(components: Record<string, unknown>, root: Record<string, unknown> = {}): string[] {
  const registry = createRegistry();
  const payload = { dev: DEVICE, o: ORIGIN, cmps: components, ...root };
  registry.discover("device/a/config", JSON.stringify(payload));
  return [...registry.complaints];
}

function complaintsAboutSensor(keys: Record<string, unknown>): string {
  return complaintsAbout({ x: { ...SENSOR, ...keys } }).join("\n");
}

function one(registry: Registry): string {
  expect(registry.complaints).toHaveLength(1);
  return registry.complaints[0] as string;
}

test("a sound sensor is taken", () => {
  expect(complaintsAboutSensor({ dev_cla: "temperature", unit_of_meas: "°C", stat_cla: "measurement" })).toBe(
    "",
  );
});

test.each([
  ["temperature", "C"],
  ["temperature", "º C"],
  ["pm25", "\u03bcg/m³"],
  ["pm25", "ug/m3"],
  ["voltage", "\u03bcV"],
  ["water", "m3"],
  ["power", "Watt"],
  ["duration", "hours"],
  ["wind_speed", "mi/h"],
  ["aqi", "%"],
])("a sensor of the class %s in %s is refused", (dev_cla, unit_of_meas) => {
  expect(complaintsAboutSensor({ dev_cla, unit_of_meas })).toMatch(/unit of measurement .* is not valid/);
});

test("a class that has units is refused without one", () => {
  expect(complaintsAboutSensor({ dev_cla: "temperature" })).toMatch(/unit of measurement/);
});

test("the micro sign is taken, the Greek letter is not", () => {
  expect(complaintsAboutSensor({ dev_cla: "pm25", unit_of_meas: "\u00b5g/m³" })).toBe("");
  expect(complaintsAboutSensor({ dev_cla: "pm25", unit_of_meas: "\u03bcg/m³" })).not.toBe("");
});

test.each(["", "measured", "Measurement"])('the state class "%s" is refused', (stat_cla) => {
  expect(complaintsAboutSensor({ unit_of_meas: "x", stat_cla })).toMatch(/state_class is not known/);
});

test("a state class that is impossible for the class is refused", () => {
  expect(complaintsAboutSensor({ dev_cla: "energy", unit_of_meas: "kWh", stat_cla: "measurement" })).toMatch(
    /impossible/,
  );
});

test("a device class that does not exist is refused", () => {
  expect(complaintsAboutSensor({ dev_cla: "temprature", unit_of_meas: "°C" })).toMatch(/device_class/);
  expect(complaintsAbout({ x: { ...SENSOR, p: "binary_sensor", dev_cla: "humidity" } }).join()).toMatch(
    /device_class/,
  );
});

test("a sensor among the settings is refused", () => {
  expect(complaintsAboutSensor({ ent_cat: "config" })).toMatch(/entity_category/);
});

test("options without the class enum are refused, and enum without options", () => {
  expect(complaintsAboutSensor({ ops: ["a", "b"] })).toMatch(/options need/);
  expect(complaintsAboutSensor({ dev_cla: "enum" })).toMatch(/needs options/);
  expect(complaintsAboutSensor({ dev_cla: "enum", ops: ["a"], stat_cla: "measurement" })).toMatch(
    /state class/,
  );
});

test("a second entity with the same unique id is refused", () => {
  const registry = createRegistry();
  const components = { x: SENSOR, y: { ...SENSOR, stat_t: "home/a/y" } };
  registry.discover("device/a/config", JSON.stringify({ dev: DEVICE, o: ORIGIN, cmps: components }));
  expect(one(registry)).toMatch(/does not generate unique IDs/);
  expect(registry.entity("a-1").config.state_topic).toBe("home/a/x");
});

test("the same entity elsewhere is a duplicate until the first leaves", () => {
  const registry = createRegistry();
  const payload = JSON.stringify({ dev: DEVICE, o: ORIGIN, cmps: { x: SENSOR } });
  registry.discover("device/a/config", payload);
  registry.discover("device/b/config", payload);
  expect(one(registry)).toMatch(/unique IDs/);
  registry.discover("device/a/config", "");
  registry.discover("device/b/config", payload);
  expect(registry.complaints).toHaveLength(1);
});

test("JSON that was cut is refused, wherever it was cut", () => {
  const whole = JSON.stringify({ dev: DEVICE, o: ORIGIN, cmps: { x: SENSOR } });
  for (let length = 1; length < whole.length; length++) {
    const registry = createRegistry();
    registry.discover("device/a/config", whole.slice(0, length));
    expect(one(registry)).toMatch(/Unable to parse JSON/);
    expect(registry.uniqueIds()).toEqual([]);
  }
});

test.each(["[]", "null", "5", '"text"'])("the payload %s is refused: it is no record", (payload) => {
  const registry = createRegistry();
  registry.discover("sensor/a/config", payload);
  expect(one(registry)).toMatch(/Unable to parse JSON/);
});

test("a device message without a device, an origin or components is refused", () => {
  expect(complaintsAbout({ x: SENSOR }, { dev: undefined })).toEqual(["required key not provided: device"]);
  expect(complaintsAbout({ x: SENSOR }, { o: undefined })).toEqual(["required key not provided: origin"]);
  expect(complaintsAbout({}, { cmps: undefined })).toEqual(["required key not provided: components"]);
});

test("a device without identifier and an origin without name are refused", () => {
  expect(complaintsAbout({ x: SENSOR }, { dev: { name: "A" } }).join()).toMatch(/identifying value/);
  expect(complaintsAbout({ x: SENSOR }, { o: { sw: "1" } }).join()).toMatch(
    /required key not provided: name/,
  );
});

test("an unknown key at a device message's root refuses the whole device", () => {
  expect(complaintsAbout({ x: SENSOR }, { "~": "home/a" })).toEqual(["extra keys not allowed: ~"]);
  expect(complaintsAbout({ x: SENSOR }, { dev: { ...DEVICE, colour: "red" } }).join()).toMatch(/colour/);
});

test("a component of an unknown platform, or without one, is refused", () => {
  expect(complaintsAbout({ x: { ...SENSOR, p: "sensors" } }).join()).toMatch(/no known platform/);
  expect(complaintsAbout({ x: { ...SENSOR, p: undefined } }).join()).toMatch(/no known platform/);
  const registry = createRegistry();
  registry.discover("sensors/a/config", JSON.stringify(SENSOR));
  expect(one(registry)).toMatch(/Integration sensors is not supported/);
});

test("a component of a device message without a unique id is refused", () => {
  expect(complaintsAbout({ x: { ...SENSOR, uniq_id: undefined } }).join()).toMatch(/unique_id/);
});

test.each(["sensor/a b/config", "sensor/config", "sensor/ä/config", "sensor/a/b/c/config"])(
  "the topic %s is no discovery topic",
  (topic) => {
    const registry = createRegistry();
    registry.discover(topic, JSON.stringify(SENSOR));
    expect(one(registry)).toMatch(/illegal discovery topic/);
  },
);

test.each([
  [{ stat_t: undefined }, /required key not provided: state_topic/],
  [{ stat_t: "home/a#" }, /wildcard/],
  [{ stat_t: 5 }, /state_topic/],
  [{ unit_of_meas: 5 }, /unit_of_measurement/],
  [{ exp_aft: "60" }, /expire_after/],
  [{ sug_dsp_prc: -1 }, /suggested_display_precision/],
  [{ lrst_val_tpl: "{{now()}}", stat_cla: "measurement" }, /last_reset_value_template/],
  [{ ic: "leak" }, /icon/],
  [{ avty_t: "a", avty: [{ t: "b" }] }, /exclude each other/],
])("a sensor with %j is refused", (keys, reason) => {
  expect(complaintsAboutSensor(keys)).toMatch(reason);
});

const COMMANDED = { name: "X", uniq_id: "a-1", cmd_t: "home/a/x/set" };

test("a switch needs a command topic, without wildcards", () => {
  expect(complaintsAbout({ x: { p: "switch", uniq_id: "a-1", stat_t: "home/a/x" } }).join()).toMatch(
    /command_topic/,
  );
  expect(complaintsAbout({ x: { ...COMMANDED, p: "switch", cmd_t: "home/+/set" } }).join()).toMatch(
    /wildcard/,
  );
});

test.each([
  [undefined, /needs supported_color_modes/],
  [[], /needs supported_color_modes/],
  [["colour"], /not known/],
  [["onoff", "brightness"], /stand alone/],
])("a JSON light with the color modes %j is refused", (sup_clrm, reason) => {
  expect(complaintsAbout({ x: { ...COMMANDED, p: "light", schema: "json", sup_clrm } }).join()).toMatch(
    reason,
  );
});

test("a JSON light with one color mode is taken", () => {
  expect(
    complaintsAbout({ x: { ...COMMANDED, p: "light", schema: "json", sup_clrm: ["brightness"] } }),
  ).toEqual([]);
});

test.each([
  [{ p: "number", min: 5, max: 5 }, /max must be greater/],
  [{ p: "number", step: 0 }, /step/],
  [{ p: "number", dev_cla: "temperature", unit_of_meas: "C" }, /unit of measurement/],
  [{ p: "select" }, /options/],
  [{ p: "select", ops: [] }, /options/],
  [{ p: "valve", dev_cla: "steam" }, /device_class/],
  [{ p: "button", dev_cla: "doorbell" }, /device_class/],
  [{ p: "siren", sup_dur: "no" }, /support_duration/],
  [{ p: "lock", pl_lock: 1 }, /payload_lock/],
])("%j is refused", (keys, reason) => {
  expect(complaintsAbout({ x: { ...COMMANDED, ...keys } }).join()).toMatch(reason);
});

test.each([
  ["sensor", { dev_cla: "pm25", unit_of_meas: "µg/m³" }, "A PM2.5"],
  ["binary_sensor", { dev_cla: "moisture" }, "A Moisture"],
  ["valve", { dev_cla: "water", name: "Water" }, "A Water"],
  ["light", { name: null }, "A"],
])("a %s with %j is called %s", (p, keys, name) => {
  const registry = createRegistry();
  const component = { ...SENSOR, ...COMMANDED, name: undefined, p, ...keys };
  registry.discover("device/a/config", JSON.stringify({ dev: DEVICE, o: ORIGIN, cmps: { x: component } }));
  expect(registry.nameOf("a-1")).toBe(name);
  expect(registry.complaints).toEqual([]);
});

test.each([
  ["valve", { dev_cla: "water" }, "MQTT Valve"],
  ["switch", { dev_cla: "switch" }, "MQTT Switch"],
  ["sensor", { dev_cla: "enum", ops: ["a", "b"] }, "MQTT Sensor"],
  ["binary_sensor", {}, "MQTT Binary sensor"],
])("a %s with %j and no name is complained of", (p, keys, name) => {
  const component = { ...SENSOR, ...COMMANDED, name: undefined, p, ...keys };
  expect(complaintsAbout({ x: component }).join()).toContain(`shown as "${name}"`);
});

test("one wrong component does not take the others of its device along", () => {
  const registry = createRegistry();
  const components = { x: { ...SENSOR, dev_cla: "none" }, y: { ...SENSOR, uniq_id: "a-2" } };
  registry.discover("device/a/config", JSON.stringify({ dev: DEVICE, o: ORIGIN, cmps: components }));
  expect(registry.uniqueIds()).toEqual(["a-2"]);
});

test("a key with only its platform removes its component, and others stay", () => {
  const registry = createRegistry();
  const send = (cmps: unknown) =>
    registry.discover("device/a/config", JSON.stringify({ dev: DEVICE, o: ORIGIN, cmps }));
  send({ x: SENSOR, y: { ...SENSOR, uniq_id: "a-2" } });
  send({ y: { ...SENSOR, uniq_id: "a-2" } });
  expect(registry.uniqueIds()).toEqual(["a-1", "a-2"]);
  send({ x: { p: "sensor" } });
  expect(registry.uniqueIds()).toEqual(["a-2"]);
});

test("invalid states cause a complaint and change nothing", () => {
  const registry = createRegistry();
  const send = (uniq_id: string, config: Record<string, unknown>) =>
    registry.discover(
      `sensor/${uniq_id}/config`,
      JSON.stringify({ name: "X", uniq_id, stat_t: `home/${uniq_id}`, ...config }),
    );
  send("t", { unit_of_meas: "°C" });
  send("w", { dev_cla: "enum", ops: ["dry", "wet"] });
  registry.hear("home/t", "21.5", 0);
  registry.hear("home/t", "NaN", 0);
  registry.hear("home/w", "damp", 0);
  expect(registry.complaints).toHaveLength(2);
  expect(registry.stateOf("t", 0)).toBe("21.5");
  expect(registry.stateOf("w", 0)).toBe("unknown");
});

test("a doorbell that cannot ring and a foreign event type cause complaints", () => {
  const event = { p: "event", uniq_id: "a-1", stat_t: "home/a/x", dev_cla: "doorbell" };
  expect(complaintsAbout({ x: { ...event, evt_typ: ["press"] } }).join()).toMatch(/'ring' event type/);
  expect(complaintsAbout({ x: event }).join()).toMatch(/event_types/);
  const registry = createRegistry();
  registry.discover("event/a/config", JSON.stringify({ ...event, evt_typ: ["ring"] }));
  registry.hear("home/a/x", '{"event_type":"knock"}', 0);
  expect(one(registry)).toMatch(/Invalid event type knock/);
});

test("each message that the broker had not kept is an event", () => {
  const registry = createRegistry();
  const event = { uniq_id: "a-1", stat_t: "home/a/x", evt_typ: ["press"], dev_cla: "button" };
  registry.discover("event/a/config", JSON.stringify(event));
  const press = (isKept: boolean) => registry.hear("home/a/x", '{"event_type":"press"}', 0, isKept);
  press(true);
  expect([registry.eventsOf("a-1"), registry.stateOf("a-1", 0)]).toEqual([[], "unknown"]);
  press(false);
  press(false);
  expect([registry.eventsOf("a-1"), registry.stateOf("a-1", 0)]).toEqual([["press", "press"], "press"]);
  expect(registry.complaints).toEqual([]);
});

test("an expiring sensor is unavailable before its word and after long silence", () => {
  const registry = createRegistry();
  registry.discover("sensor/a/config", JSON.stringify({ ...SENSOR, exp_aft: 60 }));
  expect(registry.stateOf("a-1", 0)).toBe("unavailable");
  registry.hear("home/a/x", "1", 1000);
  expect(registry.stateOf("a-1", 61_000)).toBe("1");
  expect(registry.stateOf("a-1", 61_001)).toBe("unavailable");
});

const TEXT = { p: "text", ...COMMANDED, stat_t: "home/a/x" };

test.each([
  [{ min: 3, max: 3 }, /min must be < max/],
  [{ max: 256 }, /must be <= 255/],
  [{ mode: "secret" }, /mode/],
  [{ ptrn: "[" }, /no regular expression/],
])("a text with %j is refused", (keys, reason) => {
  expect(complaintsAbout({ x: { ...TEXT, ...keys } }).join()).toMatch(reason);
});

test("a text has states within its bounds and its pattern, counted in characters", () => {
  const registry = createRegistry();
  const config = { ...TEXT, min: 0, max: 4, ptrn: "[a-ü]*$" };
  registry.discover("device/a/config", JSON.stringify({ dev: DEVICE, o: ORIGIN, cmps: { x: config } }));
  for (const state of ["süß", "None", "", "zuviel", "A"]) registry.hear("home/a/x", state, 0);
  expect(registry.stateOf("a-1", 0)).toBe("");
  expect(registry.complaints.map((one) => one.replace(/.*: /, ""))).toEqual(["None", "zuviel", "A"]);
});

const TRIGGER = {
  p: "device_automation",
  uniq_id: "a-press",
  atype: "trigger",
  type: "button_short_press",
  stype: "button_1",
  t: "home/a/button",
};

test("a sound device trigger is taken, and is no entity", () => {
  const registry = createRegistry();
  const payload = { dev: DEVICE, o: ORIGIN, cmps: { x: { ...TRIGGER, pl: "pressed" } } };
  registry.discover("device/a/config", JSON.stringify(payload));
  expect(registry.complaints).toEqual([]);
  expect(registry.uniqueIds()).toEqual([]);
  expect(registry.triggers()).toEqual(["button_short_press button_1"]);
});

test.each([
  ["without a subtype", { stype: undefined }, "required key not provided: subtype"],
  ["without a topic", { t: undefined }, "required key not provided: topic"],
  ["of another automation type", { atype: "action" }, "automation_type is not one of trigger"],
  ["whose payload is no text", { pl: 1 }, "payload is no text"],
])("a device trigger %s is refused", (_what, keys, words) => {
  expect(complaintsAbout({ x: { ...TRIGGER, ...keys } }).join("\n")).toContain(words);
});

test("two triggers of one type and subtype are refused", () => {
  const other = { ...TRIGGER, uniq_id: "a-other" };
  expect(complaintsAbout({ x: TRIGGER, y: other })).toEqual([
    "device_automation a y: the device has button_short_press button_1 already",
  ]);
});
