// Messages that a full ring drops, and those that it never does: priorities, deadlines, thinning.
import { expect, test } from "vitest";
import { networkChanged } from "../../src/mqtt/connection.ts";
import { dropWords } from "../../src/mqtt/drop-words.ts";
import {
  DROPPED_EXPIRED,
  DROPPED_OLDEST,
  DROPPED_REPLACED,
  DROPPED_THINNED,
  DROPPED_UNTAKEN,
} from "../../src/mqtt/dropped.ts";
import { publish } from "../../src/mqtt/outbox.ts";
import {
  HIGH_PRIORITY,
  LOW_PRIORITY,
  NORMAL_PRIORITY,
  type Overflow,
  prepare,
} from "../../src/mqtt/publication.ts";
import { type DrivenClient, driveClient } from "./driven-client.ts";

const MINUTE = 60_000;

/** A client without a connection, and publications of it. */
function offline(slots = 4, bytes = 1000) {
  const driven = driveClient({ slots, bytes });
  const topic = (name: string, overflow: Overflow, priority = NORMAL_PRIORITY, deadline = 0) => {
    const publication = { ...prepare(name, 1, false, overflow), priority, deadline };
    return (...payloads: string[]) => payloads.map((payload) => publish(driven.client, publication, payload));
  };
  return { driven, topic };
}

/** What the broker is given in the end, as "topic=payload". */
function arrives(driven: DrivenClient): string[] {
  const came: string[] = [];
  driven.connect();
  driven.loseLink();
  driven.connectAnd();
  for (let i = 0; i < 20; i += 1) {
    driven.drain();
    for (const packet of driven.sent()) {
      if (packet.cmd === "pingreq") driven.receive({ cmd: "pingresp" });
      if (packet.cmd !== "publish") continue;
      came.push(`${packet.topic}=${packet.payload}`);
      driven.receive({ cmd: "puback", messageId: packet.messageId });
    }
  }
  return [...new Set(came)];
}

test("telemetry never displaces an alarm, whatever the alarm's policy", () => {
  const { driven, topic } = offline();
  const alarm = topic("alarm", "oldest", HIGH_PRIORITY);
  const reading = topic("reading", "oldest");
  alarm("1", "2");
  reading("1", "2", "3", "4", "5");
  expect(driven.told.dropped).toEqual(["reading", "reading", "reading"]);
  expect(arrives(driven)).toEqual(["alarm=1", "alarm=2", "reading=4", "reading=5"]);
});

test("an alarm displaces the oldest message of the lowest priority", () => {
  const { driven, topic } = offline();
  const [log, reading, alarm] = [
    topic("log", "oldest", LOW_PRIORITY),
    topic("reading", "oldest"),
    topic("alarm", "reject", HIGH_PRIORITY),
  ];
  reading("1");
  log("1", "2");
  reading("2");
  expect(alarm("1", "2", "3")).toEqual(["kept", "kept", "kept"]);
  expect(driven.told.dropped).toEqual(["log", "log", "reading"]);
  expect(arrives(driven)).toEqual(["reading=2", "alarm=1", "alarm=2", "alarm=3"]);
});

test("an undroppable message stays, even when an alarm needs its place", () => {
  const { driven, topic } = offline(2);
  topic("bill", "reject", LOW_PRIORITY)("1", "2");
  expect(topic("alarm", "oldest", HIGH_PRIORITY)("1")).toEqual(["refused: full"]);
  expect(driven.told.dropped).toEqual([]);
});

test("telemetry is refused where it could displace only alarms", () => {
  const { driven, topic } = offline(2);
  topic("alarm", "oldest", HIGH_PRIORITY)("1", "2");
  expect(topic("reading", "oldest")("1")).toEqual(["refused: full"]);
  expect(driven.told.dropped).toEqual([]);
});

test("a topic's latest message is never dropped for an equal priority", () => {
  const { driven, topic } = offline(2);
  topic("a", "latest")("1");
  topic("b", "latest")("1", "2");
  expect(topic("c", "oldest")("1")).toEqual(["refused: full"]);
  expect(arrives(driven)).toEqual(["a=1", "b=2"]);
});

