// A device on trial, as the test of somebody's firmware has it: parts around it, a broker, and what it says.
import { expect, onTestFinished, test } from "vitest";
import climate from "../../firmware/climate/device.ts";
import {
  beginUart,
  findFrame,
  newPart,
  newUartPart,
  type Quantity,
  setReading,
  type UartPart,
} from "../../src/driver.ts";
import { ads1115, ads1115Input } from "../../src/drivers/ads1115.ts";
import { dht22 } from "../../src/drivers/dht22.ts";
import { ds18b20 } from "../../src/drivers/ds18b20.ts";
import { hcSr04 } from "../../src/drivers/hc-sr04.ts";
import { hlw8012 } from "../../src/drivers/hlw8012.ts";
import { hx711 } from "../../src/drivers/hx711.ts";
import { max31855 } from "../../src/drivers/max31855.ts";
import { mhZ19 } from "../../src/drivers/mh-z19.ts";
import { modbusRegister, modbusRtu } from "../../src/drivers/modbus-rtu.ts";
import { pms5003 } from "../../src/drivers/pms5003.ts";
import { reed } from "../../src/drivers/reed.ts";
import { relay } from "../../src/drivers/relay.ts";
import { rotaryEncoder } from "../../src/drivers/rotary-encoder.ts";
import { sht3x } from "../../src/drivers/sht3x.ts";
import { soilMoisture } from "../../src/drivers/soil-moisture.ts";
import { ws2812 } from "../../src/drivers/ws2812.ts";
import { deadBand, onChange } from "../../src/filters.ts";
import {
  colorLight,
  device,
  homeAssistant,
  hours,
  minutes,
  numberInput,
  powerSwitch,
  seconds,
  sensor,
  valueOnly,
} from "../../src/index.ts";
import { type Bench, startTrial } from "../../tools/sim/trial/trial.ts";

const air = sht3x("air");
const shed = device({
  name: "shed",
  sensors: [
    sensor("temperature", air.temperature, { every: seconds(10), decimals: 1, filters: [deadBand(0.1)] }),
    sensor("door", reed("door").state, {
      every: seconds(60),
      states: ["closed", "open"],
      filters: [onChange()],
    }),
  ],
});

test("a trial's parts measure the test's values over time", async () => {
  let celsius = 4;
  const trial = await startTrial(shed, { around: { air: { air: () => ({ celsius, humidity: 80 }) } } });
  onTestFinished(trial.end);
  await trial.heard("temperature", "4.0");
  celsius = -7.5;
  await trial.heard("temperature", "-7.5");
});

test("a trial's CO2 sensor measures the test's value once warm", async () => {
  const part = mhZ19("air");
  const room = device({ name: "room", sensors: [sensor("co2", part.co2, { every: seconds(60) })] });
  const trial = await startTrial(room, { around: { air: { co2: () => 1234 } } });
  onTestFinished(trial.end);
  await trial.heard("co2", "1234");
});

test("a trial's Modbus meter has the test's registers", async () => {
  const meter = modbusRtu("meter", { baud: 2400 });
  const house = device({
    name: "house",
    sensors: [
      sensor("power", modbusRegister(meter, 0x0c, "float32", 1), { every: seconds(10), decimals: 1 }),
      sensor("energy", modbusRegister(meter, 0x48, "uint32", 2), { every: seconds(10), decimals: 2 }),
    ],
  });
  const modbus = (register: number) => (register === 0x0c ? -12.34 : 4567.89);
  const trial = await startTrial(house, { around: { meter: { modbus } } });
  onTestFinished(trial.end);
  await trial.heard("power", "-12.3");
  await trial.heard("energy", "4567.89");
});

