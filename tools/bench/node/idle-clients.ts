// A process that brings many clients of one kind to life and keeps them idle: `idle-clients.ts <contender>`, with
// --expose-gc.
import { connect, type MqttClient } from "mqtt";
import { commandTopic, ROOT, statusTopic } from "../../../src/device/topics.ts";
import { startNodeDevice } from "../../../src/platform/node/device.ts";
import { simulatedWires } from "../../sim/simulated-wires.ts";
import climate from "../firmware/climate/device.ts";
import { answerQuestions } from "./child.ts";
import { createNullPeer } from "./null-peer.ts";
import { chipIdOf, createNullWorlds } from "./null-world.ts";
import { cpuMicroseconds } from "./pairs.ts";

export interface IdleQuestion {
  count: number;
}

export interface IdleAnswer {
  /** For each of them: microseconds of CPU time until it is connected, and bytes of heap once it is idle. */
  micros: number;
  bytes: number;
}

interface Fleet {
  /** Brings `count` to life, the first of them with this number; resolves with what must be kept of them. */
  connect: (first: number, count: number) => Promise<unknown>;
  /** Lets all of them live until they are idle. */
  settle: () => Promise<void>;
}

/** Longer than the longest first pause before connecting. */
const CONNECTED_MS = 2000;
/** Long enough for each sensor to have filled its filters. */
const LIVED_MS = 200_000;
/** For clients in real time. */
const SETTLING_MS = 100;
const WARM_UP = 200;
const BATCHES = 5;

answerQuestions<IdleQuestion, IdleAnswer>(async ({ count }) => {
  const fleet = process.argv[2] === "mqtt" ? mqttJsFleet : createDevices();
  // The first ones bring what is made once: compiled code, the shapes of records, shared tables.
  const kept = [await fleet.connect(0, WARM_UP)];
  await fleet.settle();
  const batches: IdleAnswer[] = [];
  while (batches.length < BATCHES) {
    const before = heapBytes();
    const micros = await cpuMicroseconds(async () => {
      kept.push(await fleet.connect(kept.length * count + WARM_UP, count));
    });
    await fleet.settle();
    batches.push({ micros: micros / count, bytes: (heapBytes() - before) / count });
  }
  // The middle one does not contain the growth of a table of the engine.
  return {
    micros: middle(batches.map(({ micros }) => micros)),
    bytes: middle(batches.map(({ bytes }) => bytes)),
  };
});

function middle(figures: number[]): number {
  return figures.sort((a, b) => a - b)[figures.length >> 1] as number;
}

/** The climate device with all its layers, in worlds that share what can be shared. */
function createDevices(): Fleet {
  const worlds = createNullWorlds();
  const wires = simulatedWires(climate);
  return {
    async connect(first, count) {
      const devices = Array.from({ length: count }, (_, index) =>
        startNodeDevice(worlds.create(first + index), climate, wires),
      );
      worlds.clock.advance(CONNECTED_MS);
      return devices;
    },
    async settle() {
      worlds.clock.advance(LIVED_MS);
    },
  };
}

/** MQTT.js alone, with the same will, keep-alive and subscription, each over a null peer of its own. */
const mqttJsFleet: Fleet = {
  connect: (first, count) =>
    Promise.all(
      Array.from({ length: count }, (_, index) =>
        connectMqttJs(`${climate.name}-${chipIdOf(first + index)}`),
      ),
    ),
  settle: () => new Promise((resolve) => setTimeout(resolve, SETTLING_MS)),
};

/** As its users make one, but for the stream: what `connect` adds to its options it keeps. */
async function connectMqttJs(clientId: string): Promise<MqttClient> {
  const root = ROOT + clientId;
  const client = connect("mqtt://broker", {
    clientId,
    clean: false,
    keepalive: 60,
    protocolVersion: 4,
    will: { topic: statusTopic(root), payload: Buffer.from("offline"), qos: 1, retain: true },
    manualConnect: true,
  });
  Object.assign(client, { streamBuilder: () => createNullPeer() });
  client.on("message", ignore);
  const connected = new Promise((resolve) => client.once("connect", resolve));
  client.connect();
  await connected;
  await client.subscribeAsync(commandTopic(root, "heater"), { qos: 1 });
  return client;
}

function ignore(): void {}

function heapBytes(): number {
  const collect = globalThis.gc;
  if (collect === undefined) throw new Error("This program measures the heap; start it with --expose-gc.");
  for (let i = 0; i < 3; i += 1) collect();
  return process.memoryUsage().heapUsed;
}