test("a message that would not fit displaces nothing", () => {
  const { driven, topic } = offline(4, 10);
  topic("bill", "reject")("12345678");
  const reading = topic("reading", "oldest");
  reading("1");
  expect(reading("123")).toEqual(["refused: full"]);
  expect(driven.told.dropped).toEqual([]);
});

test("a message displaces as many others as it needs, no more", () => {
  const { driven, topic } = offline(8, 10);
  const reading = topic("reading", "oldest");
  reading("11", "22", "33", "44", "55");
  expect(reading("666")).toEqual(["kept"]);
  expect(arrives(driven)).toEqual(["reading=33", "reading=44", "reading=55", "reading=666"]);
});

test("thinning spreads the remaining messages over the whole time", () => {
  const { driven, topic } = offline(8);
  const reading = topic("reading", "thin");
  driven.open();
  driven.loseLink();
  for (let minute = 0; minute <= 100; minute += 1) {
    expect(reading(String(minute))).toEqual(["kept"]);
    driven.pass(MINUTE);
  }
  const minutes = arrives(driven).map((message) => Number(message.split("=")[1]));
  expect([minutes.length, minutes.at(0), minutes.at(-1)]).toEqual([8, 0, 100]);
  const gaps = minutes.slice(1).map((minute, i) => minute - (minutes[i] as number));
  expect(Math.max(...gaps)).toBeLessThanOrEqual(2 * Math.ceil(100 / 7));
  expect(driven.told.dropped).toHaveLength(93);
});

test("thinning one topic leaves the others alone", () => {
  const { driven, topic } = offline(4);
  const reading = topic("reading", "thin");
  const other = topic("other", "oldest");
  reading("1");
  other("1");
  reading("2", "3", "4");
  expect(arrives(driven)).toEqual(["reading=1", "other=1", "reading=3", "reading=4"]);
});

test("a message of lower priority is dropped before any is thinned", () => {
  const { driven, topic } = offline(4);
  const log = topic("log", "thin", LOW_PRIORITY);
  const reading = topic("reading", "thin");
  log("1");
  reading("1", "2");
  log("2");
  expect(reading("3", "4", "5")).toEqual(["kept", "kept", "kept"]);
  expect(driven.told.dropped).toEqual(["log", "log", "reading"]);
  expect(arrives(driven)).toEqual(["reading=1", "reading=3", "reading=4", "reading=5"]);
});

test("the oldest message is dropped where thinning frees nothing", () => {
  const { driven, topic } = offline(2);
  topic("other", "oldest")("1", "2");
  expect(topic("reading", "thin")("1")).toEqual(["kept"]);
  expect(arrives(driven)).toEqual(["other=2", "reading=1"]);
});

test("only an unsent message is dropped after its deadline", () => {
  const { driven, topic } = offline();
  const reading = topic("reading", "reject", NORMAL_PRIORITY, 5 * MINUTE);
  driven.open();
  driven.loseLink();
  reading("1");
  driven.pass(4 * MINUTE);
  reading("2");
  driven.pass(2 * MINUTE);
  expect(arrives(driven)).toEqual(["reading=2"]);
  expect(driven.told.dropped).toEqual(["reading"]);
});

test("a message past its deadline makes room for another", () => {
  const { driven, topic } = offline(2);
  const reading = topic("reading", "reject", NORMAL_PRIORITY, MINUTE);
  reading("1", "2");
  expect(reading("3")).toEqual(["refused: full"]);
  driven.pass(2 * MINUTE);
  expect(reading("3")).toEqual(["kept"]);
  expect(driven.told.dropped).toEqual(["reading", "reading"]);
});

test("a sent message has no deadline any more", () => {
  const { driven, topic } = offline();
  const reading = topic("reading", "reject", NORMAL_PRIORITY, MINUTE);
  driven.connect();
  reading("1");
  driven.loseLink();
  driven.pass(5 * MINUTE);
  expect(arrives(driven)).toEqual(["reading=1"]);
  expect(driven.told.dropped).toEqual([]);
});

