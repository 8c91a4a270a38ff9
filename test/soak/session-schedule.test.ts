// Schedules of a session's life: drawn from a seed, told in words, and cut down to what makes them fail.
import { describe, expect, test } from "vitest";
import { KeptTerms } from "../../tools/laboratory/soak/session/kept-terms.ts";
import { live } from "../../tools/laboratory/soak/session/life.ts";
import { liveThrough } from "../../tools/laboratory/soak/session/proof.ts";
import {
  drawSchedule,
  minimised,
  type Schedule,
  scheduleInWords,
} from "../../tools/laboratory/soak/session/schedule.ts";
import { SlowHandlers } from "../../tools/laboratory/soak/session/slow-handlers.ts";
import { TOPICS } from "../../tools/laboratory/soak/session/topics.ts";

test("a seed draws the same schedule and gives the same life again", () => {
  const schedule = drawSchedule(7);
  expect(drawSchedule(7)).toEqual(schedule);
  expect(drawSchedule(8)).not.toEqual(schedule);
  expect(live(schedule)).toEqual(live(schedule));
});

test("among some hundred schedules each kind of step is drawn", () => {
  const words = Array.from({ length: 300 }, (_, seed) => scheduleInWords(drawSchedule(seed))).join("\n");
  for (const word of [
    "publish",
    "tell",
    "wait",
    "cut",
    "go half-open",
    "lose the network",
    "with its",
    "without its",
    "handlers take their time",
    "handlers are done at once",
    "is done",
    "refuses its message",
  ])
    expect(words).toContain(word);
  for (const behaviour of ["good", "late", "overtaken", "doubled", "forgetful", "deaf"])
    expect(words).toContain(`behaviour is ${behaviour}`);
});

test("a failing schedule is cut down to the steps that fail", () => {
  const schedule: Schedule = { ...drawSchedule(3), isStormy: true };
  schedule.steps = [
    ...schedule.steps,
    { do: "cut" },
    ...schedule.steps,
    { do: "tell", qos: 2 },
    { do: "cut" },
  ];
  const shortest = minimised(schedule, ({ steps }) => {
    const told = steps.findIndex((step) => step.do === "tell" && step.qos === 2);
    return told >= 0 && steps.slice(told).some((step) => step.do === "cut");
  });
  expect(shortest.steps).toEqual([{ do: "tell", qos: 2 }, { do: "cut" }]);
  expect(shortest.isStormy).toBe(false);
});

test("an early answer, or none to a refusal, is a fault", () => {
  const handlers = new SlowHandlers();
  handlers.greeted(false);
  handlers.began(1, 1, "a");
  handlers.began(2, 2, "b");
  handlers.wrote("\x50\x02\0\x02\xc0\0\x40\x02\0\x01");
  handlers.finished(1, true);
  handlers.wrote("\x30\x81\x01" + "x".repeat(129) + "\x50\x02\0\x02");
  expect(handlers.faults).toEqual([
    "Message 2 at QoS 2 was answered before its handler was done.",
    "Message 1 at QoS 1 was answered before its handler was done.",
    "Message 2 at QoS 2 was refused, and answered as if it was taken.",
  ]);
});

test("a refusal by reason is sound; QoS 1 ends with its connection", () => {
  const handlers = new SlowHandlers();
  handlers.greeted(false);
  handlers.began(1, 1, "a");
  handlers.began(2, 2, "b");
  handlers.finished(1, true);
  handlers.wrote("\x50\x03\0\x02\x87");
  handlers.greeted(true);
  handlers.wrote("\x40\x02\0\x01");
  expect([handlers.faults, [...handlers.refused], handlers.count]).toEqual([[], ["b"], 1]);
});

describe("the terms of MQTT 5.0", () => {
  const PUBLISHED = "2\x0d\0\x01a\0\x01\0<1>data";
  const NEVER = "\x11\xff\xff\xff\xff";

  /** A client that has connected, and had this CONNACK. */
  function greeted(connack: string, session = NEVER) {
    let now = 0;
    const terms = new KeptTerms(() => now);
    terms.connects();
    terms.wrote(`\x10\x13\0\x04MQTT\x05\0\0\x0a${String.fromCharCode(session.length)}${session}\0\x01d`);
    terms.heard(connack);
    const wait = (ms: number) => {
      now += ms;
    };
    return { terms, wait };
  }

  test("one message more than Receive Maximum is a fault", () => {
    const { terms } = greeted("\x20\x06\0\0\x03\x21\0\x01");
    terms.wrote(PUBLISHED);
    terms.heard("\x40\x02\0\x01");
    terms.wrote(PUBLISHED);
    expect(terms.faults).toEqual([]);
    terms.wrote(PUBLISHED.replace("\0\x01\0", "\0\x02\0"));
    expect(terms.faults).toEqual(["2 messages were unfinished, and CONNACK allows 1."]);
  });

  test("an expiry longer than its deadline leaves is a fault", () => {
    const { terms, wait } = greeted("\x20\x03\0\0\0");
    const withExpiry = "2\x12\0\x01a\0\x01\x05\x02\0\0\0\x03<1>data";
    terms.publishing(1, { ...TOPICS[0], deadline: 3000 });
    terms.wrote(withExpiry);
    expect(terms.faults).toEqual([]);
    wait(1000);
    terms.wrote(withExpiry);
    terms.wrote(PUBLISHED);
    expect(terms.faults).toEqual([
      "Message 1 was written with the expiry 3, and 2 s were left.",
      "Message 1 was written with the expiry undefined, and 2 s were left.",
    ]);
  });

  test("a session that expires is a fault", () => {
    const { terms } = greeted("", "\x11\0\0\0\x01");
    expect(terms.faults).toEqual(["CONNECT has the session expiry 1."]);
  });
});

test("a hundred sessions keep their word", () => {
  expect(liveThrough(0, 100).schedules).toBe(100);
});
