import { expect, test } from "vitest";
import { startAutomation } from "../../firmware/automation/automation.ts";
import { nameOf } from "../../firmware/automation/hands.ts";
import { utf8 } from "../../src/bytes/utf8.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";

const SECOND = 1000;
const MINUTE = 60_000;
const ROOM = "home/living-room-3fa2c1";
const LAMP = "home/lamp-3fa2c1";
const HALL = "home/hall-3fa2c1";
const LEAK = "home/leak-3fa2c1";

/** The automation at a broker that notes what it is told. */
function started() {
  const clock = createVirtualClock();
  const broker = createBroker({ timers: clock });
  const world = createVirtualWorld({ clock, peer: broker.peer });
  const did: string[] = [];
  const automation = startAutomation(world, { broker: { host: "broker" }, did: (words) => did.push(words) });
  world.clock.advance(10 * SECOND);
  /** A device says something. */
  const hears = (topic: string, payload: string, retained = false) => {
    broker.deliver(topic, payload, { retain: retained });
    world.clock.advance(SECOND);
  };
  const commands = () =>
    broker.received
      .filter(({ topic }) => topic.endsWith("/set"))
      .map(({ topic, payload }) => `${topic.slice("home/".length)} ${payload}`);
  return { broker, world, automation, did, hears, commands, wait: world.clock.advance };
}

test("the automation is online, and offline by will or DISCONNECT", () => {
  const { broker, automation, wait } = started();
  expect(broker.connects).toMatchObject([
    { clientId: "automation", clean: true, will: { topic: "home/automation/status", retain: true } },
  ]);
  automation.stop(() => {});
  wait(SECOND);
  expect(broker.received.map(({ payload }) => payload)).toEqual(["online", "offline"]);
  expect(broker.breaches).toEqual([]);
});

test("the automation heats cold rooms, stops in warm ones, with reasons", () => {
  const { broker, hears, commands, did } = started();
  hears(`${ROOM}/heater`, "off", true);
  hears(`${ROOM}/temperature`, "19.4");
  hears(`${ROOM}/heater`, "on");
  hears(`${ROOM}/temperature`, "19.6");
  hears(`${ROOM}/temperature`, "21.0");
  hears(`${ROOM}/temperature`, "21.6");
  hears(`${ROOM}/heater`, "off");
  expect(commands()).toEqual(["living-room-3fa2c1/heater/set on", "living-room-3fa2c1/heater/set off"]);
  expect(did).toEqual([
    "living-room: heater on, because 19.4 °C is below 20 °C",
    "living-room: heater off, because 21.6 °C is above 21.5 °C",
  ]);
  expect(broker.received.filter(({ topic }) => topic === "home/automation/did")).toMatchObject([
    { payload: utf8(did[0]), qos: 1, retain: true },
    { payload: utf8(did[1]), qos: 1, retain: true },
  ]);
});

test("the automation leaves a heater that a person switched", () => {
  const { hears, commands } = started();
  hears("home/soil-3fa2c1/temperature", "4.0");
  hears(`${ROOM}/heater`, "off");
  hears(`${ROOM}/temperature`, "19.4");
  hears(`${ROOM}/heater`, "on");
  hears(`${ROOM}/heater`, "off");
  hears(`${ROOM}/temperature`, "19.2");
  hears(`${ROOM}/temperature`, "None");
  expect(commands()).toEqual(["living-room-3fa2c1/heater/set on"]);
});

test("the automation switches a restarted heater on again", () => {
  const { hears, commands } = started();
  hears(`${ROOM}/heater`, "off");
  hears(`${ROOM}/temperature`, "19.4");
  hears(`${ROOM}/heater`, "on");
  hears(`${ROOM}/status`, "offline");
  hears(`${ROOM}/status`, "online");
  hears(`${ROOM}/heater`, "off");
  expect(commands()).toEqual(["living-room-3fa2c1/heater/set on", "living-room-3fa2c1/heater/set on"]);
});

test("the automation stops heating at an open window", () => {
  const { hears, commands, did } = started();
  hears(`${ROOM}/heater`, "on", true);
  hears(`${ROOM}/temperature`, "19.4", true);
  hears("home/window-3fa2c1/contact", "open");
  hears(`${ROOM}/heater`, "off");
  expect(did).toEqual(["living-room: heater off, because the window is open"]);
  hears("home/window-3fa2c1/status", "offline");
  hears(`${ROOM}/temperature`, "18.9");
  expect(commands().at(-1)).toBe("living-room-3fa2c1/heater/set on");
});

