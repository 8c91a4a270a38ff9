// Programs that end and start again, tokens that end, and streams that are for some programs alone.
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { connect } from "../../../src/platform/node/computer.ts";
import { onlyItsOwn } from "../../../tools/sim/scenario/expectations.ts";
import { type Outcome, runScenario } from "../../../tools/sim/scenario/run-scenario.ts";
import {
  type Access,
  everyMessage,
  noneTwice,
  type Place,
  programKilled,
  type Scenario,
  seconds,
  tokenEnds,
} from "../../../tools/sim/scenario/scenario.ts";
import { virtualStage } from "../../../tools/sim/scenario/stages.ts";

const TOPIC = "numbers";

async function run(scenario: Partial<Scenario>): Promise<Outcome> {
  const whole = { title: "numbers", lasts: seconds(20), takePart: {}, expect: {}, ...scenario };
  const stage = virtualStage(1, whole);
  return runScenario(whole, stage, 1).finally(stage.leave);
}

const failuresOf = ({ expectations }: Outcome) => expectations.flatMap(({ failures }) => failures);

/** Sends 1 to 10, one a second. */
async function count({ broker, name: id, signal, sent }: Place): Promise<void> {
  const client = connect(broker, { id, session: "persistent", signal });
  for (let number = 1; number <= 10; number += 1) {
    sent(TOPIC, number);
    client.send(TOPIC, String(number)).catch(() => {});
    await pause(1000);
  }
}

function listen({ broker, name: id, signal, heard }: Place): void {
  const client = connect(broker, { id, session: "persistent", signal });
  client.subscribe(TOPIC, ({ payload }) => heard(TOPIC, Number(payload)));
}

test("an ended program is silent and receives everything once restarted", async () => {
  const starts: number[] = [];
  const words: string[] = [];
  const outcome = await run({
    takePart: {
      watcher: {
        program({ broker, name: id, signal }) {
          const client = connect(broker, { id, signal });
          client.subscribe("status", ({ payload }) => void words.push(payload));
        },
      },
      listener: {
        program(place) {
          starts.push(place.starts);
          const will = { topic: "status", payload: "gone" };
          const client = connect(place.broker, {
            id: place.name,
            session: "persistent",
            will,
            keepAlive: 1,
            signal: place.signal,
          });
          client.subscribe(TOPIC, ({ payload }) => place.heard(TOPIC, Number(payload)));
        },
      },
      sender: { program: count, startWithin: seconds(1) },
    },
    faults: [programKilled("listener", { at: seconds(4), lasts: seconds(2.5) })],
    expect: { every: everyMessage("listener") },
  });
  expect(failuresOf(outcome)).toEqual([]);
  expect(outcome.faults).toEqual([{ at: 4000, words: "listener is down for 2.5 s" }]);
  expect(starts).toEqual([0, 1]);
  // Its will was spoken: it had said no goodbye, and the old client did not come back beside the new one.
  expect(words).toEqual(["gone"]);
  expect(outcome.figures).toMatchObject([{ group: "listener", heard: 10, lost: 0, twice: 0 }]);
});

const service: Access = ({ username, password }) => ({
  result: password.startsWith(`${username}'s`) ? "allow" : "deny",
  acl: [
    { permission: "allow", action: "all", topic: TOPIC },
    { permission: "deny", action: "all", topic: "#" },
  ],
});

test("a scenario's own service decides about connections and topics", async () => {
  const refusals: unknown[] = [];
  await run({
    access: service,
    takePart: {
      ann: {
        async program({ broker, name, signal }) {
          const client = connect(broker, { id: name, user: name, secret: "ann's", mqtt: 5, signal });
          refusals.push(await client.subscribe(TOPIC, () => {}));
          refusals.push(await client.subscribe("other", () => {}).catch(() => "refused"));
        },
      },
      bob: {
        program({ broker, name, signal }) {
          connect(broker, {
            id: name,
            user: name,
            secret: "ann's",
            mqtt: 5,
            signal,
            lost: ({ reason }) => void refusals.push(reason),
          });
        },
      },
    },
  });
  expect(refusals).toEqual([expect.stringMatching(/not authorized/), 1, "refused"]);
});

test("a program with an expired token reconnects with another, losing nothing", async () => {
  const tokens: string[] = [];
  const ends: string[] = [];
  const outcome = await run({
    access: service,
    takePart: {
      listener: {
        program({ broker, name: id, signal, heard }) {
          const secret = () => {
            tokens.push(`${id}'s ${tokens.length}`);
            return tokens.at(-1) as string;
          };
          const client = connect(broker, {
            ...{ id, user: id, secret, session: "persistent", mqtt: 5, signal },
            lost: ({ reason }) => void ends.push(reason),
          });
          client.subscribe(TOPIC, ({ payload }) => heard(TOPIC, Number(payload)));
        },
      },
      keeper: {
        program({ broker, name: id, signal }) {
          connect(broker, {
            id,
            user: id,
            secret: `${id}'s own`,
            mqtt: 5,
            signal,
            lost: ({ reason }) => void ends.push(reason),
          });
        },
      },
      sender: {
        startWithin: seconds(1),
        async program({ broker, name: id, signal, sent }) {
          const client = connect(broker, { id, user: id, secret: `${id}'s own`, signal });
          for (let number = 1; number <= 10; number += 1) {
            sent(TOPIC, number);
            client.send(TOPIC, String(number)).catch(() => {});
            await pause(1000);
          }
        },
      },
    },
    faults: [tokenEnds("listener", { at: seconds(5) }), tokenEnds("keeper", { at: seconds(7) })],
    expect: { every: everyMessage("listener"), once: noneTwice("listener") },
  });
  expect(failuresOf(outcome)).toEqual([]);
  expect(outcome.faults.map(({ words }) => words)).toEqual([
    "the token of listener ends",
    "the token of keeper ends",
  ]);
  expect(tokens).toEqual(["listener's 0", "listener's 1"]);
  // Who comes back with the old one stays out.
  expect(ends).toEqual([
    expect.stringMatching(/maximum connect time/),
    expect.stringMatching(/maximum connect time/),
    expect.stringMatching(/not authorized/),
  ]);
});

test("each program receives its own stream; foreign messages are reported", async () => {
  const outcome = await run({
    takePart: {
      listener: { count: 2, program: listen, listensTo: (_stream, name) => name === "listener-0" },
      sender: { program: count, startWithin: seconds(1) },
    },
    expect: { every: everyMessage("listener"), own: onlyItsOwn("listener") },
  });
  const failures = failuresOf(outcome);
  expect(failures).toHaveLength(10);
  expect(failures[0]).toMatchObject({ who: "listener-1", words: "heard what is not its own: numbers 1" });
});
