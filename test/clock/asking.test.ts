// A device asks time servers in virtual time: which of them it believes, and how often it asks.
import { expect, test } from "vitest";
import { answerAt } from "../../tools/sim/worlds/time-server.ts";
import { EPOCH, right, silent, startClock, wrongBy } from "./clock-in-world.ts";

const [SECOND, MINUTE, HOUR, DAY] = [1000, 60_000, 3_600_000, 86_400_000] as const;
const kiss = (code: string) => (question: string, now: number) =>
  answerAt(now, question, { stratum: 0, code });

test("a device knows the time two seconds after the network is up", () => {
  const scene = startClock();
  scene.pass(2 * SECOND);
  expect(Math.abs(scene.error() ?? Number.NaN)).toBeLessThanOrEqual(20);
  expect(scene.asked.map(({ name }) => name)).toEqual(["a.test", "b.test", "c.test"]);
});

test("a time request reveals neither the device's time nor its place", () => {
  const scene = startClock();
  scene.pass(MINUTE);
  const questions = scene.datagrams.sent.map(({ bytes }) => bytes);
  expect(questions.map((bytes) => bytes.slice(0, 40))).toEqual(questions.map(() => `\x23${"\0".repeat(39)}`));
  expect(new Set(questions.map((bytes) => bytes.slice(40))).size).toBe(3);
});

test.each([
  ["one that is three days ahead", { a: wrongBy(3 * DAY), b: right, c: right }],
  ["one that is a year behind", { a: right, b: wrongBy(-365 * DAY), c: right }],
  ["one that is a minute ahead", { a: right, b: right, c: wrongBy(MINUTE) }],
  [
    "one that is not synchronised",
    { a: (q: string, now: number) => answerAt(now, q, { leap: 3 }), b: right },
  ],
  ["one that answers nothing", { a: silent, b: right }],
  ["one that sends a kiss of death", { a: kiss("DENY"), b: right }],
  ["two that are wrong in their own ways", { a: wrongBy(DAY), b: right, c: wrongBy(-DAY), d: right }],
])("%s among the time servers does no harm", (_, servers) => {
  const scene = startClock({ servers });
  scene.pass(10 * SECOND);
  if (scene.error() === undefined) scene.pass(10 * MINUTE);
  const isEven = Object.keys(servers).length === 4;
  if (isEven) expect(scene.error()).toBeUndefined();
  else expect(Math.abs(scene.error() ?? Number.NaN)).toBeLessThanOrEqual(20);
});

test("two contradicting servers leave the time unknown", () => {
  const scene = startClock({ servers: { a: right, b: wrongBy(DAY) } });
  scene.pass(HOUR);
  expect(scene.error()).toBeUndefined();
  expect(scene.problem()).toBe("no time since the start");
});

test("a time before the image's build is ignored", () => {
  const scene = startClock({ servers: { a: wrongBy(Date.UTC(2025, 11, 31) - EPOCH) } });
  scene.pass(HOUR);
  expect(scene.error()).toBeUndefined();
});

test("a device without the time reports it after five minutes until known", () => {
  let answers = false;
  const scene = startClock({ servers: { a: (q, now) => (answers ? answerAt(now, q) : undefined) } });
  scene.pass(5 * MINUTE - SECOND);
  expect(scene.problem()).toBe("none");
  scene.pass(2 * SECOND);
  expect(scene.problem()).toBe("no time since the start");
  answers = true;
  scene.pass(20 * MINUTE);
  expect(scene.problem()).toBe("none");
  expect(Math.abs(scene.error() ?? Number.NaN)).toBeLessThanOrEqual(20);
});