test("a trial's particle sensor has the test's values and may go silent", async () => {
  let pm25 = 12;
  let answers = true;
  const station = device({
    name: "station",
    sensors: [sensor("fine", pms5003("dust").pm25, { every: seconds(10) })],
  });
  const around = { dust: () => ({ pm1: 1, pm25, pm10: 20 }), answers: () => answers };
  const trial = await startTrial(station, { around: { dust: around } });
  onTestFinished(trial.end);
  await trial.heard("fine", "12");
  answers = false;
  await trial.heard("problem", /dust: no answer/);
  pm25 = 300;
  answers = true;
  await trial.heard("fine", "300");
});

test("a distance is measured in a trial, to the millimetre", async () => {
  let distance = 31.7;
  const level = sensor("level", hcSr04("tank").distance, { every: seconds(10), unit: "cm", decimals: 1 });
  const trial = await startTrial(device({ name: "tank", sensors: [level] }), {
    around: { tank: { distance: () => distance } },
  });
  onTestFinished(trial.end);
  await trial.heard("level", "31.7");
  distance = 500;
  await trial.heard("problem", /tank: no echo/);
  distance = 3.4;
  await trial.heard("level", "3.4");
});

test("a trial's DHT22 has the test's air and may go silent", async () => {
  const air = { celsius: -3.26, humidity: 91.4 };
  let answers = true;
  const part = dht22("air");
  const every = seconds(10);
  const sensors = [
    sensor("temperature", part.temperature, { every, decimals: 1 }),
    sensor("humidity", part.humidity, { every, decimals: 1 }),
  ];
  const trial = await startTrial(device({ name: "porch", sensors }), {
    around: { air: { air: () => air, answers: () => answers } },
  });
  onTestFinished(trial.end);
  await trial.heard("temperature", "-3.3");
  await trial.heard("humidity", "91.4");
  answers = false;
  await trial.heard("problem", /air: no answer/);
  answers = true;
  await trial.heard("problem", "none");
  expect(() => trial.circuit.attachDht("door", () => [])).toThrow('There is no role "door"');
});

test("a trial's scale has the test's weight and may go silent", async () => {
  let answers = true;
  const { weight } = hx711("scale", 84213, 429500);
  const sensors = [sensor("weight", weight, { every: seconds(10), decimals: 1 })];
  const trial = await startTrial(device({ name: "hive", sensors }), {
    around: { scale: { weight: () => -20.4, answers: () => answers } },
  });
  onTestFinished(trial.end);
  await trial.heard("weight", "-20.4");
  answers = false;
  await trial.heard("problem", /scale: not ready/);
  answers = true;
  await trial.heard("problem", "none");
});

test("a trial's mains meter has the test's load", async () => {
  const meter = hlw8012("mains", { microohms: 2000, divider: 1882, inverted: true });
  const options = { every: seconds(10), decimals: 0 };
  const { power, voltage, current } = meter;
  const sensors = Object.entries({ power, voltage, current }).map(([name, quantity]) =>
    sensor(name, quantity, options),
  );
  const trial = await startTrial(device({ name: "plug", sensors }), {
    around: { mains: { mains: () => ({ volts: 117.5, amperes: 9.5, watts: 995.5 }) } },
  });
  onTestFinished(trial.end);
  await trial.heard("power", /^99[456]$/);
  await trial.heard("current", /^(9|10)$/);
  await trial.heard("voltage", /^11[78]$/);
});

test("a trial's thermocouple has the test's temperatures at both ends", async () => {
  let [tip, answers] = [1000.75, true];
  const oven = max31855("oven");
  const every = seconds(10);
  const sensors = [
    sensor("oven", oven.temperature, { every, unit: "°C", decimals: 2 }),
    sensor("chip", oven.internal, { every, unit: "°C", decimals: 1 }),
  ];
  const trial = await startTrial(device({ name: "kiln", sensors }), {
    around: {
      oven: { tip: () => tip, air: () => ({ celsius: -5, humidity: 50 }), answers: () => answers },
    },
  });
  onTestFinished(trial.end);
  await trial.heard("oven", "1000.75");
  await trial.heard("chip", "-5.0");
  tip = -0.25;
  await trial.heard("oven", "-0.25");
  answers = false;
  await trial.heard("problem", /oven: no answer/);
});

