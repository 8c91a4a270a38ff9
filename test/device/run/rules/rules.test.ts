// Rules: what a device does by itself, and who wins when somebody wants something else.
import { describe, expect, test } from "vitest";
import { minutes, seconds } from "../../../../src/bytes/milliseconds.ts";
import { light } from "../../../../src/device/declare/actuators/light.ts";
import { numberInput } from "../../../../src/device/declare/actuators/number-input.ts";
import { selectInput } from "../../../../src/device/declare/actuators/select-input.ts";
import { siren } from "../../../../src/device/declare/actuators/siren.ts";
import { powerSwitch, type SwitchOptions } from "../../../../src/device/declare/actuators/switch.ts";
import { valve } from "../../../../src/device/declare/actuators/valve.ts";
import { when } from "../../../../src/device/declare/rules/when.ts";
import { valueOnly } from "../../../../src/device/run/actuators/parts-without-hardware.ts";
import { deadBand } from "../../../../src/device/run/filters/dead-band.ts";
import { median } from "../../../../src/device/run/filters/median.ts";
import type { Rule } from "../../../../src/device/run/rules/rule.ts";
import { notedPart, type Probe, probeSensor, startActing } from "../../acting-device.ts";

/** A thermostat: the probe is its temperature. */
function thermostat(rules: Rule[], options: SwitchOptions = {}, first: number | "dead" = 215) {
  const probe: Probe = { tenths: first === "dead" ? undefined : first };
  const heater = notedPart();
  const run = startActing({
    sensors: [probeSensor(probe, "temperature")],
    actuators: [
      powerSwitch("heater", heater, options),
      numberInput("target", valueOnly(), { min: 5, max: 30, step: 0.5, atStart: 19 }),
      selectInput("mode", valueOnly(), { options: ["auto", "manual"] }),
    ],
    rules,
  });
  run.pass(2000);
  return {
    ...run,
    heater,
    /** The temperature becomes this, and is sampled. */
    warm(now: number | undefined): void {
      probe.tenths = now;
      run.pass(2000);
    },
  };
}

const keepWarm = () => when("temperature").below(19).until(20).keep("heater", "on");

describe("a threshold with hysteresis", () => {
  test("a threshold switches on below it, and off at its end", () => {
    const run = thermostat([keepWarm()]);
    for (const tenths of [195, 190, 189, 195, 199, 200, 195, 190, 189]) run.warm(tenths);
    expect(run.heater.driven).toEqual([0, 1, 0, 1]);
  });

  test("above mirrors below, and a margin equals an end value", () => {
    const fan = thermostat([when("temperature").above(25).margin(1).keep("heater", "on")]);
    for (const tenths of [250, 251, 245, 241, 240, 250]) fan.warm(tenths);
    expect(fan.heater.driven).toEqual([0, 1, 0]);
  });

  test("a threshold without an end value ends where it begins", () => {
    const run = thermostat([when("temperature").below(19).keep("heater", "on")]);
    for (const tenths of [189, 190, 189]) run.warm(tenths);
    expect(run.heater.driven).toEqual([0, 1, 0, 1]);
  });

  test("a threshold works without a broker and below zero", () => {
    const run = thermostat([when("temperature").below(-5).until(-4.5).keep("heater", "on")]);
    run.world.setNetwork(false);
    run.pass(minutes(2));
    run.warm(-51);
    expect(run.heater.driven).toEqual([0, 1]);
    run.warm(-45);
    expect(run.heater.driven).toEqual([0, 1, 0]);
    run.warm(-60);
    run.said();
    run.world.setNetwork(true);
    run.pass(minutes(2));
    expect(run.saidOf("heater")).toEqual(["on"]);
  });

  test("a threshold may be a number actuator, and follows it", () => {
    const run = thermostat([when("temperature").below("target").margin(1).keep("heater", "on")]);
    expect(run.heater.driven).toEqual([0]);
    run.command("target", "22");
    expect(run.heater.driven).toEqual([0, 1]);
    run.warm(229);
    expect(run.heater.driven).toEqual([0, 1]);
    run.command("target", "21.5");
    expect(run.heater.driven).toEqual([0, 1, 0]);
  });
});

