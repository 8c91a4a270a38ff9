import { expect, onTestFinished, test } from "vitest";
import { accessBy, GLOBAL } from "../../../firmware/chat/access.ts";
import { isMessage } from "../../../firmware/chat/backend.ts";
import { chatUser, join } from "../../../firmware/chat/people.ts";
import chat, { as } from "../../../firmware/chat/scenario.ts";
import { issueToken, sign } from "../../../src/client/tokens/tokens.ts";
import { readServiceAnswer } from "../../../tools/sim/broker/access/service-answer.ts";
import { type Outcome, runScenario } from "../../../tools/sim/scenario/run-scenario.ts";
import {
  everyMessage,
  type Group,
  networkCut,
  type Place,
  type Scenario,
  seconds,
} from "../../../tools/sim/scenario/scenario.ts";
import { virtualStage } from "../../../tools/sim/scenario/stages.ts";

async function run(changes: Partial<Scenario>, users: number): Promise<Outcome> {
  const user = { ...(chat.takePart.user as Group), count: users };
  const changed = { ...chat, ...changes, takePart: { ...chat.takePart, user, ...changes.takePart } };
  const stage = virtualStage(1, changed);
  onTestFinished(stage.leave);
  return runScenario(changed, stage, 1);
}

const failed = ({ expectations }: Outcome) => expectations.filter(({ failures }) => failures.length > 0);

/** Says something in another's conversation, and in another's name. */
const forger: Group = {
  listensTo: () => false,
  async program(place) {
    const own = as("user", place);
    const message = { conversation: "user-0", number: 9999, text: "forged" };
    const signed = sign(own.secret(), message);
    const client = join(place.broker, own);
    const hollow = sign(own.secret(), { conversation: place.name, number: "1" });
    for (const text of [signed, signed.replace(place.name, "user-0"), "", hollow])
      await client.send(GLOBAL, text);
  },
};

test("users are answered in order and once, through outages and replays", async () => {
  const outcome = await run({ takePart: { forger } }, 100);
  expect(failed(outcome)).toEqual([]);
  expect(outcome.expectations.length).toBeGreaterThanOrEqual(8);
  expect(outcome.figures).toMatchObject([
    { group: "backend", heard: 300, lost: 0, twice: 0, outOfOrder: 0 },
    { group: "agent", heard: 300, lost: 0, twice: 0, outOfOrder: 0 },
    { group: "user", programs: 100, heard: 300, lost: 0, twice: 0, outOfOrder: 0 },
  ]);
});

/** Odd numbers are comings, even ones goings. */
function turns(tell: (number: number) => void): (isHere: boolean) => void {
  let number = 0;
  return (isHere) => {
    if (isHere === (number % 2 === 1)) return;
    number += 1;
    tell(number);
  };
}

/** Asks, says goodbye, comes back without a memory, asks on behind the answer that was kept, and loses its network. */
async function visit(place: Place): Promise<void> {
  const { broker, name, sent, heard } = place;
  const turn = turns((number) => sent(`${name} is here`, number));
  const lost = ({ reason }: { reason: string }) => reason.includes("network is cut") && turn(false);
  const person = { ...as("user", place), keepAlive: 2, connected: () => turn(true), lost };
  for (const number of [1, 2])
    await new Promise<void>((resolve) => {
      const ask = () => {
        sent(name, number);
        client.say("May I ask?");
      };
      const client = chatUser(broker, person, (shown) => {
        if (shown < number) return ask();
        heard(name, number);
        if (number > 1) return;
        turn(false);
        void client.stop().then(() => setTimeout(resolve, 1000));
      });
      if (number === 1) setTimeout(ask, 1000);
    });
}