test("a trial's LED strip shows the commanded colour", async () => {
  const trial = await startTrial(
    device({ name: "shelf", actuators: [colorLight("light", ws2812("strip", 2))] }),
  );
  onTestFinished(trial.end);
  await trial.heard("light", "off");
  expect(trial.strips.get("strip")?.lights()).toEqual([0, 0]);
  await trial.command("light/color", "255,0,128");
  await trial.heard("light/color", "255,0,128");
  expect(trial.strips.get("strip")?.lights()).toEqual([0, 0]);
  await trial.command("light", "on");
  await trial.heard("light", "on");
  expect(trial.strips.get("strip")?.lights()).toEqual([0xff0041, 0xff0041]);
  expect(() => trial.circuit.attachPixels("shelf", () => true)).toThrow("strip");
});

test("a knob turned by a test changes its number", async () => {
  const trial = await startTrial(
    device({
      name: "wall",
      actuators: [numberInput("target", valueOnly(), { min: 5, max: 25, turnedBy: rotaryEncoder("knob") })],
    }),
  );
  onTestFinished(trial.end);
  await trial.heard("target", "5");
  trial.knobs.get("knob")?.turn(3);
  await trial.heard("target", "8");
  expect(() => trial.knobs.get("lamp")).toThrow('There is no rotary encoder at the role "lamp"');
});

test("an unmentioned part rests at a plausible value; contacts move", async () => {
  const trial = await startTrial(shed);
  onTestFinished(trial.end);
  await trial.heard("temperature", "20.0");
  await trial.heard("door", "closed");
  trial.contacts.get("door")?.open();
  await trial.heard("door", "open");
});

test("a silent part is a problem until it answers", async () => {
  let celsius = 4;
  let answers = false;
  const around = { air: () => ({ celsius, humidity: 80 }), answers: () => answers };
  const cellar = device({
    name: "cellar",
    sensors: [
      sensor("air", air.temperature, { every: seconds(10), decimals: 1 }),
      sensor("water", ds18b20("water").temperature, { every: seconds(10), decimals: 1 }),
    ],
  });
  const trial = await startTrial(cellar, { around: { air: around, water: around } });
  onTestFinished(trial.end);
  await trial.heard("problem", /air: no answer.*water: no answer/s);
  expect([trial.told("air"), trial.told("water")]).toEqual([[], []]);
  answers = true;
  celsius = 5;
  await trial.heard("air", "5.0");
  await trial.heard("water", "5.0");
  await trial.heard("problem", "none");
});

test.each<[string, object]>([
  [
    'The air around "air" is undefined; it is { celsius, humidity }, each a number.',
    { air: () => undefined },
  ],
  [
    'The air around "air" is a record; it is { celsius, humidity }, each a number.',
    { air: () => ({ celsius: Number.NaN, humidity: 50 }) },
  ],
  [
    'The air around "air" has no "hectopascal"; did you mean "hectopascals"? Known are: celsius, humidity, hectopascals.',
    { air: () => ({ celsius: 20, humidity: 50, hectopascal: 990 }) },
  ],
  [
    'The air around "air" has no "humidty"; did you mean "humidity"?',
    { air: () => ({ celsius: 20, humidty: 50 }) },
  ],
  [
    'The air around "air" is a record; it is { celsius, humidity }, each a number.',
    { air: () => ({ celsius: 20 }) },
  ],
  [
    'The hectopascals of the air around "air" is "990"; it is a number.',
    { air: () => ({ celsius: 20, humidity: 50, hectopascals: "990" }) },
  ],
  ['The answers around "air" is 1; it is true or false.', { answers: () => 1 }],
])("impossible surroundings are refused: %s", async (sentence, around) => {
  const tried = async () => {
    const trial = await startTrial(shed, { around: { air: around } });
    onTestFinished(trial.end);
    await trial.heard("temperature");
  };
  await expect(tried()).rejects.toThrow(sentence);
});