describe("a rule's readings", () => {
  test("a rule reads after correcting filters, before message-saving ones", () => {
    const probe: Probe = { tenths: 215 };
    const heater = notedPart();
    const run = startActing({
      sensors: [probeSensor(probe, "temperature", { filters: [median(3), deadBand(5)] })],
      actuators: [powerSwitch("heater", heater)],
      rules: [keepWarm()],
    });
    run.pass(5000);
    run.said();
    probe.tenths = 100;
    run.pass(1000);
    probe.tenths = 215;
    run.pass(3000);
    expect(heater.driven).toEqual([0]);
    probe.tenths = 185;
    run.pass(5000);
    expect(heater.driven).toEqual([0, 1]);
    expect(run.saidOf("temperature")).toEqual([]);
  });
});

describe("a sensor without a reading", () => {
  test("a missing reading changes nothing, and ends the condition after the timeout", () => {
    const run = thermostat([keepWarm()]);
    run.warm(180);
    run.warm(undefined);
    run.pass(seconds(50));
    expect(run.heater.driven).toEqual([0, 1]);
    run.pass(seconds(20));
    expect(run.heater.driven).toEqual([0, 1, 0]);
    run.pass(minutes(60));
    expect(run.heater.driven).toEqual([0, 1, 0]);
    run.warm(180);
    expect(run.heater.driven).toEqual([0, 1, 0, 1]);
  });

  test("a sensor silent from the start fails the condition after its timeout", () => {
    const run = thermostat([keepWarm()], { atStart: "on" }, "dead");
    run.pass(seconds(50));
    expect(run.heater.driven).toEqual([1]);
    run.pass(seconds(20));
    expect(run.heater.driven).toEqual([1, 0]);
  });
});

describe("a rule's first reading", () => {
  test("the first reading counts as a change for a keep rule", () => {
    expect(thermostat([keepWarm()], { atStart: "on" }).heater.driven).toEqual([1, 0]);
  });

  test("the first reading triggers no rule that sets", () => {
    const rule = when("temperature").below(19).set("heater", "off");
    expect(thermostat([rule], { atStart: "on" }).heater.driven).toEqual([1]);
  });
});

describe("a command against a rule", () => {
  test("a command against a rule holds until the condition changes again", () => {
    const run = thermostat([keepWarm()]);
    run.warm(180);
    run.command("heater", "off");
    run.warm(175);
    run.pass(minutes(30));
    expect(run.heater.driven).toEqual([0, 1, 0]);
    run.warm(200);
    run.warm(180);
    expect(run.heater.driven).toEqual([0, 1, 0, 1]);
    run.warm(210);
    run.command("heater", "on");
    run.pass(minutes(30));
    expect(run.heater.driven).toEqual([0, 1, 0, 1, 0, 1]);
  });
});

