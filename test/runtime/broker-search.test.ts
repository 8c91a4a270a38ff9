// A device whose settings name a broker in the domain .local: it finds it at each attempt, or says that
// nobody knows it.
import { expect, test } from "vitest";
import type { NodeDevice } from "../../src/platform/node/node-device.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { SimulatedDatagrams } from "../../tools/sim/worlds/datagrams.ts";
import type { Peer } from "../../tools/sim/worlds/link.ts";
import { answerAt } from "../../tools/sim/worlds/time-server.ts";
import { startDevice } from "./device-in-world.ts";
import { ANNOUNCED_BROKER, answerTo, HOME_ASSISTANT } from "./mdns-answers.ts";

const GROUP = "224.0.0.251:5353";
const TIME_SERVER = "192.0.2.1";

/** A device with this `host` in a network where a question to all has this answer; and what it did. */
function searching(host: string, answer: (question: string) => string | undefined, settings = {}) {
  const clock = createVirtualClock();
  const broker = createBroker({ timers: clock });
  const opened: string[] = [];
  const peer: Peer = (end, endpoint) => {
    opened.push(`${endpoint.host}:${endpoint.port}`);
    return broker.peer(end, endpoint);
  };
  const datagrams = new SimulatedDatagrams(clock, {
    names: { "time.test": TIME_SERVER },
    peers: {
      [GROUP]: answer,
      [`${TIME_SERVER}:123`]: (question) => answerAt(Date.UTC(2026, 11, 1), question),
    },
  });
  const run = startDevice({
    declaration: { clock: { servers: ["time.test"] } },
    settings: { host, ...settings },
    world: { clock, peer, datagrams },
  });
  const questions = () => datagrams.sent.filter(({ address }) => address === "224.0.0.251");
  return { ...run, broker, datagrams, opened, questions };
}

const announced = (question: string) => answerTo(question, ANNOUNCED_BROKER);
const homeAssistant = (question: string) => answerTo(question, HOME_ASSISTANT);

test("a device connects to the broker announced by mDNS", () => {
  const run = searching("_mqtt._tcp.local", announced);
  run.pass(2000);
  expect(run.opened).toEqual(["192.168.1.20:1884"]);
  expect(run.broker.connects).toHaveLength(1);
});

test("a device connects to Home Assistant where no broker is announced", () => {
  const run = searching("_mqtt._tcp.local", homeAssistant, { port: 1885 });
  run.pass(5000);
  expect(run.opened).toEqual(["192.168.1.30:1885"]);
});

test("a device with a host setting ignores announced brokers", () => {
  const run = searching("homeassistant.local", announced);
  run.pass(2000);
  expect(run.opened).toEqual(["192.168.1.30:1883"]);
});

test("a device repeats a lost mDNS query or answer", () => {
  let lost = 2;
  const run = searching("homeassistant.local", (question) =>
    lost-- > 0 ? undefined : homeAssistant(question),
  );
  run.pass(5000);
  expect(run.questions()).toHaveLength(3);
  expect(run.opened).toEqual(["192.168.1.30:1883"]);
});

test("a device reports an unfound broker and searches again later", () => {
  const run = searching("broker.local", () => undefined);
  run.pass(60_000);
  expect(run.opened).toEqual([]);
  expect(run.console).toContain("not connected: nobody in the network says where broker.local is");
  const asked = run.questions().length;
  expect(asked % 3).toBe(0);
  run.pass(3_600_000);
  expect(run.questions().length).toBeGreaterThan(asked);
  // Three for each attempt of a client that backs off to a minute, half of it drawn.
  expect(run.questions().length - asked).toBeLessThanOrEqual(3 * 120);
});

test("a device finds a moved broker at its new address", () => {
  let answer = homeAssistant;
  const run = searching("_mqtt._tcp.local", (question) => answer(question));
  run.pass(5000);
  answer = announced;
  run.world.breakLink("cut");
  run.pass(30_000);
  expect(run.opened).toEqual(["192.168.1.30:1883", "192.168.1.20:1884"]);
});

test("an answer to another query, or a late one, is ignored", () => {
  const run = searching("homeassistant.local", (question) => `\0\0${homeAssistant(question).slice(2)}`);
  run.pass(30_000);
  expect(run.opened).toEqual([]);
  run.datagrams.fault = "late";
  run.pass(60_000);
  expect(run.opened).toEqual([]);
});

test("a lost network ends a search; the next network resumes it", () => {
  let answers = false;
  const run = searching("homeassistant.local", (question) => (answers ? homeAssistant(question) : undefined));
  run.pass(1500);
  run.world.setNetwork(false);
  run.pass(10_000);
  const asked = run.questions().length;
  run.pass(60_000);
  expect(run.questions()).toHaveLength(asked);
  answers = true;
  run.world.setNetwork(true);
  run.pass(30_000);
  expect(run.opened).toEqual(["192.168.1.30:1883"]);
});

test("a search and the time servers share the socket", () => {
  let answers = false;
  const run = searching("homeassistant.local", (question) => (answers ? homeAssistant(question) : undefined));
  run.pass(120_000);
  answers = true;
  run.pass(120_000);
  expect(run.opened).toEqual(["192.168.1.30:1883"]);
  expect((run.running as NodeDevice).runtime?.time?.clock.moment).toBeDefined();
});

test("with TLS the host name reaches the connection unchanged", () => {
  const run = searching("homeassistant.local", homeAssistant, { tls: true });
  run.pass(5000);
  expect([run.questions(), run.opened[0]]).toEqual([[], "homeassistant.local:8883"]);
});

test("a device whose TLS needs a host name does not start without", () => {
  const run = searching("_mqtt._tcp.local", announced, { tls: true });
  run.pass(5000);
  expect([run.opened, run.console]).toEqual([
    [],
    ["settings ask for TLS of a broker that they do not name: name its host"],
  ]);
});
