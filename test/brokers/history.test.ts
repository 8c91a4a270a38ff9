// The history of a device in virtual time at a real Mosquitto: a subscriber of MQTT.js counts its readings.
import { connect as connectSocket, type Socket } from "node:net";
import { performance } from "node:perf_hooks";
import { type Packet, parser } from "mqtt-packet";
import { expect, onTestFinished, test } from "vitest";
import { hours } from "../../src/index.ts";
import { startMosquitto } from "../../tools/laboratory/brokers/mosquitto.ts";
import { startSubscriber } from "../../tools/laboratory/brokers/subscriber.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import type { Peer } from "../../tools/sim/worlds/link.ts";
import { expectMinutesOnce, HISTORY_TOPIC, minutesFrom, startMinutes } from "../clock/minutes-device.ts";
import { MOSQUITTO, needs } from "../needs.ts";

const [MINUTE, HOUR] = [60_000, 3_600_000] as const;
/** Short beside what a device waits for an answer. */
const STEP_MS = 500;
/** A broker that is there answers sooner, by the wall's time: the device's stands still meanwhile. */
const PATIENCE_MS = 5000;

/** Connections of a device in virtual time become sockets of loopback. */
function bySocket(port: number, mqtt: 3 | 5) {
  /** What the broker owes each connection: an answer to each packet that wants one. */
  const owed = new Map<Socket, number>();
  const protocolVersion = mqtt === 3 ? 4 : 5;
  const peer: Peer = (end) => {
    const socket = connectSocket({ port, host: "127.0.0.1", noDelay: true });
    const [asks, answers] = [parser({ protocolVersion }), parser({ protocolVersion })];
    let isOver = false;
    const add = (count: number) => owed.set(socket, (owed.get(socket) ?? 0) + count);
    asks.on("packet", (packet) => isAnswered(packet) && add(1));
    answers.on("packet", ({ cmd }) => cmd !== "publish" && add(-1));
    // Until it is open, or refused.
    add(1);
    socket.on("connect", () => add(-1));
    socket.on("data", (bytes) => {
      answers.parse(bytes);
      end.write(bytes.toString("latin1"));
    });
    socket.on("error", () => {});
    socket.on("close", () => {
      owed.delete(socket);
      if (!isOver) end.close();
    });
    return {
      received(text) {
        const bytes = Buffer.from(text, "latin1");
        asks.parse(bytes);
        socket.write(bytes);
      },
      closed() {
        isOver = true;
        socket.destroy();
        owed.delete(socket);
      },
    };
  };
  /** Resolves when it owes nothing, or has taken too long over it. */
  async function answered(): Promise<void> {
    const patience = performance.now() + PATIENCE_MS;
    while ([...owed.values()].some((count) => count > 0) && performance.now() < patience)
      await new Promise<void>((resolve) => setImmediate(resolve));
  }
  return { peer, answered };
}

function isAnswered({ cmd, ...packet }: Packet): boolean {
  return cmd === "publish" ? "qos" in packet && packet.qos === 1 : cmd !== "puback" && cmd !== "disconnect";
}

test.each([3, 5] as const)(
  "each reading of a day without a broker arrives once at MQTT.js, in order, in MQTT %i",
  needs(MOSQUITTO),
  async (mqtt) => {
    const broker = await startMosquitto();
    onTestFinished(broker.end);
    const subscriber = await startSubscriber(broker.port);
    onTestFinished(subscriber.end);
    const clock = createVirtualClock();
    const { peer, answered } = bySocket(broker.port, mqtt);
    let cuts = 0;
    const device = startMinutes(
      {
        history: { keep: hours(30) },
        ring: { slots: 8, bytes: 512 },
        mqtt,
        plan: () =>
          cuts === 0 ? {} : { break: { direction: "toPeer", afterBytes: 700 + 83 * cuts--, how: "cut" } },
      },
      clock,
      peer,
    );
    const pass = async (ms: number, step = STEP_MS) => {
      for (let passed = 0; passed < ms; passed += step) {
        clock.advance(step);
        await answered();
      }
    };
    await pass(5 * MINUTE);
    await broker.stop();
    await pass(24 * HOUR, MINUTE / 2);
    await broker.start();
    await subscriber.untilSubscribedAgain();
    cuts = 9;
    const held = device.heldBytes();
    await pass(50 * MINUTE);
    expect(cuts).toBe(0);
    expect(held).toBeGreaterThan(24 * 60 * 4);
    expect(device.heldBytes()).toBeLessThan(100);

    const payloads = subscriber.payloadsOf(HISTORY_TOPIC);
    // At QoS 1 a message may come twice.
    const kept = expectMinutesOnce([...new Set(payloads)]);
    expect(kept).toEqual(minutesFrom(0, kept.length - 1));
    expect(kept.length).toBeGreaterThan(24 * 60 + 5);
    expect(payloads.length - new Set(payloads).size).toBeLessThanOrEqual(9);
  },
);