test("a share outside 0 to 1 is refused", async () => {
  const trial = await startTrial(alarm, { around: { probe: { share: () => 30 } } });
  await expect(trial.heard("smoke")).rejects.toThrow(
    'The share around "probe" is 30; it is a number from 0 to 1.',
  );
  await trial.end();
});

test("each input of an ADC has its own voltage", async () => {
  const adc = ads1115("adc");
  const mV = (name: string, input: 0 | 3) =>
    sensor(name, ads1115Input(adc, input, 4096), { every: seconds(10) });
  const millivolts = (input: number) => 1000 + input * 100;
  const tank = device({ name: "tank", sensors: [mV("first", 0), mV("last", 3)] });
  const trial = await startTrial(tank, { around: { adc: { millivolts } } });
  onTestFinished(trial.end);
  await trial.heard("first", "1000");
  await trial.heard("last", "1300");
});

test("surroundings of an unknown role are refused with the nearest role", async () => {
  const started = startTrial(shed, { around: { aire: { lux: () => 0 } } });
  await expect(started).rejects.toThrow('There is no role of a sensor "aire"; did you mean "air"?');
});

test.each<[string, unknown[]]>([
  [
    'There is no option "patiance" among the options of a trial; did you mean "patience"?',
    [shed, { patiance: 5 }],
  ],
  ['The option patience is "5"; it is milliseconds above 0, as minutes(30).', [shed, { patience: "5" }]],
  ["The option air is a record; it is a function.", [shed, { around: { air: { air: { celsius: 4 } } } }]],
  ["The option dust is a record; it is a function.", [shed, { around: { air: { dust: { pm1: 4 } } } }]],
  ["The option distance is 4; it is a function.", [shed, { around: { air: { distance: 4 } } }]],
  ['There is no option "lus" among the surroundings of "air"', [shed, { around: { air: { lus: () => 4 } } }]],
  ['There is no option "nam" among the options of the device', [{ nam: "x" }]],
  ["One of the device's sensors is null; each is made as", [{ name: "x", sensors: [null] }]],
  ["startTrial is given undefined for its device; give it what device({...}) has made.", []],
])("%s", async (sentence, args) => {
  const start = startTrial as unknown as (...args: unknown[]) => Promise<unknown>;
  await expect(start(...args)).rejects.toThrow(sentence);
});

test("an error of the device's code reaches the test at once", async () => {
  let thrown = 0;
  const mistaken = newPart(
    "own",
    "none",
    begin,
    () => 0,
    () => {
      thrown += 1;
      throw new Error("a driver's mistake");
    },
  );
  const level = { part: mistaken, decimals: 0, value: undefined };
  const own = device({ name: "own", sensors: [sensor("level", level, { every: seconds(10) })] });
  const trial = await startTrial(own);
  await expect(trial.heard("level")).rejects.toThrow("a driver's mistake");
  trial.cutPower();
  trial.givePower();
  expect(() => trial.pass(60_000)).toThrow("a driver's mistake");
  expect(thrown).toBe(2);
  await trial.end();
});

function begin(): void {}

const alarm = device({
  name: "alarm",
  status: { keepAlive: seconds(10) },
  sensors: [
    sensor("smoke", soilMoisture("probe").percent, { every: seconds(10), qos: 1, overflow: "oldest" }),
  ],
  actuators: [powerSwitch("siren", relay("siren"))],
});

test("messages kept without a network come in order when it returns", async () => {
  let percent = 0;
  const rising = () => percent++ / 100;
  const trial = await startTrial(alarm, { around: { probe: { share: rising } } });
  onTestFinished(trial.end);
  await trial.heard("smoke");
  trial.cutNetwork();
  const before = trial.told("smoke").length;
  trial.pass(90_000);
  expect(trial.told("smoke").length - before).toBeLessThanOrEqual(1);
  trial.giveNetwork();
  trial.pass(60_000);
  expect(trial.told("smoke").length - before).toBeGreaterThan(8);
  expect(trial.told("smoke").map(Number)).toEqual(trial.told("smoke").map((_, at) => at));
});

