// A real Home Assistant of a home in °F, and its stand-in beside it: people see the same in both, and both
// send the same.
import { connectAsync, type MqttClient } from "mqtt";
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import type { HomeAssistantOptions } from "../../src/device/declare/home-assistant.ts";
import { announcementsOf, filled } from "../../src/discovery/announcements.ts";
import { button } from "../../src/drivers/button.ts";
import { ds18b20 } from "../../src/drivers/ds18b20.ts";
import { onChange } from "../../src/filters.ts";
import { device, homeAssistant, hours, minutes, sensor } from "../../src/index.ts";
import { firmwareNames, readFirmware } from "../../tools/image/firmware/firmware.ts";
import type { TestBroker } from "../../tools/laboratory/brokers/broker.ts";
import { startSubscriber } from "../../tools/laboratory/brokers/subscriber.ts";
import { createWatched } from "../../tools/laboratory/soak/watched.ts";
import { ringmoteHere } from "../cli/in-process.ts";
import { startPorch } from "../cli/updated-porch.ts";
import { parts } from "../discovery/joined/joining.ts";
import type { Payload } from "../home-assistant/abbreviations.ts";
import { everything, KEYS } from "../home-assistant/everything.ts";
import { setEverything } from "../home-assistant/everything-device.ts";
import { type HomeAssistant, startHomeAssistant } from "../home-assistant/stand-in.ts";
import { type Message, messagesOf } from "../home-assistant/states.ts";
import { HOME_ASSISTANT, needs } from "../needs.ts";
import { startEmbedded } from "./embedded.ts";
import { ACTS } from "./home-assistant/acts.ts";
import { sensorOfEachClass } from "./home-assistant/classes.ts";
import { type Home, type Shown, type Statistic, startHome } from "./home-assistant/home.ts";
import { JOINED, JOINED_ACTS } from "./home-assistant/joined.ts";
import { setMeter } from "./home-assistant/meter.ts";
import { startSleeper } from "./home-assistant/sleeper.ts";
import { wordsOf } from "./home-assistant/words.ts";

/** How long something that has to happen may take before the test says what is missing. It measures nothing. */
const PATIENCE_MS = 90_000;
const LOOK_AGAIN_MS = 200;
/** Longer than it takes to say that it did not start. */
const SETTING_UP_MS = 600_000;
const LINK_BYTES = 536;
/** A device notices it within 1.25 times its keep-alive of ten seconds. */
const OUTAGE_MS = 14_000;

/** A sleeper would have woken twice. */
const BEATS_MS = 7000;

const REMOTE = device({
  name: "remote",
  sensors: [
    sensor("button-1", button("left").state, {
      states: ["released", "pressed"],
      every: minutes(10),
      filters: [onChange()],
      deviceClass: "button",
    }),
  ],
  discovery: homeAssistant({ entities: { "button-1": { trigger: true } } }),
});

const FREEZER = device({
  name: "freezer",
  clock: {},
  sensors: [
    sensor("temperature", ds18b20("probe").temperature, {
      unit: "°C",
      decimals: 1,
      every: minutes(1),
      stamped: true,
      history: { keep: hours(6) },
    }),
  ],
  discovery: homeAssistant(),
});

const CLASSES = { name: "Classes", identifiers: ["classes"] };
const ITS_ROOM_TWICE = /\.(\w+)_\1(_|$)/;