describe("conditions", () => {
  test("a condition's required time restarts when it is interrupted", () => {
    const run = thermostat([when("temperature").above(30).for(seconds(60)).set("heater", "on")]);
    run.warm(310);
    run.pass(seconds(40));
    run.warm(300);
    run.warm(310);
    run.pass(seconds(55));
    expect(run.heater.driven).toEqual([0]);
    run.pass(seconds(10));
    expect(run.heater.driven).toEqual([0, 1]);
  });

  test("a condition's time counts only while another actuator matches", () => {
    const rule = when("temperature").below(19).until(20).onlyWhile("mode", "auto").keep("heater", "on");
    const run = thermostat([rule]);
    run.warm(180);
    run.command("mode", "manual");
    expect(run.heater.driven).toEqual([0, 1, 0]);
    run.command("heater", "on");
    run.warm(210);
    run.warm(170);
    expect(run.heater.driven).toEqual([0, 1, 0, 1]);
    run.command("heater", "off");
    run.command("mode", "auto");
    expect(run.heater.driven).toEqual([0, 1, 0, 1, 0, 1]);
  });

  test("a condition may name a sensor's states", () => {
    const probe: Probe = { tenths: 0 };
    const tap = notedPart();
    const sensors = [probeSensor(probe, "leak", { decimals: 0, states: ["dry", "wet"], filters: [] })];
    const run = startActing({
      sensors,
      actuators: [valve("water", tap, { atStart: "open" })],
      rules: [when("leak").is("wet").set("water", "closed")],
    });
    run.pass(2000);
    probe.tenths = 10;
    run.pass(2000);
    expect(tap.driven).toEqual([1, 0]);
    probe.tenths = 0;
    run.pass(2000);
    run.command("water", "open");
    expect(tap.driven).toEqual([1, 0, 1]);
  });

  test("a condition may be an actuator: any brightness is on", () => {
    const [led, fan] = [notedPart(255), notedPart()];
    const run = startActing({
      actuators: [light("lamp", led), powerSwitch("fan", fan)],
      rules: [when("lamp").is("on").keep("fan", "on", minutes(5))],
    });
    run.command("lamp/brightness", "30");
    expect(fan.driven).toEqual([0, 1]);
    run.command("lamp", "off");
    run.pass(minutes(4));
    expect(fan.driven).toEqual([0, 1]);
    run.pass(minutes(1));
    expect(fan.driven).toEqual([0, 1, 0]);
  });
});

describe("timed actions", () => {
  test("an extended state stays when the condition returns in time", () => {
    const run = thermostat([when("temperature").above(25).keep("heater", "on", seconds(30))]);
    run.warm(260);
    run.warm(200);
    run.pass(seconds(20));
    run.warm(260);
    run.pass(seconds(60));
    expect(run.heater.driven).toEqual([0, 1]);
    run.warm(200);
    run.pass(seconds(30));
    expect(run.heater.driven).toEqual([0, 1, 0]);
  });

  test("a timed state ends despite its condition", () => {
    const run = thermostat([when("temperature").above(25).setFor("heater", "on", seconds(30))]);
    run.warm(260);
    run.pass(seconds(27));
    expect(run.heater.driven).toEqual([0, 1]);
    run.pass(seconds(3));
    expect(run.heater.driven).toEqual([0, 1, 0]);
    run.pass(minutes(10));
    expect(run.heater.driven).toEqual([0, 1, 0]);
  });

  test("a button toggles a lamp, which keeps its brightness", () => {
    const probe: Probe = { tenths: 0 };
    const led = notedPart(255);
    const run = startActing({
      sensors: [probeSensor(probe, "button", { decimals: 0, states: ["released", "pressed"] })],
      actuators: [light("lamp", led)],
      rules: [when("button").is("pressed").toggle("lamp")],
    });
    run.command("lamp/brightness", "60");
    for (const tenths of [10, 0, 10, 10, 0, 10]) {
      probe.tenths = tenths;
      run.pass(1000);
    }
    expect(led.driven).toEqual([0, 60, 0, 60, 0]);
  });

  test("the state on restores the brightness, and its opposite is off", () => {
    const probe: Probe = { tenths: 0 };
    const led = notedPart(255);
    const run = startActing({
      sensors: [probeSensor(probe, "motion", { decimals: 0, states: ["off", "on"] })],
      actuators: [light("lamp", led)],
      rules: [when("motion").is("on").keep("lamp", "on")],
    });
    run.command("lamp/brightness", "60");
    run.command("lamp", "off");
    for (const tenths of [10, 0]) {
      probe.tenths = tenths;
      run.pass(1000);
    }
    expect(led.driven.slice(-3)).toEqual([0, 60, 0]);
  });

  test("a rule may set a brightness and a number", () => {
    const probe: Probe = { tenths: 0 };
    const [led, fan] = [notedPart(255), notedPart(100)];
    const run = startActing({
      sensors: [probeSensor(probe, "level")],
      actuators: [light("lamp", led), numberInput("speed", fan, { min: 0, max: 100 })],
      rules: [when("level").above(5).set("lamp", 40), when("level").above(5).set("speed", 70)],
    });
    probe.tenths = 60;
    run.pass(2000);
    expect([led.driven, fan.driven]).toEqual([
      [0, 40],
      [0, 70],
    ]);
  });

  test("timed actions go through the actuator's policies", () => {
    const run = thermostat([keepWarm()], { minimumOn: seconds(60), maximumOn: minutes(3) });
    run.warm(180);
    run.warm(210);
    expect(run.heater.driven).toEqual([0, 1]);
    run.pass(seconds(60));
    expect(run.heater.driven).toEqual([0, 1, 0]);
    run.warm(180);
    run.pass(minutes(4));
    expect(run.heater.driven).toEqual([0, 1, 0, 1, 0]);
  });

  test("one rule's action triggers another rule at once", () => {
    const probe: Probe = { tenths: 0 };
    const [horn, lamp] = [notedPart(), notedPart()];
    const run = startActing({
      sensors: [probeSensor(probe, "smoke")],
      actuators: [siren("siren", horn, { maximumOn: minutes(3) }), light("lamp", lamp)],
      rules: [when("siren").is("on").keep("lamp", "on"), when("smoke").above(1).keep("siren", "on")],
    });
    run.pass(1500);
    probe.tenths = 20;
    run.pass(700);
    expect([horn.driven, lamp.driven]).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });
});