test("deadlines pass when the clock wraps", () => {
  const driven = driveClient({ now: 2 ** 31 - MINUTE });
  const publication = { ...prepare("reading", 1, false, "reject"), deadline: 5 * MINUTE };
  driven.open();
  driven.loseLink();
  publish(driven.client, publication, "1");
  driven.pass(2 * MINUTE);
  publish(driven.client, publication, "2");
  driven.pass(4 * MINUTE);
  expect(arrives(driven)).toEqual(["reading=2"]);
});

test("a deadline stays past after an outage longer than the clock's range", () => {
  const { driven, topic } = offline();
  topic("reading", "reject", NORMAL_PRIORITY, 5 * MINUTE)("1");
  driven.open();
  networkChanged(driven.client, false, driven.now());
  driven.pass(2 ** 30);
  driven.pass(2 ** 30);
  expect(arrives(driven)).toEqual([]);
  expect(driven.told.dropped).toEqual(["reading"]);
});

test("each drop is counted by its cause", () => {
  const { driven, topic } = offline(1);
  expect(driven.client.dropped.byCause).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  topic("reading", "oldest")("1", "2");
  topic("other", "oldest")("3");
  expect([
    driven.client.dropped.byCause.reduce((sum, count) => sum + count),
    driven.client.dropped.total,
  ]).toEqual([2, 2]);
});

test("each drop cause has its text", () => {
  const { driven } = offline();
  driven.client.brokerPacketLimit.least = 700;
  const causes = [DROPPED_EXPIRED, DROPPED_OLDEST, DROPPED_REPLACED, DROPPED_THINNED, DROPPED_UNTAKEN];
  expect(causes.map((cause) => dropWords(driven.client, cause))).toEqual([
    "not sent within its deadline",
    "the ring was full",
    "a later one took its place",
    "thinned out",
    "the broker takes no messages of 700 bytes",
  ]);
});

test("a message that may not displace others is refused", () => {
  const { driven, topic } = offline(2);
  topic("reading", "oldest")("1", "2");
  expect(topic("bill", "reject")("1")).toEqual(["refused: full"]);
  expect(driven.told.dropped).toEqual([]);
});

test("a message that exactly fits a dropped message's place is kept", () => {
  const { topic } = offline(4, 10);
  topic("bill", "reject")("12345");
  const reading = topic("reading", "oldest");
  reading("1");
  expect(reading("12345")).toEqual(["kept"]);
});

test("thinning considers the new message as well", () => {
  const { driven, topic } = offline(3);
  const reading = topic("reading", "thin");
  driven.open();
  driven.loseLink();
  let before = 0;
  for (const minute of [0, 10, 11, 12]) {
    driven.pass((minute - before) * MINUTE);
    networkChanged(driven.client, true, driven.now());
    before = minute;
    reading(String(minute));
  }
  expect(arrives(driven)).toEqual(["reading=0", "reading=10", "reading=12"]);
});

test("a message is sent at its deadline, and not a millisecond later", () => {
  for (const late of [0, 1]) {
    const { driven, topic } = offline(16);
    driven.connect();
    topic("out", "reject")("1", "2", "3", "4", "5", "6", "7");
    topic("reading", "reject", NORMAL_PRIORITY, 10_000)("1");
    driven.sent();
    driven.pass(10_000 + late);
    driven.receive({ cmd: "puback", messageId: 1 });
    expect([driven.sent().length, driven.told.dropped]).toEqual(late === 0 ? [1, []] : [0, ["reading"]]);
  }
});

test("an alarm displaces waiting messages, never sent ones", () => {
  const driven = driveClient({ slots: 2, linkBytes: 1 });
  const [log, reading, alarm] = (
    [
      ["log", LOW_PRIORITY],
      ["reading", NORMAL_PRIORITY],
      ["alarm", HIGH_PRIORITY],
    ] as const
  ).map(([name, priority]) => ({ ...prepare(name, 1, false, "oldest"), priority, deadline: 0 }));
  driven.connect();
  for (const publication of [log, reading]) publish(driven.client, publication as typeof log, "1");
  expect(driven.sent()).toHaveLength(1);
  expect(publish(driven.client, alarm as typeof log, "1")).toBe("kept");
  expect(driven.told.dropped).toEqual(["reading"]);
});
