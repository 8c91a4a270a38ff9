import { expect, test } from "vitest";
import {
  answeredWithin,
  everyMessage,
  inOrder,
  newestWithin,
  noneTwice,
} from "../../../tools/sim/scenario/expectations.ts";
import { figuresOf } from "../../../tools/sim/scenario/figures.ts";
import { seconds } from "../../../tools/sim/scenario/scenario.ts";
import type { Hears, Participant, TrafficRecord } from "../../../tools/sim/scenario/traffic-record.ts";

const STREAM = "score";

interface Run {
  hears?: Hears;
  /** When the listener's connections began and ended; and the sender's. */
  turns?: number[];
  senderTurns?: number[];
  /** When each of 1, 2, 3 ... went out. */
  sent: number[];
  /** Number and moment. */
  heard: [number, number][];
}

function recordOf({ hears = "each", turns = [0], senderTurns = [0], sent, heard }: Run): TrafficRecord {
  const sender: Participant = { name: "scorer", group: "scorer", heard: [], turns: senderTurns };
  const listener: Participant = {
    name: "display-7",
    group: "display",
    heard: heard.map(([number, at]) => ({ stream: STREAM, number, at })),
    turns,
  };
  return {
    endedAt: 100_000,
    participants: [sender, listener],
    sent: new Map([[STREAM, sent.map((at, i) => ({ number: i + 1, at, by: sender }))]]),
    hears: () => hears,
    listensTo: () => true,
    absent: () => false,
  };
}

const figures = (run: Run) => figuresOf(recordOf(run))[0];

test("a lost message is named with its receiver, sender and time", () => {
  const run: Run = {
    sent: [1000, 2000, 3000],
    heard: [
      [1, 1010],
      [3, 3010],
    ],
  };
  expect(everyMessage("display")(recordOf(run))).toEqual([
    { who: "display-7", at: 2000, words: "lost score 2 of scorer" },
  ]);
  expect(figures(run)).toMatchObject({ heard: 2, lost: 1, twice: 0, outOfOrder: 0, p50: 10, p99: 10 });
});

test("messages before a first connection count as lost for strict receivers", () => {
  const run: Run = { turns: [1500], sent: [1000, 2000], heard: [[2, 2010]] };
  expect(everyMessage("display")(recordOf(run))).toEqual([
    { who: "display-7", at: 1000, words: "lost score 1 of scorer" },
  ]);
  expect(figures({ ...run, hears: "newest" })?.lost).toBe(0);
});

test("each message is owed through an outage, unless only the newest matters", () => {
  const outage: Run = {
    turns: [0, 1500, 2500],
    sent: [1000, 2000, 3000],
    heard: [
      [1, 1010],
      [3, 3010],
    ],
  };
  expect(figures(outage)?.lost).toBe(1);
  expect(figures({ ...outage, hears: "newest" })?.lost).toBe(0);
  expect(figures({ ...outage, hears: "newest", turns: [0] })?.lost).toBe(1);
});

test("a message is reported when repeated or out of order", () => {
  const run: Run = {
    sent: [1, 2, 3],
    heard: [
      [1, 10],
      [3, 20],
      [2, 30],
      [3, 40],
    ],
  };
  expect(noneTwice("display")(recordOf(run))).toEqual([
    { who: "display-7", at: 40, words: "heard a second time: score 3" },
  ]);
  expect(inOrder("display")(recordOf(run))).toEqual([
    { who: "display-7", at: 30, words: "heard too late in order: score 2" },
  ]);
  expect(figures(run)).toMatchObject({ heard: 4, lost: 0, twice: 1, outOfOrder: 1 });
});

test("only the retained newest message may arrive again", () => {
  const run: Run = {
    hears: "newest",
    sent: [1, 2],
    heard: [
      [1, 10],
      [2, 20],
      [2, 30],
      [1, 40],
    ],
  };
  expect(noneTwice("display")(recordOf(run))).toEqual([]);
  expect(inOrder("display")(recordOf(run))).toMatchObject([{ at: 40 }]);
});

test("the newest message is expected in time, and no other", () => {
  const late = newestWithin("display", seconds(2));
  expect(late(recordOf({ sent: [1000], heard: [[1, 3000]] }))).toEqual([]);
  expect(late(recordOf({ sent: [1000], heard: [[1, 3001]] }))).toEqual([
    { who: "display-7", at: 3000, words: "has not heard score 1, sent 2000 ms before" },
  ]);
  expect(late(recordOf({ sent: [1000, 2000], heard: [[2, 2500]] }))).toEqual([]);
  expect(late(recordOf({ sent: [99_000], heard: [] }))).toEqual([]);
});

