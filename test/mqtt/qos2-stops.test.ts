// The engine may stop in the middle of anything (Espruino, out of memory), and QoS 2 keeps its word: what was
// kept comes, once as long as the broker keeps the session, and what the broker has for the device is told
// once.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Client } from "../../src/mqtt/client.ts";
import { isConnected } from "../../src/mqtt/connection-state.ts";
import { linkClosed, linkDrained, linkOpened, linkReceived } from "../../src/mqtt/link-events.ts";
import { publish } from "../../src/mqtt/outbox.ts";
import { type Publication, prepare } from "../../src/mqtt/publication.ts";
import { BETWEEN } from "../../src/mqtt/stream.ts";
import { subscribe } from "../../src/mqtt/subscriptions.ts";
import { createFuse, type Fuse } from "../ring/fuse.ts";
import { bytesOf, type DrivenClient, driveClient } from "./driven-client.ts";
import { messageBytes } from "./handshake.ts";

const SLOTS = 4;

/** A client that may stop, and a broker that passes a message on when it is released. */
interface Trial {
  fuse: Fuse;
  driven: DrivenClient;
  client: Client;
  publication: Publication;
  serial: number;
  kept: Set<string>;
  came: string[];
  /** The broker's half of the session: messages by their identifiers, and those that it has for the device. */
  open: Map<number, string>;
  told: Map<number, { payload: string; isRecorded: boolean }>;
  /** Packets on their way to the device. */
  answers: string[];
  heard: string[];
  lastTold: number;
  /** Messages for the device that the broker has lost with its session, or that a stop took. */
  excused: Set<string>;
}

function begin(): Trial {
  const fuse = createFuse();
  const driven = driveClient({ slots: SLOTS });
  const heard: string[] = [];
  subscribe(driven.client, "in", 2, { deliver: (_self, payload) => void heard.push(payload) });
  return {
    fuse,
    driven,
    client: fuse.watch(driven.client),
    publication: fuse.watch(prepare("out", 2, false, "reject")),
    serial: 0,
    kept: new Set(),
    came: [],
    open: new Map(),
    told: new Map(),
    answers: [],
    heard,
    lastTold: 0,
    excused: new Set(),
  };
}

/** What the broker makes of all that has been written. */
function listen(trial: Trial): void {
  const { open, told, answers, came } = trial;
  for (const packet of trial.driven.sent()) {
    const messageId = packet.messageId as number;
    if (packet.cmd === "publish") {
      const payload = `${packet.payload}`;
      const known = open.get(messageId);
      if (known !== undefined && known !== payload) throw new Error(`The identifier ${messageId} is in use.`);
      open.set(messageId, payload);
      answers.push(bytesOf({ cmd: "pubrec", messageId }));
    } else if (packet.cmd === "pubrel") {
      const payload = open.get(messageId);
      if (payload !== undefined) came.push(payload);
      open.delete(messageId);
      answers.push(bytesOf({ cmd: "pubcomp", messageId }));
    } else if (packet.cmd === "pubrec") {
      const message = told.get(messageId);
      if (message !== undefined) message.isRecorded = true;
      answers.push(bytesOf({ cmd: "pubrel", messageId }));
    } else if (packet.cmd === "pubcomp") told.delete(messageId);
    else if (packet.cmd === "pingreq") answers.push(bytesOf({ cmd: "pingresp" }));
    else if (packet.cmd === "subscribe") answers.push(bytesOf({ cmd: "suback", messageId, granted: [2] }));
  }
}

type Step = (trial: Trial) => void;

const publishStep: Step = (trial) => {
  trial.serial += 1;
  const payload = `${trial.serial}`;
  if (publish(trial.client, trial.publication, payload) === "kept") trial.kept.add(payload);
};

const answerStep: Step = (trial) => {
  listen(trial);
  const answer = trial.answers.shift();
  if (answer !== undefined && isConnected(trial.client))
    linkReceived(trial.client, answer, trial.driven.now());
};

const tellStep: Step = (trial) => {
  if (!isConnected(trial.client) || trial.told.size > 5) return;
  trial.lastTold += 1;
  const payload = `for ${trial.lastTold}`;
  let id = 1;
  while (trial.told.has(id)) id += 1;
  trial.told.set(id, { payload, isRecorded: false });
  linkReceived(trial.client, messageBytes(payload, id), trial.driven.now());
};

const drainStep: Step = (trial) => linkDrained(trial.client, trial.driven.now());

/** The link breaks, before or after what was written last. */
const loseStep =
  (isTaken: boolean): Step =>
  (trial) => {
    if (isTaken) listen(trial);
    trial.driven.sent();
    trial.answers = [];
    linkClosed(trial.client, "cut", trial.driven.now());
  };