test("a returning user resumes after the last answer and appears present", async () => {
  const visitor: Group = {
    count: 10,
    startWithin: seconds(1),
    listensTo: (stream, name) => stream === name,
    program: visit,
  };
  const lobby: Group = {
    listensTo: (stream) => stream.endsWith(" is here"),
    program(place) {
      const known = new Map<string, (isHere: boolean) => void>();
      join(place.broker, as("agent", place)).subscribe("presence/+", ({ topic, payload }) => {
        const who = topic.slice("presence/".length);
        const turn = known.get(who) ?? turns((number) => place.heard(`${who} is here`, number));
        known.set(who, turn);
        turn(payload === "online");
      });
    },
  };
  const outcome = await run(
    {
      takePart: { visitor, lobby },
      faults: [networkCut("visitor", { share: 0.5, at: seconds(8), lasts: seconds(60) })],
      expect: { visitors: everyMessage("visitor"), lobby: everyMessage("lobby") },
    },
    2,
  );
  expect(failed(outcome)).toEqual([]);
  expect(outcome.figures).toMatchObject(
    expect.arrayContaining([
      expect.objectContaining({ group: "visitor", heard: 20, lost: 0, twice: 0 }),
      // Who comes, goes and comes; and five who are gone without a word.
      expect.objectContaining({ group: "lobby", lost: 0 }),
    ]),
  );
});

test("without permissions an intruder is found by its reads and publishes", async () => {
  const { access: _, ...open } = chat;
  const stage = virtualStage(1, open);
  onTestFinished(stage.leave);
  const takePart = { ...open.takePart, user: { ...(chat.takePart.user as Group), count: 2 } };
  const outcome = await runScenario({ ...open, takePart, faults: [], lasts: seconds(4) }, stage, 1);
  const words = failed(outcome).flatMap(({ failures }) => failures.map((failure) => failure.words));
  expect(words).toEqual(
    expect.arrayContaining([
      "heard what it must not: is given globalmessage 1",
      "heard what it must not: publishes to user/user-0 1",
    ]),
  );
});

test("a token admits only its owner, and only to its own topics", () => {
  const key = "key";
  const password = issueToken(key, "user", "ann", 3_600_000);
  const who = { clientId: "ann", username: "ann", password: Buffer.from(password) };
  const service = accessBy(key);
  const body = JSON.stringify(service({ clientid: "ann", username: "ann", password }));
  const verdict = readServiceAnswer(
    { status: 200, contentType: "application/json", body },
    who,
    Date.now(),
    8,
  );
  if (!("allow" in verdict)) throw new Error(verdict.reason);
  const { permissions, endsInMs = 0 } = verdict.allow;
  expect(endsInMs).toBeGreaterThan(3_590_000);
  const filters = [
    "user/ann",
    "user/bob",
    "user/+",
    "#",
    "globalmessage",
    "agent/ann",
    "$share/g/globalmessage",
  ];
  expect(filters.filter((filter) => permissions.subscribe(filter, 1))).toEqual(["user/ann"]);
  const topics = ["globalmessage", "user/ann", "user/bob", "agent/ann", "presence/ann", "presence/bob"];
  expect(topics.filter((topic) => permissions.publish(topic, 1, false))).toEqual([
    "globalmessage",
    "presence/ann",
  ]);
  for (const login of [
    { clientid: "bob", username: "ann", password },
    { clientid: "ann", username: "bob", password },
    { clientid: "bob", username: "bob", password: password.replace("ann", "bob") },
    { clientid: "ann", username: "ann", password: password.replace("user", "agent") },
    { clientid: "ann", username: "ann", password: "" },
  ])
    expect(service(login)).toEqual({ result: "deny" });
});

test("the backend accepts only valid messages", () => {
  const message = { conversation: "ann", number: 1, text: "hello" };
  expect(isMessage(message)).toBe(true);
  const wrong = [{ conversation: 1 }, { number: "1" }, { number: 1.5 }, { text: undefined }];
  expect([null, undefined, "text", []].map(isMessage)).toEqual([false, false, false, false]);
  for (const change of wrong) expect(isMessage({ ...message, ...change })).toBe(false);
});