describe("two rules that keep one actuator", () => {
  /** A fan that runs while it is moist, and while it is hot. */
  function bath(rules: Rule[], first = { moist: 0, hot: 0 }, options: SwitchOptions = {}) {
    const moist: Probe = { tenths: first.moist };
    const hot: Probe = { tenths: first.hot };
    const fan = notedPart();
    const run = startActing({
      sensors: [probeSensor(moist, "moist"), probeSensor(hot, "hot")],
      actuators: [
        powerSwitch("fan", fan, options),
        selectInput("mode", valueOnly(), { options: ["auto", "away"] }),
      ],
      rules,
    });
    run.pass(2000);
    return {
      ...run,
      driven: fan.driven,
      feel(now: { moist?: number; hot?: number }) {
        moist.tenths = now.moist ?? moist.tenths;
        hot.tenths = now.hot ?? hot.tenths;
        run.pass(2000);
      },
    };
  }
  const whileMoist = () => when("moist").above(7).keep("fan", "on");
  const whileHot = () => when("hot").above(3).keep("fan", "on");

  test("rules that keep one state hold it until the last ends", () => {
    const run = bath([whileMoist(), whileHot()]);
    run.feel({ moist: 80 });
    run.feel({ hot: 40 });
    run.feel({ moist: 0 });
    expect(run.driven).toEqual([0, 1]);
    run.feel({ hot: 0 });
    expect(run.driven).toEqual([0, 1, 0]);
    run.feel({ moist: 80, hot: 40 });
    run.feel({ hot: 0 });
    expect(run.driven).toEqual([0, 1, 0, 1]);
    run.feel({ moist: 0 });
    expect(run.driven).toEqual([0, 1, 0, 1, 0]);
  });

  test("rules that keep one state hand over without interruption", () => {
    const run = bath([whileMoist(), whileHot()]);
    run.feel({ moist: 80 });
    run.feel({ moist: 0, hot: 40 });
    run.feel({ moist: 80, hot: 0 });
    expect(run.driven).toEqual([0, 1]);
  });

  test("rules that keep an actuator on leave it on at start", () => {
    const run = bath([whileMoist(), whileHot()], { moist: 0, hot: 40 }, { atStart: "on" });
    expect(run.driven).toEqual([1]);
  });

  test("an ended rule's longer time still counts", () => {
    const run = bath([when("moist").above(7).keep("fan", "on", minutes(2)), whileHot()]);
    run.feel({ moist: 80, hot: 40 });
    run.feel({ moist: 0 });
    run.feel({ hot: 0 });
    expect(run.driven).toEqual([0, 1]);
    run.pass(minutes(2));
    expect(run.driven).toEqual([0, 1, 0]);
    run.feel({ moist: 80, hot: 40 });
    run.feel({ moist: 0 });
    run.pass(minutes(3));
    expect(run.driven).toEqual([0, 1, 0, 1]);
  });

  test("a kept state does not wait for an inactive rule", () => {
    const away = when("hot").above(3).onlyWhile("mode", "away").keep("fan", "on");
    const lasting = when("hot").above(3).for(minutes(5)).keep("fan", "on");
    const run = bath([whileMoist(), away, lasting]);
    run.feel({ moist: 80, hot: 40 });
    run.feel({ moist: 0 });
    expect(run.driven).toEqual([0, 1, 0]);
  });

  test("two rules for a light use the newest active rule's brightness", () => {
    const [dark, motion, door]: [Probe, Probe, Probe] = [{ tenths: 0 }, { tenths: 0 }, { tenths: 0 }];
    const lamp = notedPart(255);
    const run = startActing({
      sensors: [probeSensor(dark, "dark"), probeSensor(motion, "motion"), probeSensor(door, "door")],
      actuators: [light("lamp", lamp)],
      rules: [
        when("dark").above(1).keep("lamp", 40),
        when("motion").above(1).keep("lamp", 200),
        when("door").above(1).keep("lamp", 90),
      ],
    });
    const feel = (probe: Probe, tenths: number) => {
      probe.tenths = tenths;
      run.pass(2000);
    };
    feel(dark, 20);
    feel(motion, 20);
    feel(door, 20);
    feel(door, 0);
    feel(door, 20);
    feel(dark, 0);
    feel(motion, 0);
    feel(door, 0);
    expect(lamp.driven).toEqual([0, 40, 200, 90, 200, 90, 0]);
  });

  test("two rules do not undo a command or maximumOn", () => {
    const run = bath([whileMoist(), whileHot()], undefined, { maximumOn: minutes(5) });
    run.feel({ moist: 80, hot: 40 });
    run.pass(minutes(6));
    run.feel({ moist: 0 });
    expect(run.driven).toEqual([0, 1, 0]);
    run.feel({ hot: 0 });
    run.feel({ moist: 80, hot: 40 });
    run.command("fan", "off");
    run.feel({ moist: 0 });
    expect(run.driven).toEqual([0, 1, 0, 1, 0]);
  });

  test("of two contrary rules the later one decides", () => {
    const run = bath([whileMoist(), when("hot").below(3).keep("fan", "off")]);
    run.feel({ moist: 80 });
    run.feel({ hot: 40 });
    run.feel({ hot: 0 });
    expect(run.driven).toEqual([0, 1, 0]);
  });
});

