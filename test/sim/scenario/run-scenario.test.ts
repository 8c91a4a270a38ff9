import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import { openStreamsBy } from "../../../src/client/transport/open-stream.ts";
import { connect } from "../../../src/platform/node/computer.ts";
import { type Outcome, runScenario } from "../../../tools/sim/scenario/run-scenario.ts";
import {
  brokerRestarts,
  everyMessage,
  type Group,
  inOrder,
  networkCut,
  newestWithin,
  noneTwice,
  type Place,
  programKilled,
  readingStops,
  type Scenario,
  seconds,
} from "../../../tools/sim/scenario/scenario.ts";
import { virtualStage } from "../../../tools/sim/scenario/stages.ts";

const TOPIC = "numbers";

/** Sends 1 to 20, one a second. */
async function count({ broker, name: id, signal, sent }: Place, retain = true): Promise<void> {
  const client = connect(broker, { id, session: "persistent", signal });
  for (let number = 1; number <= 20; number += 1) {
    sent(TOPIC, number);
    client.send(TOPIC, String(number), { qos: 2, retain }).catch(() => {});
    await pause(1000);
  }
}

function listen({ broker, name: id, signal, heard }: Place): void {
  const client = connect(broker, { id, signal });
  client.subscribe(TOPIC, ({ payload }) => heard(TOPIC, Number(payload)));
}

const listeners: Group = { program: listen, count: 5, hears: "newest" };

async function run(scenario: Partial<Scenario>, seed = 1): Promise<Outcome> {
  const stage = virtualStage(seed);
  const whole = {
    title: "numbers",
    lasts: seconds(40),
    takePart: { listener: listeners, sender: { program: count } },
    expect: {},
    ...scenario,
  };
  return runScenario(whole, stage, seed).finally(stage.leave);
}

const failuresOf = ({ expectations }: Outcome) => expectations.flatMap(({ failures }) => failures);

test("ordinary programs run in virtual time, and every message is counted", async () => {
  const outcome = await run({
    expect: { "all hear the newest": newestWithin("listener", seconds(1)), "in order": inOrder("listener") },
  });
  expect(failuresOf(outcome)).toEqual([]);
  expect(outcome.sent).toBe(20);
  expect(outcome.figures).toMatchObject([
    { group: "listener", programs: 5, heard: 100, lost: 0, twice: 0, outOfOrder: 0 },
  ]);
});

test("the same seed gives the same bytes at the same times", async () => {
  const faults = [networkCut("listener", { share: 0.4, at: seconds(5), lasts: seconds(4) })];
  const [first, again, other] = [await run({ faults }), await run({ faults }), await run({ faults }, 2)];
  expect(again).toEqual(first);
  expect(other.fingerprint).not.toBe(first.fingerprint);
});

test("a program that misses messages after a cut is named", async () => {
  const unkept = await run({
    takePart: {
      listener: listeners,
      // Who comes back hears nothing before the next number.
      sender: { program: (place: Place) => count(place, false) },
    },
    faults: [networkCut("listener", { share: 0.2, at: seconds(10.5), lasts: seconds(20) })],
    expect: { "all hear the newest": newestWithin("listener", seconds(2)) },
  });
  const [failure] = failuresOf(unkept);
  expect(failure?.who).toMatch(/^listener-\d$/);
  expect(failure?.words).toMatch(/^has not heard numbers 20, sent \d+ ms before$/);
  expect(failure?.at).toBeGreaterThan(seconds(30.5));
  expect(failuresOf(unkept)).toHaveLength(1);
});

test("a cut passes nothing, and later messages arrive", async () => {
  const cut = await run({
    faults: [networkCut("listener", { at: seconds(5), lasts: seconds(5) })],
    expect: { newest: newestWithin("listener", seconds(2)) },
  });
  expect(failuresOf(cut)).toEqual([]);
  const { heard = 0, lost } = cut.figures[0] ?? {};
  expect(lost).toBe(0);
  expect(heard).toBeLessThan(5 * 18);
});

test("a program that pauses reading then receives everything in order", async () => {
  const heardAt: string[] = [];
  const slow = await run({
    takePart: {
      listener: {
        program: (place: Place) =>
          listen({
            ...place,
            heard(stream, number) {
              if (number >= 5 && number <= 8) heardAt.push(`${number} at ${new Date().getUTCSeconds()}`);
              place.heard(stream, number);
            },
          }),
      },
      sender: { program: count },
    },
    faults: [readingStops("listener", { at: seconds(4.5), lasts: seconds(3) })],
    expect: {
      every: everyMessage("listener"),
      once: noneTwice("listener"),
      "in order": inOrder("listener"),
      newest: newestWithin("listener", seconds(1)),
    },
  });
  expect(failuresOf(slow)).toEqual([]);
  expect(slow.faults).toEqual([{ at: 4500, words: "the reading of listener stops for 3 s" }]);
  expect(heardAt).toEqual(["5 at 4", "6 at 7", "7 at 7", "8 at 7"]);
});

