// A process that brings many clients of one kind to life and keeps them idle: `idle-clients.ts <contender>`, with
// --expose-gc.
import { MqttClient } from "mqtt";
import climate from "../../../firmware/climate/device.ts";
import { commandTopic, ROOT, statusTopic } from "../../../src/device/topics.ts";
import { startNodeDevice } from "../../../src/platform/node/device.ts";
import { simulatedWires } from "../../sim/simulated-wires.ts";
import { answerQuestions } from "./child.ts";
import { createNullPeer } from "./null-peer.ts";
import { chipIdOf, createNullWorlds } from "./null-world.ts";
import { cpuMicroseconds } from "./pairs.ts";

export interface IdleQuestion {
  count: number;
}

export interface IdleAnswer {
  /** For each of them: bytes of heap once it is idle, and microseconds of CPU time to bring it there. */
  bytes: number;
  micros: number;
}

/** Brings `count` to life, the first of them with this number; resolves with what must be kept of them. */
type Start = (first: number, count: number) => Promise<unknown>;

/** Long enough for each sensor to have filled its filters. */
const LIVED_MS = 600_000;
const SETTLING_MS = 100;
const WARM_UP = 200;
const BATCHES = 5;

answerQuestions<IdleQuestion, IdleAnswer>(async ({ count }) => {
  const start = process.argv[2] === "mqtt" ? startMqttJs : createDevices();
  // The first ones bring what is made once: compiled code, the shapes of records, shared tables.
  const kept = [await start(0, WARM_UP)];
  const batches: IdleAnswer[] = [];
  while (batches.length < BATCHES) {
    const before = heapBytes();
    const micros = await cpuMicroseconds(async () => {
      kept.push(await start(kept.length * count + WARM_UP, count));
    });
    batches.push({ bytes: (heapBytes() - before) / count, micros: micros / count });
  }
  // The middle one does not contain the growth of a table of the engine.
  return batches.sort((a, b) => a.bytes - b.bytes)[BATCHES >> 1] as IdleAnswer;
});

/** The climate device with all its layers, in worlds that share what can be shared. */
function createDevices(): Start {
  const worlds = createNullWorlds();
  const wires = simulatedWires(climate);
  return async (first, count) => {
    const devices = Array.from({ length: count }, (_, index) =>
      startNodeDevice(worlds.create(first + index), climate, wires),
    );
    worlds.clock.advance(LIVED_MS);
    return devices;
  };
}

/** MQTT.js alone, with the same will, keep-alive and subscription, each over a null peer of its own. */
const startMqttJs: Start = async (first, count) => {
  const clients = await Promise.all(
    Array.from({ length: count }, (_, index) => connectMqttJs(`${climate.name}-${chipIdOf(first + index)}`)),
  );
  await new Promise((resolve) => setTimeout(resolve, SETTLING_MS));
  return clients;
};

async function connectMqttJs(clientId: string): Promise<MqttClient> {
  const root = ROOT + clientId;
  const will = { topic: statusTopic(root), payload: Buffer.from("offline"), qos: 1, retain: true } as const;
  const client = new MqttClient(() => createNullPeer(), {
    clientId,
    clean: false,
    keepalive: 60,
    protocolVersion: 4,
    will,
  });
  client.on("message", ignore);
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