test("a state that changes twice offline is published once, the newest", () => {
  const probe: Probe = { tenths: 0 };
  const run = startActing({
    session: "clean",
    sensors: [probeSensor(probe, "temperature")],
    actuators: [
      powerSwitch("heater", notedPart()),
      selectInput("mode", valueOnly(), { options: ["auto", "manual"] }),
    ],
    rules: [
      when("temperature").above(1).set("heater", "on"),
      when("heater").is("on").set("mode", "manual"),
      when("mode").is("manual").set("heater", "off"),
    ],
  });
  run.pass(2000);
  run.world.setNetwork(false);
  run.pass(120_000);
  run.said();
  probe.tenths = 20;
  run.pass(5000);
  run.world.setNetwork(true);
  run.pass(120_000);
  expect(run.saidOf("heater").at(-1)).toBe("off");
});

test("rules hold through half a day of cut links without leftover messages", () => {
  const run = thermostat([keepWarm()], {
    minimumOn: minutes(2),
    whenOffline: { after: minutes(5), state: "off" },
  });
  for (let hour = 0; hour < 12; hour += 1) {
    run.warm(hour % 2 === 0 ? 180 : 210);
    run.world.breakLink(hour % 3 === 0 ? "half-open" : "cut");
    run.pass(minutes(60));
  }
  run.pass(minutes(5));
  expect(run.broker.unacknowledged()).toBe(0);
  expect(run.heater.driven.length).toBe(13);
});