const connectStep =
  (isKept: boolean): Step =>
  (trial) => {
    if (isConnected(trial.client)) return;
    let sessionPresent = isKept;
    for (let i = 0; i < 20 && !isConnected(trial.client); i += 1) {
      trial.driven.pass(60_000);
      if (!trial.client.connection.networkUp) trial.driven.open();
      linkOpened(trial.client, trial.driven.now());
      listen(trial);
      // What the broker would have answered on the link of before is not answered on this one.
      trial.answers = [];
      if (!sessionPresent) {
        for (const { payload } of trial.told.values()) trial.excused.add(payload);
        trial.open.clear();
        trial.told.clear();
      }
      const connack = bytesOf({ cmd: "connack", returnCode: 0, sessionPresent });
      // The session is there now, whatever becomes of this answer.
      sessionPresent = true;
      linkReceived(trial.client, connack, trial.driven.now());
    }
    for (const [id, { payload, isRecorded }] of trial.told)
      trial.answers.push(
        isRecorded ? bytesOf({ cmd: "pubrel", messageId: id }) : messageBytes(payload, id, true),
      );
  };

const steps = [
  { weight: 5, arbitrary: fc.constant(publishStep) },
  { weight: 6, arbitrary: fc.constant(answerStep) },
  { weight: 3, arbitrary: fc.constant(tellStep) },
  { weight: 1, arbitrary: fc.constant(drainStep) },
  { weight: 1, arbitrary: fc.boolean().map(loseStep) },
  { weight: 2, arbitrary: fc.constant(connectStep(true)) },
];
/** A stop in the answer that tells of a new session is like the loss of that answer: then nobody knows of it. */
const victimStep = fc.oneof(...steps);
const step = fc.oneof(...steps, { weight: 1, arbitrary: fc.constant(connectStep(false)) });

/** On a new connection: where a chunk was lost in a stop, the one that stands ends by its deadline. */
function deliverAll(trial: Trial): void {
  loseStep(true)(trial);
  for (let i = 0; i < 300; i += 1) {
    if (!isConnected(trial.client) || trial.client.stream.phase !== BETWEEN) {
      loseStep(true)(trial);
      connectStep(true)(trial);
    }
    drainStep(trial);
    answerStep(trial);
  }
}

function expectSound(trial: Trial, isSameSession: boolean): void {
  const { kept, came, heard, excused, lastTold, client } = trial;
  expect([...kept].filter((payload) => !came.includes(payload))).toEqual([]);
  if (isSameSession) expect(new Set(came).size).toBe(came.length);
  expect(new Set(heard).size).toBe(heard.length);
  const told = Array.from({ length: lastTold }, (_, i) => `for ${i + 1}`);
  expect(told.filter((payload) => !heard.includes(payload) && !excused.has(payload))).toEqual([]);
  expect([client.ring.put - client.ring.done, client.qos2ReceivedIds.ids]).toEqual([0, ""]);
}

test("kept messages arrive once after a stop at any write", () => {
  let stops = 0;
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 20 }),
      victimStep,
      fc.array(step, { maxLength: 8 }),
      (before, victim, after) => {
        for (let write = 0; ; write += 1) {
          const trial = begin();
          connectStep(false)(trial);
          for (const run of before) run(trial);
          const toldBefore = trial.lastTold;
          const heardBefore = new Set(trial.heard);
          const wasTold = [...trial.told.values()].map(({ payload }) => payload);
          const stopped = trial.fuse.stopAt(write, () => victim(trial));
          if (!stopped) return;
          stops += 1;
          // What came in while it stopped may be half-way: it is not told again.
          for (let i = toldBefore; i <= trial.lastTold; i += 1) trial.excused.add(`for ${i}`);
          for (const payload of wasTold) if (!heardBefore.has(payload)) trial.excused.add(payload);
          for (const run of after) run(trial);
          deliverAll(trial);
          // A slot that a stop left half-way is passed over with the next message.
          publishStep(trial);
          deliverAll(trial);
          expectSound(
            trial,
            trial.driven.told.greeted.slice(1).every((present) => present),
          );
        }
      },
    ),
    { numRuns: 150 },
  );
  expect(stops).toBeGreaterThan(500);
});

test("another broker's unfinished messages are released first after any stop", () => {
  let stops = 0;
  for (let write = 0; ; write += 1) {
    const trial = begin();
    const { driven, client, fuse } = trial;
    connectStep(false)(trial);
    publishStep(trial);
    loseStep(false)(trial);
    client.brokers.current = 1;
    driven.open();
    driven.sent();
    const connack = bytesOf({ cmd: "connack", returnCode: 0, sessionPresent: true });
    const stopped = fuse.stopAt(write, () => linkReceived(client, connack, driven.now()));
    if (!stopped) break;
    stops += 1;
    driven.sent();
    linkClosed(client, "cut", driven.now());
    driven.connectAnd();
    const commands = driven.sent().map(({ cmd }) => cmd);
    expect([commands.includes("pubrel"), commands.includes("publish")], `write ${write}`).toEqual([
      true,
      false,
    ]);
  }
  expect(stops).toBeGreaterThan(10);
});

test("a stopped first CONNACK completes the previous run's messages first", () => {
  for (let write = 0; ; write += 1) {
    const trial = begin();
    trial.open.set(257, "of before");
    publishStep(trial);
    const stopped = trial.fuse.stopAt(write, () => connectStep(true)(trial));
    for (let i = 0; i < 4; i += 1) {
      publishStep(trial);
      answerStep(trial);
      loseStep(i % 2 === 0)(trial);
      connectStep(true)(trial);
    }
    deliverAll(trial);
    publishStep(trial);
    deliverAll(trial);
    expect(trial.came[0], `write ${write}`).toBe("of before");
    expectSound(trial, true);
    if (!stopped) break;
  }
});