test.each([
  ["10m", '"10m"'],
  [undefined, "undefined"],
  [-1, "-1"],
])("a trial cannot pass the time %s", async (time, words) => {
  const trial = await startTrial(alarm);
  onTestFinished(trial.end);
  const pass = trial.pass as (time: unknown) => void;
  expect(() => pass(time)).toThrow(
    `trial.pass is given ${words}; it is milliseconds from 0, as minutes(10).`,
  );
});

test("an unpowered device is offline with dropped relay, then restarts", async () => {
  const trial = await startTrial(alarm);
  onTestFinished(trial.end);
  await trial.heard("siren", "off");
  await expect(trial.command("sirene", "on")).rejects.toThrow(
    'There is no actuator "sirene"; did you mean "siren"?',
  );
  const command = trial.command as (name: string, payload: unknown) => Promise<void>;
  await expect(command("siren", true)).rejects.toThrow(
    'The command for "siren" is true; it is text, as "on" or "40".',
  );
  await trial.command("siren", "on");
  await trial.heard("siren", "on");
  trial.cutPower();
  await trial.heard("status", "offline");
  expect(trial.circuit.output("siren")).toBe(0);
  trial.givePower();
  await trial.heard("status", "online");
  await trial.heard("siren", "off");
});

test("the device's publications exclude the test's own commands", async () => {
  const trial = await startTrial(alarm);
  onTestFinished(trial.end);
  await trial.heard("siren", "off");
  await trial.command("siren", "on");
  await trial.heard("siren", "on");
  expect(trial.told("siren/set")).toEqual([]);
  await trial.command("siren", "loud");
  const error = await trial.heard("sirene", "on").catch((thrown: Error) => thrown.message);
  expect(error).toMatch(/sirene has nothing where on was expected\. The device has published .*\/siren, /);
  expect(error).toMatch(/ Its problem is: siren: not understood: "loud"/);
  expect(error).not.toContain("/set");
});

test("the circuit refuses a name that is no role of the device", async () => {
  const trial = await startTrial(alarm);
  onTestFinished(trial.end);
  const { circuit } = trial;
  const output = 'There is no output "siern"; did you mean "siren"? Known are: siren.';
  expect(() => circuit.output("siern")).toThrow(output);
  // A role, and no output.
  expect(() => circuit.output("probe")).toThrow('There is no output "probe". Known are: siren.');
  const role = 'There is no role "prob"; did you mean "probe"? Known are: probe, siren.';
  for (const use of [
    () => circuit.drive("prob", 0),
    () => circuit.feed("prob", () => 0),
    () => circuit.whenWritten("prob", () => undefined),
    () => circuit.whenPulsed("prob", () => undefined),
    () => circuit.attachOneWire("prob", { reset: () => true, write: () => undefined, read: () => "" }),
  ])
    expect(use).toThrow(role);
  circuit.drive("probe", 0);
  // Driven by nobody yet, or at rest: either is no error.
  expect(() => circuit.output("siren")).not.toThrow();
});

test("setting a contact at a role without one throws", async () => {
  const trial = await startTrial(shed);
  onTestFinished(trial.end);
  expect(() => trial.contacts.get("dor")).toThrow(
    'There is no contact at the role "dor"; did you mean "door"? Known are: door.',
  );
  expect([...trial.contacts.keys()]).toEqual(["door"]);
});