test("a silent server is queried ever less often, down to quarter-hourly", () => {
  const scene = startClock({ servers: { a: silent } });
  scene.pass(3 * HOUR);
  const gaps = scene.asked.slice(1).map(({ at }, i) => at - (scene.asked[i]?.at ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(15 * SECOND);
  expect(gaps.at(-1)).toBeGreaterThanOrEqual(15 * MINUTE);
  expect(gaps.at(-1)).toBeLessThanOrEqual(20 * MINUTE);
});

test.each(["DENY", "RSTR"])("a server that answers %s is never queried again", (code) => {
  const scene = startClock({ servers: { a: kiss(code), b: right } });
  scene.pass(3 * DAY);
  expect(scene.asked.filter(({ name }) => name === "a")).toHaveLength(1);
  expect(scene.asked.filter(({ name }) => name === "b").length).toBeGreaterThan(4);
});

test("a server that answers RATE is skipped for eight rounds", () => {
  const scene = startClock({ servers: { a: kiss("RATE"), b: right } });
  scene.pass(6 * DAY);
  const [asked, other] = ["a", "b"].map((id) => scene.asked.filter(({ name }) => name === id).length);
  expect(other).toBeGreaterThanOrEqual(9);
  expect(asked).toBe(Math.ceil((other ?? 0) / 9));
});

test.each([50, -50, 400, -400, 0])("a clock that drifts by %i ppm stays right within a second", (drift) => {
  const scene = startClock({ drift });
  scene.pass(MINUTE);
  for (let hours = 0; hours < 10 * 24; hours += 1) {
    scene.pass(HOUR);
    if (hours > 48) expect(Math.abs(scene.error() ?? Number.NaN)).toBeLessThanOrEqual(500);
    else expect(Math.abs(scene.error() ?? Number.NaN)).toBeLessThanOrEqual(3000);
  }
  const lastDay = scene.asked.filter(({ name, at }) => name === "a.test" && at > 8 * DAY);
  expect(lastDay.length).toBeLessThanOrEqual(3);
});

test("a clock continues across the wrap of the monotonic clock", () => {
  const scene = startClock({ passed: 2 ** 31 - 2 * HOUR, drift: 30 });
  scene.pass(MINUTE);
  scene.datagrams.fault = "lost";
  scene.pass(30 * DAY);
  // 30 parts of a million are 78 s in 30 days, of which nothing was learned.
  expect(Math.abs((scene.error() ?? Number.NaN) + 78_000)).toBeLessThanOrEqual(1000);
  scene.datagrams.fault = "none";
  scene.pass(HOUR);
  expect(Math.abs(scene.error() ?? Number.NaN)).toBeLessThanOrEqual(50);
});

test.each(["lost", "late", "foreign", "unknown", "silent", "doubled"] as const)(
  "with datagrams that are %s the time is right or unknown",
  (fault) => {
    const scene = startClock();
    scene.datagrams.fault = fault;
    scene.pass(20 * MINUTE);
    expect(Math.abs(scene.error() ?? 0)).toBeLessThanOrEqual(20);
    scene.datagrams.fault = "none";
    scene.pass(20 * MINUTE);
    expect(Math.abs(scene.error() ?? Number.NaN)).toBeLessThanOrEqual(20);
  },
);

test("a running clock outweighs a single server three times in a row", () => {
  let wrong = 0;
  const scene = startClock({ servers: { a: (q, now) => answerAt(now + wrong, q) } });
  scene.pass(MINUTE);
  wrong = DAY;
  for (let rounds = 2; rounds <= 4; rounds += 1) {
    while (scene.asked.length < rounds) scene.pass(SECOND);
    scene.pass(SECOND);
    expect(Math.abs(scene.error() ?? Number.NaN)).toBeLessThanOrEqual(50);
  }
  scene.pass(5 * MINUTE);
  expect(Math.abs((scene.error() ?? Number.NaN) - DAY)).toBeLessThanOrEqual(50);
});

test("a device whose network comes late queries at once", () => {
  const scene = startClock();
  scene.world.setNetwork(false);
  scene.datagrams.fault = "silent";
  scene.pass(HOUR + 7 * SECOND);
  scene.datagrams.fault = "none";
  scene.world.setNetwork(true);
  scene.pass(3 * SECOND);
  expect(Math.abs(scene.error() ?? Number.NaN)).toBeLessThanOrEqual(20);
});

test("a network that comes during a pending query restarts the query", () => {
  const scene = startClock();
  scene.world.setNetwork(false);
  scene.datagrams.fault = "lost";
  scene.pass(HOUR);
  // Addresses need no name, and a board sends to them without a network.
  const before = scene.asked.length;
  while (scene.asked.length < before + 3) scene.pass(100);
  scene.datagrams.fault = "none";
  scene.world.setNetwork(true);
  scene.pass(3 * SECOND);
  expect(Math.abs(scene.error() ?? Number.NaN)).toBeLessThanOrEqual(20);
});

test.each(["DENY", "RSTR"])("a device whose servers all answer %s reports it once", (code) => {
  let denies = false;
  const scene = startClock({
    servers: { a: (q, now) => (denies ? kiss(code)(q, now) : answerAt(now, q)), b: kiss(code) },
  });
  const words = "no time server wants to be asked any more: name others";
  scene.pass(MINUTE);
  expect(scene.problem()).toBe("none");
  denies = true;
  scene.pass(2 * DAY);
  expect(scene.problem()).toBe(words);
  expect(scene.broker.received.filter(({ payload }) => payload === words)).toHaveLength(1);
});

test("servers that answer DENY cause two problems after five minutes", () => {
  const scene = startClock({ servers: { a: kiss("DENY") } });
  scene.pass(10 * SECOND);
  expect(scene.problem()).toBe("no time server wants to be asked any more: name others");
  scene.pass(6 * MINUTE);
  expect(scene.problem()).toBe(
    "no time since the start;\nno time server wants to be asked any more: name others",
  );
});

test("two devices that start together query at different times", () => {
  const [first] = startClock().asked;
  const scene = startClock();
  scene.world.random(1000);
  scene.pass(3 * SECOND);
  expect(scene.asked[0]?.at).not.toBe(first?.at);
});

test.each([
  ["2036-02-07T06:28:10Z", 20],
  ["2038-01-19T03:14:00Z", 20],
  ["2100-02-28T23:59:50Z", 20],
])("the time is right on both sides of %s", (start, seconds) => {
  const scene = startClock({ epoch: Date.parse(start) });
  scene.pass(5 * SECOND);
  for (let i = 0; i < seconds; i += 1) {
    scene.pass(SECOND);
    expect(Math.abs(scene.error() ?? Number.NaN)).toBeLessThanOrEqual(20);
  }
});
