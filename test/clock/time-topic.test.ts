// The time of day as a topic tells it: what is believed, and what is not.
import { expect, test } from "vitest";
import { momentOfEpoch } from "../../src/clock/epoch.ts";
import { momentText } from "../../src/clock/moment-text.ts";
import { type ClockScene, right, silent, startClock } from "./clock-in-world.ts";

const [SECOND, MINUTE, HOUR, DAY] = [1000, 60_000, 3_600_000, 86_400_000] as const;
const TOPIC = "home/time";

/** A device that hears the time, and who tells it: by `wrong` milliseconds too much. */
function heard(scene: ClockScene = {}) {
  const run = startClock({
    servers: {},
    declaration: { clock: { topic: TOPIC, zone: "Europe/Berlin" } },
    ...scene,
  });
  run.pass(5 * SECOND);
  return {
    ...run,
    tell(wrong = 0) {
      const seconds = Math.floor((run.trueTime() + wrong) / 1000);
      run.broker.publish(TOPIC, String(seconds), { qos: 0 });
      run.pass(50);
    },
  };
}

test("two live messages that agree with the monotonic clock set the time", () => {
  const scene = heard();
  scene.tell();
  expect(scene.error()).toBeUndefined();
  scene.pass(MINUTE);
  scene.tell();
  expect(Math.abs(scene.error() ?? Number.NaN)).toBeLessThanOrEqual(600);
  expect(scene.asked).toEqual([]);
});

test("messages of a publisher whose clock changed in between are ignored", () => {
  const scene = heard();
  scene.tell(-DAY);
  scene.pass(MINUTE);
  scene.tell();
  expect(scene.error()).toBeUndefined();
  scene.pass(MINUTE);
  scene.tell();
  expect(Math.abs(scene.error() ?? Number.NaN)).toBeLessThanOrEqual(600);
});

test("a publisher wrong for three minutes changes no running clock", () => {
  const scene = heard();
  for (const wrong of [0, 0, -DAY, -DAY, -DAY, -DAY, 0, 0]) {
    scene.pass(MINUTE);
    scene.tell(wrong);
    expect(Math.abs(scene.error() ?? 0)).toBeLessThanOrEqual(600);
  }
  expect(scene.error()).toBeDefined();
});

test("two contradicting publishers change no running clock", () => {
  const scene = heard();
  for (let i = 0; i < 30; i += 1) {
    scene.tell();
    for (const wrong of i < 2 ? [] : [DAY, DAY, DAY]) {
      scene.pass(10 * SECOND);
      scene.tell(wrong);
    }
    scene.pass(30 * SECOND);
  }
  expect(Math.abs(scene.error() ?? Number.NaN)).toBeLessThanOrEqual(600);
});

test("a publisher that keeps contradicting a running clock is believed", () => {
  const scene = heard();
  for (const wrong of [0, 0, DAY, DAY, DAY, DAY, DAY]) {
    scene.pass(MINUTE);
    scene.tell(wrong);
  }
  expect(Math.abs((scene.error() ?? Number.NaN) - DAY)).toBeLessThanOrEqual(600);
});

test("a message received twice at once counts once", () => {
  const scene = heard();
  scene.tell();
  scene.pass(SECOND);
  scene.tell();
  expect(scene.error()).toBeUndefined();
});

test("retained messages set no time, however often the device reconnects", () => {
  const scene = startClock({ servers: {}, declaration: { clock: { topic: TOPIC } } });
  scene.broker.publish(TOPIC, String(Math.floor(scene.trueTime() / 1000) - 7200), { qos: 0, retain: true });
  for (let i = 0; i < 5; i += 1) {
    scene.pass(10 * SECOND);
    scene.world.setNetwork(false);
    scene.pass(SECOND);
    scene.world.setNetwork(true);
  }
  scene.pass(MINUTE);
  expect(scene.error()).toBeUndefined();
});

test.each(["now", "", "-5", "1.8e9", "1796000000000", "100"])("the message %j sets no time", (payload) => {
  const scene = heard();
  for (let i = 0; i < 3; i += 1) {
    scene.broker.publish(TOPIC, payload, { qos: 0 });
    scene.pass(MINUTE);
  }
  expect(scene.error()).toBeUndefined();
});

test("a drifting clock stays right within three seconds by its topic", () => {
  const scene = heard({ drift: 100 });
  for (let minutes = 0; minutes < 3 * 24 * 60; minutes += 1) {
    scene.pass(MINUTE);
    scene.tell();
    if (minutes > 1) expect(Math.abs(scene.error() ?? Number.NaN)).toBeLessThanOrEqual(3000);
  }
});

test("time servers take precedence over the topic while they answer", () => {
  const declaration = { clock: { topic: TOPIC, servers: ["a.test"] } };
  const sound = heard({ declaration, servers: { "a.test": right } });
  for (let i = 0; i < 3; i += 1) {
    sound.pass(MINUTE);
    sound.tell(-HOUR);
  }
  expect(Math.abs(sound.error() ?? Number.NaN)).toBeLessThanOrEqual(50);
  const deaf = heard({ declaration, servers: { "a.test": silent } });
  for (let i = 0; i < 3; i += 1) {
    deaf.pass(MINUTE);
    deaf.tell();
  }
  expect(Math.abs(deaf.error() ?? Number.NaN)).toBeLessThanOrEqual(600);
});

test("the broker's host is queried last, and alone without other servers", () => {
  const servers = { "a.test": silent, broker: right };
  const both = startClock({ servers, declaration: { clock: { servers: ["a.test"], askBroker: true } } });
  both.pass(20 * SECOND);
  expect(both.asked.slice(0, 2).map(({ name }) => name)).toEqual(["a.test", "broker"]);
  expect(Math.abs(both.error() ?? Number.NaN)).toBeLessThanOrEqual(50);
  const alone = startClock({ servers, declaration: { clock: { askBroker: true } } });
  alone.pass(20 * SECOND);
  expect(alone.asked.map(({ name }) => name)).toEqual(["broker"]);
  expect(Math.abs(alone.error() ?? Number.NaN)).toBeLessThanOrEqual(50);
});

test.each([
  ["0", "1970-01-01T00:00:00Z"],
  ["1796000000", "2026-11-30T00:53:20Z"],
  ["2147483648.75", "2038-01-19T03:14:08Z"],
  ["4102444800", "2100-01-01T00:00:00Z"],
])("the payload %s is read as %s", (digits, text) => {
  const moment = momentOfEpoch(digits);
  expect(moment && momentText(moment)).toBe(text);
  expect(new Date(Math.floor(Number(digits)) * 1000).toISOString()).toBe(text.replace("Z", ".000Z"));
});