test("a line reports the time since its edge", async () => {
  const sensors = [sensor("depth", hcSr04("tank").distance, { every: seconds(1) })];
  const trial = await startTrial(device({ name: "tank", sensors }));
  onTestFinished(trial.end);
  const { circuit } = trial;
  const edges: number[] = [];
  circuit.watch("tank.echo", (_, ago) => edges.push(ago));
  circuit.drive("tank.echo", 1, 300);
  expect(edges).toContain(300);
  expect(() => circuit.attachSpi("tank.cs", (sent) => sent)).toThrow('There is no role "tank.cs"');
});

test("a trial ends even while its device lacks network or power", async () => {
  const cut = await startTrial(alarm);
  await cut.heard("status", "online");
  cut.cutNetwork();
  await cut.end();
  const off = await startTrial(alarm);
  off.cutPower();
  await off.end();
});

test("time stands still until a test advances it exactly", async () => {
  let looks = 0;
  const around = { air: () => ({ celsius: ++looks, humidity: 80 }) };
  const hourly = device({
    name: "cellar",
    sensors: [sensor("temperature", air.temperature, { every: minutes(60) })],
    actuators: [powerSwitch("pump", relay("pump"), { maximumOn: minutes(10) })],
  });
  const trial = await startTrial(hourly, { around: { air: around }, patience: minutes(30) });
  onTestFinished(trial.end);
  expect([trial.now(), looks, trial.told("status")]).toEqual([0, 0, []]);
  await trial.command("pump", "on");
  await trial.heard("pump", "on");
  const since = trial.now();
  await trial.heard("pump", "off");
  expect(trial.now() - since).toBeCloseTo(minutes(10), -3);
  trial.pass(hours(24));
  expect(looks).toBe(25);
  await expect(trial.heard("pump", "on")).rejects.toThrow(/pump has "off" where on was expected\.$/);
});

test("a trial shows the device's announcements to Home Assistant", async () => {
  const trial = await startTrial(device({ ...climate, discovery: homeAssistant({ label: "Air" }) }));
  onTestFinished(trial.end);
  await trial.heard("status", "online");
  trial.pass(seconds(10));
  const [[topic, config] = []] = [...trial.announced()];
  expect(topic).toMatch(/^homeassistant\/device\/.*\/config$/);
  expect(config).toMatchObject({ dev: { name: "Air" } });
});

/** A driver of one's own on a UART: the newest byte that came. */
function meter(role: string) {
  const part = newUartPart<UartPart & { level: Quantity }>(role, 9600, beginUart, () => 2000, collect);
  part.level = { part, decimals: 0, value: undefined };
  return part;

  function collect(part: UartPart & { level: Quantity }): string {
    const fault = findFrame(part, "L", 2, () => true);
    setReading(part.level, fault === "" ? part.frame.charCodeAt(1) : undefined);
    return fault;
  }
}

test("a custom part is simulated in the device's time", async () => {
  const tank = device({
    name: "tank",
    sensors: [sensor("level", meter("tank").level, { every: seconds(10) })],
  });
  let level = 40;
  const simulate = ({ circuit, every }: Bench) =>
    void every(1000, () => circuit.send("tank.rx", `L${String.fromCharCode(level)}`, 9600));
  const trial = await startTrial(tank, { around: { tank: { simulate } } });
  onTestFinished(trial.end);
  await trial.heard("level", "40");
  level = 41;
  await trial.heard("level", "41");
  // What is around it otherwise, nobody would feel.
  await expect(startTrial(tank, { around: { tank: { share: () => 1 } } })).rejects.toThrow(
    'Let "tank": { simulate } answer by circuit.whenSent and circuit.send',
  );
  await expect(
    startTrial(tank, { around: { tank: { simulate: ({ every }: Bench) => void every(0, () => {}) } } }),
  ).rejects.toThrow("it is 1 ms or more");
  const wrong = ({ circuit }: Bench) => circuit.send("tank.tx2", "", 9600);
  await expect(startTrial(tank, { around: { tank: { simulate: wrong } } })).rejects.toThrow(
    'There is no role "tank.tx2"; did you mean "tank.tx"?',
  );
});