describe("a home in °F", needs(HOME_ASSISTANT), () => {
  const ends: (() => Promise<void>)[] = [];
  let broker: TestBroker;
  let home: Home;
  let standIn: HomeAssistant;
  let devices = 0;
  let refused = 0;

  beforeAll(async () => {
    broker = await startEmbedded();
    ends.unshift(broker.end);
    home = await startHome(broker.port);
    ends.unshift(home.end);
    standIn = await startHomeAssistant(broker.port);
    ends.unshift(standIn.end);
  }, SETTING_UP_MS);
  afterEach(() => expect(home.complaints()).toEqual([]));
  afterAll(async () => {
    for (const end of ends) await end();
  });

  async function somebody(): Promise<MqttClient> {
    const client = await connectAsync(`mqtt://127.0.0.1:${broker.port}`);
    onTestFinished(() => client.endAsync(true));
    return client;
  }

  /** Resolves once `look` passes with what people see. */
  function until(look: (seen: Readonly<Record<string, Shown>>) => void): Promise<void> {
    const ask = async () => look(await home.seen());
    return vi.waitFor(ask, { timeout: PATIENCE_MS, interval: LOOK_AGAIN_MS });
  }

  /** Announces every shipped device, and returns their entities that nobody has to enable first. */
  async function announceAll(client: MqttClient): Promise<string[]> {
    const ids: string[] = [];
    for (const firmware of firmwareNames()) {
      const { declaration } = await readFirmware(firmware);
      const text = (template: string) => filled(template, firmware, `home/${firmware}`, "1");
      for (const { topic, payload, entities } of announcementsOf(declaration, LINK_BYTES)) {
        await client.publishAsync(text(topic), text(payload), { retain: true });
        ids.push(...entities.map(({ key }) => `${firmware}-${key}`));
      }
      await client.publishAsync(`home/${firmware}/status`, "online", { retain: true });
    }
    await standIn.until(ids.join(), () => ids.every((id) => standIn.uniqueIds().includes(id)));
    return ids.filter(isEnabled);
  }

  const isEnabled = (id: string) => standIn.entity(id).config.enabled_by_default !== false;

  /** Switches on a device that nobody has met before; resolves when its number is shown. */
  async function startDevice(options: HomeAssistantOptions = {}, declare: typeof parts = everything) {
    devices += 1;
    const id = `everything-${devices}`;
    const discovery = { ...options, label: `Everything ${devices}`, area: "Living room" };
    const { lines, start } = setEverything({ port: broker.port, id, discovery, declare }, onTestFinished);
    lines.drive("door", 0);
    const idOf = (key: string) => standIn.idOf(`${id}-${key}`);
    const device = start();
    await standIn.until("the device", () => standIn.uniqueIds().includes(`${id}-target`));
    /** Resolves when people see this of an entity. */
    const shows = (key: string, expected: Partial<Shown>) =>
      until((seen) => expect(seen[idOf(key)]).toMatchObject(expected));
    await shows("target", { state: "41.0" });
    return { id, idOf, shows, start, kill: () => device.kill() };
  }

  test("each shipped device has the names and ids of the stand-in", async () => {
    const ids = await announceAll(await somebody());
    const named = ids.map((id) => [standIn.idOf(id), standIn.nameOf(id)] as const);
    await until((seen) => expect(named.map(([id]) => [id, seen[id]?.name])).toEqual(named));
    for (const [id, name] of named) {
      expect(id).not.toMatch(ITS_ROOM_TWICE);
      expect(name).not.toContain("MQTT");
    }
  });

  test("each shipped device is shown in the words of the stand-in", async () => {
    const client = await somebody();
    const ids = (await announceAll(client)).filter((id) => isInWords(standIn.entity(id).config));
    const topics: [topic: string, words: readonly string[]][] = [];
    for (const firmware of firmwareNames())
      for (const [key, words] of wordsOf((await readFirmware(firmware)).declaration))
        topics.push([`home/${firmware}/${key}`, words]);
    const rounds = Math.max(...topics.map(([, words]) => words.length));
    for (let round = 0; round < rounds; round += 1) {
      for (const [topic, words] of topics) {
        const word = words[round % words.length] as string;
        const before = standIn.heard(topic, word);
        await client.publishAsync(topic, word, { retain: true });
        await standIn.until(`${word} on ${topic}`, () => standIn.heard(topic, word) > before);
      }
      const shown = ids.map((id) => [standIn.idOf(id), standIn.shown(id)] as const);
      await until((seen) => expect(shown.map(([id]) => [id, seen[id]?.shown])).toEqual(shown));
    }
  });

  test("a temperature is shown in °F, and an uptime as a moment", async () => {
    const client = await somebody();
    await announceAll(client);
    await client.publishAsync("home/climate/temperature", "21.5", { retain: true });
    await client.publishAsync("home/hall/uptime", "7", { retain: true });
    await until((seen) => {
      const temperature = { state: "70.7", attributes: { unit_of_measurement: "°F" } };
      expect(seen["sensor.living_room_climate_temperature"]).toMatchObject(temperature);
      expect(seen["sensor.hall_motion_sensor_started"]?.state).toMatch(/^\d{4}-\d\d-\d\dT/);
    });
  });

  test("every class and unit that a device may announce is taken", async () => {
    const client = await somebody();
    const sensors = sensorOfEachClass();
    for (const [place, { platform, name, config }] of sensors.entries()) {
      const common = { unique_id: `class-${place}`, state_topic: "classes", device: CLASSES };
      const payload = JSON.stringify({ name, ...config, ...common });
      await client.publishAsync(`homeassistant/${platform}/class-${place}/config`, payload);
    }
    const wanted = sensors.map(({ name }) => `${CLASSES.name} ${name}`).sort();
    await until((seen) => {
      const names = Object.values(seen).map(({ name }) => name);
      expect(names.filter((name) => name.startsWith(CLASSES.name)).sort()).toEqual(wanted);
    });
  });

  test.each([
    [
      "a unit that its class does not have",
      "sensor",
      { device_class: "temperature", unit_of_measurement: "C" },
    ],
    ["a sensor among the settings", "sensor", { entity_category: "config" }],
    ["a switch without commands", "switch", {}],
  ])("%s is refused in its log, as by the stand-in", async (_, platform, config) => {
    const client = await somebody();
    const before = standIn.complaints.length;
    refused += 1;
    const topic = `homeassistant/${platform}/refused-${refused}/config`;
    await client.publishAsync(topic, JSON.stringify({ state_topic: "refused", ...config }));
    await standIn.until("its refusal", () => standIn.complaints.length > before);
    const complaints: string[] = [];
    await until(() => {
      complaints.push(...home.complaints());
      expect(complaints).toContainEqual(expect.stringContaining(topic));
    });
  });

  test.each([
    ["one message", {}],
    ["several messages", { messageBytes: 536 }],
    ["component form", { form: "component" }],
  ] as const)("every entity announced in %s is shown as in the stand-in", async (_, discovery) => {
    const { id } = await startDevice(discovery);
    const ids = KEYS.map((key) => `${id}-${key}`);
    await standIn.until("all entities", () => ids.every((id) => standIn.uniqueIds().includes(id)));
    const ours = ids.filter((id) => isEnabled(id) && isInWords(standIn.entity(id).config));
    await until((seen) => {
      const shown = ours.map((id) => [standIn.idOf(id), standIn.nameOf(id), standIn.shown(id)] as const);
      expect(shown.map(([id]) => [id, seen[id]?.name, seen[id]?.shown])).toEqual(shown);
    });
  });

  test("an action sends what it sends in the stand-in", async () => {
    const { id, idOf, shows } = await startDevice();
    const client = await somebody();
    const commands = createWatched<Message>();
    client.on("message", (topic, payload, { qos }) => commands.add({ topic, payload: `${payload}`, qos }));
    const topics = ["+/set", "+/brightness/set", "+/color/set"].map((below) => `home/${id}/${below}`);
    await client.subscribeAsync(topics, { qos: 2 });
    const isThere = { state: expect.not.stringContaining("unavailable") };
    for (const key of new Set(ACTS.map(([key]) => key))) await shows(key, isThere);
    const wanted: Message[] = [];
    for (const [key, action, service, data] of ACTS) {
      const { platform, config } = standIn.entity(`${id}-${key}`);
      wanted.push(...messagesOf(platform, config, action));
      await home.act(service, idOf(key), data);
      await commands.until(`${service} for the ${key}`, (all) => all.length >= wanted.length);
    }
    expect(commands.entries).toEqual(wanted);
  });

  test("a stamped value is shown as it is now, and its history causes no warning", async () => {
    const client = await somebody();
    const text = (template: string) => filled(template, "freezer", "home/freezer", "1");
    for (const { topic, payload } of announcementsOf(FREEZER, LINK_BYTES))
      await client.publishAsync(text(topic), text(payload), { retain: true });
    await client.publishAsync("home/freezer/status", "online", { retain: true });
    const topic = "home/freezer/temperature";
    await client.publishAsync(topic, '{"value":null,"time":null}', { retain: true });
    await client.publishAsync(`${topic}/history`, "[[1796000000,-12.5],[1796000060,-12]]", { qos: 1 });
    await client.publishAsync(topic, '{"value":-18.5,"time":1796000120}', { retain: true });
    await client.publishAsync(`${topic}/history`, "[[1796000120,-18.5]]", { qos: 1 });
    await standIn.until("the freezer", () => standIn.uniqueIds().includes("freezer-temperature"));
    const id = standIn.idOf("freezer-temperature");
    await until((seen) => expect(seen[id]).toMatchObject({ state: "-1.3" }));
    expect(standIn.state("freezer-temperature")).toBe("-18.5");
    expect(standIn.complaints.filter((complaint) => complaint.includes("freezer"))).toEqual([]);
  });

  test("a number set in °F takes the nearest step without a problem", async () => {
    const { id, idOf, shows } = await startDevice();
    const subscriber = await startSubscriber(broker.port);
    onTestFinished(subscriber.end);
    await home.act("number.set_value", idOf("target"), { value: 70 });
    await subscriber.untilNewest(`home/${id}/target`, "21.0");
    await shows("target", { state: "69.8" });
    await shows("problem", { shown: "OK", attributes: expect.objectContaining({ text: "none" }) });
    expect(new Set(subscriber.payloadsOf(`home/${id}/problem`))).toEqual(new Set(["none"]));
  });

  test("a thermostat shows and sets in °F what its parts have in °C", async () => {
    const climate = { current: "temperature", humidity: "humidity", target: "target", heater: "heater" };
    const entities = { target: { hidden: false }, heater: { hidden: false } };
    const { id, idOf, shows, start, kill } = await startDevice({ climate, entities });
    const subscriber = await startSubscriber(broker.port);
    onTestFinished(subscriber.end);
    const seen = { current_temperature: 70.7, current_humidity: 40, temperature: 41, hvac_action: "idle" };
    await shows("climate", { state: "heat", attributes: expect.objectContaining(seen) });
    await home.act("climate.set_temperature", idOf("climate"), { temperature: 70 });
    await subscriber.untilNewest(`home/${id}/target`, "21.0");
    await home.act("switch.turn_on", idOf("heater"));
    const heating = { temperature: 69.8, hvac_action: "heating", min_temp: 41, max_temp: 86 };
    await shows("climate", { attributes: expect.objectContaining(heating) });
    kill();
    await shows("climate", { state: "unavailable" });
    start();
    await shows("climate", { state: "heat" });
  });

  test("joined entities obey, go and come back as in the stand-in", async () => {
    const { id, idOf, shows, start, kill } = await startDevice(JOINED, parts);
    const client = await somebody();
    const commands = createWatched<Message>();
    client.on("message", (topic, payload, { qos }) => commands.add({ topic, payload: `${payload}`, qos }));
    await client.subscribeAsync(`home/${id}/+/set`, { qos: 2 });
    const wanted: Message[] = [];
    for (const [key, action, service, data, seen] of JOINED_ACTS) {
      const { platform, config } = standIn.entity(`${id}-${key}`);
      wanted.push(...messagesOf(platform, config, action));
      await home.act(service, idOf(key), data);
      await commands.until(`${service} for the ${key}`, (all) => all.length >= wanted.length);
      const { state, ...attributes } = seen;
      await standIn.until(`${key} to be ${JSON.stringify(seen)}`, () => {
        const ours = standIn.entity(`${id}-${key}`);
        return Object.entries(seen).every(
          ([name, value]) => ({ ...ours.attributes, state: ours.state })[name] === value,
        );
      });
      await shows(key, { state, attributes: expect.objectContaining(attributes) });
    }
    expect(commands.entries).toEqual(wanted);
    const keys = new Set(JOINED_ACTS.map(([key]) => key));
    kill();
    for (const key of keys) await shows(key, { state: "unavailable" });
    start();
    for (const key of keys) await shows(key, { state: expect.not.stringContaining("unavailable") });
    await shows("problem", { shown: "OK" });
    expect(standIn.complaints.filter((complaint) => complaint.includes(id))).toEqual([]);
  });

  test("a press of a button begins an automation, and its release does not", async () => {
    const client = await somebody();
    const text = (template: string) => filled(template, "remote", "home/remote", "1");
    for (const { topic, payload } of announcementsOf(REMOTE, LINK_BYTES))
      await client.publishAsync(text(topic), text(payload), { retain: true });
    await client.publishAsync("home/remote/status", "online", { retain: true });
    await client.publishAsync("home/remote/button-1", "released", { retain: true });
    await client.publishAsync("home/remote/problem", "none", { retain: true });
    await standIn.until("the remote", () => standIn.uniqueIds().includes("remote-problem"));
    const problem = standIn.idOf("remote-problem");
    await until((seen) => expect(seen[problem]).toMatchObject({ shown: "OK" }));
    const subscriber = await startSubscriber(broker.port);
    onTestFinished(subscriber.end);
    const press = { type: "button_short_press", subtype: "button_1" };
    const heard = { action: "mqtt.publish", data: { topic: "heard", payload: "a press" } };
    await home.automate(problem, press, heard);
    // An automation that still acts does not begin again.
    for (const presses of [1, 2]) {
      for (const state of ["pressed", "released"])
        await client.publishAsync("home/remote/button-1", state, { retain: true });
      await vi.waitFor(() => expect(subscriber.payloadsOf("heard")).toHaveLength(presses), PATIENCE_MS);
    }
    await client.publishAsync("home/remote/problem", "the last", { retain: true });
    await until((seen) => expect(seen[problem]).toMatchObject({ shown: "Problem" }));
    expect(subscriber.payloadsOf("heard")).toEqual(["a press", "a press"]);
  });

  test("a device without power is unavailable and is sent nothing", async () => {
    const { id, idOf, shows, start, kill } = await startDevice();
    const subscriber = await startSubscriber(broker.port);
    onTestFinished(subscriber.end);
    await shows("heater", { shown: "Off" });
    kill();
    for (const key of ["heater", "target", "temperature", "bell"]) await shows(key, { shown: "Unavailable" });
    await home.act("switch.turn_on", idOf("heater"));
    start();
    await shows("heater", { shown: "Off" });
    await home.act("switch.turn_off", idOf("heater"));
    await subscriber.untilNewest(`home/${id}/heater/set`, "off");
    expect(subscriber.payloadsOf(`home/${id}/heater/set`)).toEqual(["off"]);
  });

  test("a sleeper's sensor keeps its value between reports, and expires without them", async () => {
    const subscriber = await startSubscriber(broker.port);
    onTestFinished(subscriber.end);
    const sleeper = startSleeper("bed-1", broker.port, onTestFinished);
    const sleeps = () =>
      subscriber.payloadsOf("home/bed-1/status").filter((word) => word === "sleeping").length;
    await standIn.until("the sleeper", () => standIn.uniqueIds().includes("bed-1-moisture"));
    const id = standIn.idOf("bed-1-moisture");
    await until((seen) => expect(seen[id]).toMatchObject({ state: "50" }));
    const next = standIn.idOf("bed-1-next-report");
    const inSeconds = { attributes: { device_class: "duration", unit_of_measurement: "s" } };
    await until((seen) => {
      expect(seen[next]).toMatchObject(inSeconds);
      expect(Number(seen[next]?.state)).toBeGreaterThan(0);
    });
    while (sleeps() < 4) {
      expect((await home.seen())[id]).toMatchObject({ state: "50" });
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    }
    sleeper.cutPower();
    await until((seen) => expect(seen[id]).toMatchObject({ state: "unavailable" }));
    expect(subscriber.payloadsOf("home/bed-1/status")).not.toContain("offline");
    sleeper.givePower();
    await until((seen) => expect(seen[id]).toMatchObject({ state: "50" }));
  });

  test("a sleeper obeys its stay-awake switch at its next wake", async () => {
    const subscriber = await startSubscriber(broker.port);
    onTestFinished(subscriber.end);
    startSleeper("bed-2", broker.port, onTestFinished);
    await subscriber.untilNewest("home/bed-2/status", "sleeping");
    await standIn.until("the sleeper", () => standIn.uniqueIds().includes("bed-2-stay-awake"));
    const id = standIn.idOf("bed-2-stay-awake");
    await until((seen) => expect(seen[id]).toMatchObject({ state: "off" }));
    await home.act("switch.turn_on", id);
    await until((seen) => expect(seen[id]).toMatchObject({ state: "on" }));
    const told = subscriber.payloadsOf("home/bed-2/status").length;
    await new Promise((resolve) => setTimeout(resolve, BEATS_MS));
    expect(subscriber.payloadsOf("home/bed-2/status").slice(told - 1)).toEqual(["online"]);
    await home.act("switch.turn_off", id);
    await until((seen) => expect(seen[id]).toMatchObject({ state: "off" }));
    await subscriber.untilNewest("home/bed-2/status", "sleeping");
  });

  test("a number that is set while a sleeper sleeps reaches it at its next wake", async () => {
    const subscriber = await startSubscriber(broker.port);
    onTestFinished(subscriber.end);
    startSleeper("bed-3", broker.port, onTestFinished);
    await standIn.until("the sleeper", () => standIn.uniqueIds().includes("bed-3-tare"));
    const [tare, moisture] = [standIn.idOf("bed-3-tare"), standIn.idOf("bed-3-moisture")];
    await until((seen) =>
      expect(seen).toMatchObject({ [tare]: { state: "0" }, [moisture]: { state: "50" } }),
    );
    const told = () => subscriber.payloadsOf("home/bed-3/status");
    const before = told().length;
    await vi.waitFor(() => expect(told().slice(before)).toContain("sleeping"), PATIENCE_MS);
    await home.act("number.set_value", tare, { value: 7 });
    await until((seen) =>
      expect(seen).toMatchObject({ [tare]: { state: "7" }, [moisture]: { state: "57" } }),
    );
    expect(told()).not.toContain("offline");
  });

  test("an update is installed from there with progress, and is there at its end", async () => {
    const id = "porch-1";
    const { keys, next } = await startPorch(id, broker.port, true);
    const url = `mqtt://127.0.0.1:${broker.port}`;
    const about = ["--as", "1.1.0", "--summary", "A lantern", "--url", "https://example.org/porch"];
    const run = ringmoteHere(["updates", next, "--broker", url, "--keys", keys, ...about]);
    const entity = "update.porch_update";
    const shows = (state: string, attributes: Readonly<Record<string, unknown>>) =>
      until((seen) =>
        expect(seen[entity]).toMatchObject({ state, attributes: expect.objectContaining(attributes) }),
      );
    const release = {
      title: "porch",
      release_summary: "A lantern",
      release_url: "https://example.org/porch",
    };
    await shows("on", {
      installed_version: "1.0.0",
      latest_version: "1.1.0",
      in_progress: false,
      ...release,
    });
    const percentages = createWatched<unknown>();
    const client = await somebody();
    client.on("message", async () => {
      percentages.add((await home.seen())[entity]?.attributes.update_percentage);
    });
    await client.subscribeAsync(`home/${id}/update`);
    await home.act("update.install", entity);
    await run.wrote(/porch-1: it has 1\.1\.0/);
    await shows("off", { installed_version: "1.1.0", latest_version: "1.1.0", in_progress: false });
    expect(percentages.entries.filter((percent) => typeof percent === "number")).not.toEqual([]);
    run.interrupt();
    expect(await run.ended, run.errors()).toBe(0);
    await shows("unavailable", {});
  });

  test("the total of a day has statistics that go on over restarts of both", async () => {
    const meter = await setMeter("meter-1", broker.port, onTestFinished);
    const ids = () => [standIn.idOf("meter-1-plain"), standIn.idOf("meter-1-stamped")];
    const show = (kilowattHours: number) =>
      until((seen) => {
        const shown = ids().map((id) => Number(seen[id]?.state));
        expect(shown).toEqual([kilowattHours, kilowattHours]);
      });
    /** Resolves when the statistics of both begin and end with these. */
    const recorded = (first: Statistic, ...last: readonly [plain: Statistic, stamped: Statistic]) => {
      const ask = async () => {
        const all = await Promise.all(ids().map(home.statisticsOf));
        expect(all.map((hours) => [hours[0], hours.at(-1)])).toEqual(last.map((end) => [first, end]));
      };
      return vi.waitFor(ask, { timeout: PATIENCE_MS, interval: LOOK_AGAIN_MS });
    };
    /** A power cut takes what was counted since it was kept. */
    const cut = () => {
      meter.kill();
      meter.start();
    };
    meter.start();
    await standIn.until("the meter", () => standIn.uniqueIds().includes("meter-1-stamped"));
    await show(0);
    meter.count(1000);
    await show(10);
    await meter.stop();
    expect(home.complaints()).toEqual([]);
    await home.restart(2);
    const first = { state: 10, sum: 10 };
    await recorded(first, first, first);
    meter.start();
    await show(10);
    meter.count(50);
    await show(10.5);
    cut();
    await show(10);
    meter.count(600);
    await show(16);
    cut();
    await show(10);
    meter.count(100);
    await show(11);
    expect(home.complaints()).toEqual([]);
    await home.restart(2);
    // By more than a tenth less is a new beginning to a total that only increases.
    await recorded(first, { state: 11, sum: 16 + 11 }, { state: 11, sum: 11 });
  });

  test("a history that is sent behind an outage causes no warning", async () => {
    const meter = await setMeter("meter-2", broker.port, onTestFinished);
    const subscriber = await startSubscriber(broker.port);
    onTestFinished(subscriber.end);
    const readings = () =>
      subscriber.payloadsOf("home/meter-2/stamped/history").flatMap((payload) => JSON.parse(payload));
    meter.start();
    await subscriber.received.until("a history", () => readings().length > 0);
    meter.setNetwork(false);
    const before = readings().length;
    meter.count(700);
    await new Promise((resolve) => setTimeout(resolve, OUTAGE_MS));
    meter.setNetwork(true);
    await subscriber.received.until("that of the outage", () => readings().length > before + 2);
    await until((seen) => expect(Number(seen[standIn.idOf("meter-2-stamped")]?.state)).toBe(7));
    const complaints = standIn.complaints.filter((complaint) => complaint.includes("meter-2"));
    expect(complaints).toEqual([]);
  });
});

/** What is measured in °C is shown in °F, and a moment in the time of the zone. */
function isInWords({ unit_of_measurement: unit, device_class: name }: Payload): boolean {
  return unit !== "°C" && name !== "timestamp";
}