test("an absent program receives the newest message soon after its return", () => {
  const late = newestWithin("display", seconds(2));
  const away = { turns: [0, 500, 9000], sent: [1000] };
  expect(late(recordOf({ ...away, heard: [[1, 11_000]] }))).toEqual([]);
  expect(late(recordOf({ ...away, heard: [[1, 11_001]] }))).toMatchObject([{ at: 11_000 }]);
  expect(late(recordOf({ ...away, turns: [0, 500], heard: [] }))).toEqual([]);
  expect(late(recordOf({ ...away, turns: [0, 500, 9000, 10_000, 20_000], heard: [] }))).toMatchObject([
    { at: 22_000 },
  ]);
});

test("an absent sender sends again after its return", () => {
  const late = newestWithin("display", seconds(2));
  const away = { senderTurns: [0, 500, 9000], sent: [1000] };
  expect(late(recordOf({ ...away, heard: [[1, 11_000]] }))).toEqual([]);
  expect(late(recordOf({ ...away, heard: [] }))).toMatchObject([{ at: 11_000 }]);
});

test("an expectation without connections or messages is not met", () => {
  for (const expectation of [
    everyMessage,
    noneTwice,
    inOrder,
    (group: string) => newestWithin(group, seconds(1)),
  ]) {
    expect(expectation("display")(recordOf({ turns: [], sent: [1], heard: [] }))).toEqual([
      { who: "display-7", at: 100_000, words: "was never connected by this client identifier" },
    ]);
    const silent = { ...recordOf({ sent: [], heard: [] }), sent: new Map() };
    expect(expectation("display")(silent)).toMatchObject([{ who: "display" }]);
    expect(() => expectation("dsplay")(silent)).toThrow("about dsplay, and no such group takes part");
  }
});

test("an answer is owed in time to a continuously connected requester", () => {
  const answered = answeredWithin("scorer", "display", seconds(2));
  const at = (sent: number[], heard: [number, number][], turns = [0]) => {
    const record = recordOf({ sent, heard: [], turns });
    const [scorer, display] = record.participants as [Participant, Participant];
    const asker = { ...scorer, heard: heard.map(([number, at]) => ({ stream: STREAM, number, at })) };
    const messages = sent.map((at, i) => ({ number: i + 1, at, by: asker }));
    return answered({ ...record, participants: [asker, display], sent: new Map([[STREAM, messages]]) });
  };
  expect(at([1000], [[1, 3000]])).toEqual([]);
  expect(at([1000], [[1, 3001]])).toEqual([
    { who: "scorer", at: 3000, words: "has no answer to score 1, sent 2000 ms before" },
  ]);
  expect(at([1000], [], [0, 2000])).toEqual([]);
  expect(() => answeredWithin("scorer", "nobody", seconds(2))(recordOf({ sent: [1], heard: [] }))).toThrow(
    "about answers of nobody, and no such group takes part",
  );
});

test("a shared group receives each message exactly once", () => {
  const by: Participant = { name: "sensor", group: "sensor", heard: [], turns: [0] };
  const worker = (place: number, turns: number[], ...numbers: number[]): Participant => ({
    name: `worker-${place}`,
    group: "worker",
    heard: numbers.map((number) => ({ stream: STREAM, number, at: number * 1000 + 50 })),
    turns,
  });
  const record: TrafficRecord = {
    endedAt: 100_000,
    participants: [by, worker(0, [500, 2500], 1, 2), worker(1, [2500], 2, 4)],
    sent: new Map([[STREAM, [1, 2, 3, 4].map((number) => ({ number, at: number * 1000, by }))]]),
    hears: () => "share",
    listensTo: () => true,
    absent: () => false,
  };
  expect(everyMessage("worker")(record)).toEqual([
    { who: "worker", at: 3000, words: "lost score 3 of sensor" },
  ]);
  expect(noneTwice("worker")(record)).toEqual([
    { who: "worker", at: 2050, words: "heard a second time: score 2" },
  ]);
  expect(figuresOf(record)).toMatchObject([
    { group: "worker", programs: 2, heard: 4, lost: 1, twice: 1, outOfOrder: 0, p50: 50 },
  ]);
});