test("a program over WebSocket shares the network", async () => {
  // Node has one from 22 on; in virtual time none is made.
  vi.stubGlobal("WebSocket", class {});
  onTestFinished(() => void vi.unstubAllGlobals());
  const program = (place: Place) => listen({ ...place, broker: "ws://broker/mqtt" });
  const outcome = await run({
    takePart: { listener: { program }, sender: { program: count, startWithin: seconds(1) } },
    expect: { newest: newestWithin("listener", seconds(1)) },
  });
  expect(failuresOf(outcome)).toEqual([]);
  expect(outcome.figures).toMatchObject([{ group: "listener", heard: 20 }]);
});

test("a network used by another run is refused", async () => {
  onTestFinished(openStreamsBy((_to, events, open) => open(events)));
  const taken = "The programs of this process have a network of their own already.";
  await expect(run({})).rejects.toThrow(taken);
});

test("a fault or expectation of an unknown program is refused", async () => {
  const expectation = { "all hear": everyMessage("listner") };
  await expect(run({ expect: expectation })).rejects.toThrow(
    "An expectation is about listner, and no such group takes part.",
  );
  const faults = [networkCut("listner", { at: seconds(1), lasts: seconds(1) })];
  await expect(run({ faults })).rejects.toThrow("A fault befalls listner, and no such group takes part.");
});

test("a restart of the broker loses no acknowledged message", async () => {
  const restarted = await run({
    takePart: {
      book: {
        program({ broker, name: id, signal, heard }) {
          const client = connect(broker, { id, session: "persistent", signal });
          client.subscribe(TOPIC, ({ payload, retained }) => !retained && heard(TOPIC, Number(payload)), 2);
        },
      },
      sender: { program: count, startWithin: seconds(2) },
    },
    faults: [brokerRestarts({ at: seconds(8), lasts: seconds(3) })],
    expect: { every: everyMessage("book"), once: noneTwice("book"), "in order": inOrder("book") },
  });
  expect(failuresOf(restarted)).toEqual([]);
  expect(restarted.figures).toMatchObject([{ group: "book", heard: 20 }]);
});

test("a program that throws fails the run with its name and time", async () => {
  const thrown = await run({
    takePart: {
      broken: {
        async program() {
          await pause(1500);
          throw new Error("a mistake");
        },
      },
      misreading: {
        program({ heard }) {
          heard(TOPIC, Number("one"));
        },
      },
      miscounting: {
        program({ sent }) {
          sent(TOPIC, 1);
          sent(TOPIC, 3);
        },
      },
    },
  });
  expect(failuresOf(thrown)).toEqual([
    { who: "misreading", at: 0, words: "hears NaN of numbers; a message's number is a whole one" },
    {
      who: "miscounting",
      at: 0,
      words: expect.stringMatching(
        /^miscounting sends 3 of numbers behind 1; the numbers of a stream rise by 1/,
      ),
    },
    { who: "broken", at: 1500, words: "a mistake" },
  ]);
});

test("a program killed before its start starts once", async () => {
  const begun: number[] = [];
  const program = ({ broker, name: id, signal }: Place) => {
    begun.push(Date.now());
    connect(broker, { id, signal });
  };
  await run({
    takePart: { listener: { program, startWithin: seconds(30) } },
    faults: [programKilled("listener", { at: seconds(0.001), lasts: seconds(6) })],
  });
  expect(begun).toHaveLength(1);
});

test("a group that needs a message queue runs beside one", async () => {
  const scenario = {
    takePart: { listener: { ...listeners, queue: "jobs/#" }, sender: { program: count } },
    faults: [networkCut("listener", { at: seconds(3), lasts: seconds(1) })],
    expect: { "in order": inOrder("listener") },
  };
  const outcome = await run(scenario);
  expect(outcome).toMatchObject({ faults: [], untried: ["in order"], figures: [] });
  const stage = virtualStage(1, { queues: [{ filter: "jobs/#" }] });
  const whole = { title: "numbers", lasts: seconds(40), ...scenario };
  const there = await runScenario(whole, stage, 1).finally(stage.leave);
  expect(there).toMatchObject({ untried: [], figures: [{ group: "listener", programs: 5 }] });
});

test("a group starts once another group's programs have resolved", async () => {
  const began: string[] = [];
  const server: Group = {
    count: 3,
    startWithin: seconds(5),
    async program({ name }) {
      await pause(1000);
      began.push(name);
    },
  };
  const user: Group = { count: 2, startAfter: "server", program: ({ name }) => began.push(name) };
  const outcome = await run({ takePart: { user, server } });
  expect(failuresOf(outcome)).toEqual([]);
  expect(began).toHaveLength(5);
  expect(began.slice(3)).toEqual(["user-0", "user-1"]);
  await expect(run({ takePart: { user } })).rejects.toThrow(
    "user starts after server, which does not take part; those who do are user.",
  );
});

test("a run's folder exists for its programs and is deleted afterwards", async () => {
  const folders: string[] = [];
  const program = ({ folder, starts }: Place): void => {
    folders.push(folder("log"));
    if (starts === 0) writeFileSync(join(folder("log"), "kept"), "");
    else expect(existsSync(join(folder("log"), "kept"))).toBe(true);
  };
  const faults = [programKilled("writer", { at: seconds(5), lasts: seconds(1) })];
  const outcome = await run({ takePart: { writer: { program } }, faults });
  expect(failuresOf(outcome)).toEqual([]);
  expect(folders).toEqual([folders[0], folders[0]]);
  expect(existsSync(folders[0] as string)).toBe(false);
});
