// A client between two brokers that stop, start and keep their sessions, by random schedules: nothing kept is
// lost between them, and at QoS 2 nothing comes again but what the client counted.
import { expect, test } from "vitest";
import { RunningClient } from "../../src/client/running-client.ts";
import { type Publication, prepare } from "../../src/mqtt/publication.ts";
import { createRandom } from "../../src/platform/node/random.ts";
import { faultSchedule, type Weather } from "../../tools/laboratory/worlds/fault-schedule.ts";
import { type Broker, createBroker } from "../../tools/sim/broker/broker.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";
import { atGate } from "../everything.ts";

const SEEDS = atGate(400, 1000);
const STEPS = 80;
/** Longer than every pause and every deadline of the client, one after the other. */
const CALM_MS = 900_000;
const NAMES = ["a", "b"];
const LIMITS = { slots: 16, bytes: 2000, packetBytes: 1000, linkBytes: 200 };
const WEATHER: Weather = {
  refused: 8,
  silent: 30,
  cut: 2,
  halfOpen: 6,
  bytesBeforeBreak: 200,
  inPieces: 2,
  longestDelayMs: 200,
};

interface Life {
  faults: string[];
  /** How often it went from one broker to the other; messages that it counted as possibly repeated. */
  moves: number;
  repeats: number;
}

function live(seed: number): Life {
  const clock = createVirtualClock();
  const random = createRandom(seed);
  const brokers = NAMES.map(() => createBroker({ timers: clock }));
  const storm = faultSchedule(seed, WEATHER);
  const tried: string[] = [];
  let isCalm = false;
  const world = createVirtualWorld({
    clock,
    seed,
    peer(end, endpoint) {
      tried.push(endpoint.host);
      return (brokers[NAMES.indexOf(endpoint.host)] as Broker).peer(end, endpoint);
    },
    plan: (connection) => (isCalm || random.once(2) ? {} : storm(connection)),
  });
  const running = new RunningClient(world, {
    id: "device",
    host: NAMES.join(","),
    session: "persistent",
    keepAlive: 10,
    limits: LIMITS,
  });
  const heard: string[] = [];
  running.subscribe("in", { deliver: (_self, payload) => void heard.push(payload) }, 2);
  const publications = [1, 2].map((qos) => prepare(`out/${qos}`, qos, false, "reject"));
  const kept: string[] = [];

  function step(number: number): void {
    const kind = random.below(10);
    if (kind < 5) {
      const payload = `${number}`;
      const publication = publications[random.below(2)] as Publication;
      if (running.publish(publication, payload) === "kept") kept.push(payload);
    } else if (kind < 7) clock.advance(random.below(random.once(3) ? 40_000 : 300));
    else if (kind === 7) world.breakLink(random.once(2) ? "cut" : "half-open");
    else {
      const broker = brokers[random.below(2)] as Broker;
      broker.stop();
      if (random.once(2)) clock.advance(random.below(120_000));
      broker.start();
    }
  }

  for (let number = 0; number < STEPS; number += 1) step(number);
  isCalm = true;
  clock.advance(CALM_MS);
  heard.length = 0;
  (brokers[running.client.brokers.current] as Broker).publish("in", "probe", { qos: 2 });
  // The connection may be one of the storm, and slow.
  clock.advance(10_000);

  const { ring, outcomes } = running.client;
  const { repeats } = outcomes;
  const received = brokers.flatMap((broker) => broker.received);
  const twice = received
    .filter(({ qos }) => qos === 2)
    .map(({ payload }) => payload)
    .filter((payload, index, all) => all.indexOf(payload) !== index);
  const lost = kept.filter((message) => !received.some(({ payload }) => payload === message));
  const faults = brokers.flatMap(({ breaches }) => breaches);
  if (lost.length > 0) faults.push(`Lost: ${lost.join(", ")}.`);
  if (twice.length > repeats) faults.push(`${twice.length} came again, of ${repeats} that were counted.`);
  if (ring.put !== ring.done) faults.push(`${ring.put - ring.done} slots are held.`);
  if (heard.join() !== "probe") faults.push(`It heard "${heard.join()}" of the broker that it is at.`);
  running.kill();
  return { faults, moves: tried.filter((name, at) => at > 0 && name !== tried[at - 1]).length, repeats };
}

test(`kept messages reach one broker or the other, through ${SEEDS} schedules`, () => {
  let moves = 0;
  let repeats = 0;
  for (let seed = 0; seed < SEEDS; seed += 1) {
    const life = live(seed);
    expect(life.faults, `seed ${seed}`).toEqual([]);
    moves += life.moves;
    repeats += life.repeats;
  }
  // They are schedules in which a session waits at one broker while the client is at the other.
  expect(moves).toBeGreaterThan(3 * SEEDS);
  expect(repeats).toBeGreaterThan(SEEDS);
});