test("the automation lights a lamp for motion in the dark", () => {
  const { hears, commands, wait, did } = started();
  hears(`${HALL}/illuminance`, "3", true);
  hears(`${LAMP}/light`, "off", true);
  hears(`${HALL}/motion`, "on");
  hears(`${LAMP}/light`, "on");
  hears(`${HALL}/illuminance`, "28");
  hears(`${HALL}/motion`, "off");
  wait(19 * MINUTE);
  expect(commands()).toEqual(["lamp-3fa2c1/light/set on"]);
  wait(2 * MINUTE);
  expect(commands()).toEqual(["lamp-3fa2c1/light/set on", "lamp-3fa2c1/light/set off"]);
  expect(did[0]).toBe("lamp: light on, because there is motion in the hall, and 3 lx is dark");
});

test("daylight, old motion and manual switching change nothing", () => {
  const { hears, commands, wait } = started();
  hears(`${LAMP}/light`, "off", true);
  hears(`${HALL}/motion`, "on");
  hears(`${HALL}/illuminance`, "300");
  hears(`${HALL}/motion`, "off");
  hears(`${HALL}/motion`, "on");
  hears(`${HALL}/illuminance`, "3");
  hears(`${HALL}/motion`, "on", true);
  hears(`${LAMP}/light`, "on");
  hears(`${HALL}/motion`, "on");
  wait(60 * MINUTE);
  expect(commands()).toEqual([]);
});

test("the automation does not command an unpowered lamp", () => {
  const { hears, commands } = started();
  hears(`${HALL}/illuminance`, "3");
  hears(`${LAMP}/light`, "off");
  hears(`${LAMP}/status`, "offline");
  hears(`${HALL}/motion`, "on");
  expect(commands()).toEqual([]);
});

test("the automation closes an open valve and praises a closed one", () => {
  const { hears, commands, wait, did } = started();
  hears(`${LEAK}/water`, "open", true);
  hears(`${LEAK}/leak`, "wet");
  hears(`${LEAK}/water`, "closed");
  wait(20 * SECOND);
  expect([commands(), did]).toEqual([[], ["leak: the floor is wet, and its valve has closed by itself"]]);
  hears(`${LEAK}/water`, "open");
  hears(`${LEAK}/leak`, "wet");
  wait(20 * SECOND);
  expect(commands()).toEqual(["leak-3fa2c1/water/set close"]);
  expect(did[1]).toBe("leak: water close, because the floor is wet and the valve is open");
});

test("smoke lights all lamps, retained smoke too", () => {
  const { hears, commands, did } = started();
  hears(`${LAMP}/light`, "off", true);
  hears("home/other-lamp-3fa2c1/light", "on", true);
  const smoke = "home/smoke-alarm-3fa2c1/smoke";
  hears(smoke, "off");
  expect(did).toEqual([]);
  hears(smoke, "on", true);
  hears(smoke, "on");
  hears(smoke, "off");
  expect(commands()).toEqual(["lamp-3fa2c1/light/set on"]);
  expect(did).toEqual([
    "smoke-alarm: SMOKE",
    "lamp: light on, because there is smoke",
    "smoke-alarm: no smoke any more",
  ]);
});

test("a jammed bolt is reported once, and its later success too", () => {
  const { hears, did } = started();
  for (const state of ["locking", "jammed", "jammed", "locked", "locked"])
    hears("home/door-3fa2c1/lock", state);
  expect(did).toEqual(["door: the bolt is JAMMED", "door: locked after all"]);
});

test("the automation reports departures, returns, post, and once a dry bed", () => {
  const { hears, did } = started();
  hears(`${HALL}/status`, "online", true);
  hears(`${HALL}/status`, "offline");
  hears(`${HALL}/status`, "online");
  hears("home/letter-box-3fa2c1/flap", "open");
  hears("home/letter-box-3fa2c1/flap", "closed");
  for (const percent of ["36", "34", "33", "70", "34"]) hears("home/soil-3fa2c1/moisture", percent);
  expect(did).toEqual([
    "hall is offline",
    "hall is back",
    "there is post in the letter-box",
    "soil: 34 % is dry, the bed wants water",
    "soil: 34 % is dry, the bed wants water",
  ]);
});

test("the automation reports a command that waits for the broker", () => {
  const { world, hears, did, wait, commands } = started();
  hears(`${LEAK}/water`, "open", true);
  hears(`${LEAK}/leak`, "wet");
  world.setNetwork(false);
  wait(20 * SECOND);
  expect(did).toHaveLength(1);
  world.setNetwork(true);
  wait(2 * MINUTE);
  expect(commands()).toEqual(["leak-3fa2c1/water/set close"]);
});

test("a device's name is its identity without the chip number", () => {
  expect(nameOf("front-door-b2c6b26bbf42")).toBe("front-door");
  expect(nameOf("my-own")).toBe("my-own");
});
