// Many busy clients and one that has come: how long a turn of the program is, counted in turns and packets.
import { generate, type Packet } from "mqtt-packet";
import { expect, test } from "vitest";
import { createBroker } from "../../../tools/sim/broker/broker.ts";
import { CORRECT_BEHAVIOUR } from "../../../tools/sim/broker/misbehaviour.ts";
import { subscribePacket } from "./raw-client.ts";

const TURN_MS = 10;
/** What each packet takes. */
const PACKET_MS = 0.05;
/** A socket gives so many PINGREQ at once. */
const CHUNK = "\xc0\0".repeat(2048);

interface Socket {
  /** What it gives in each turn in which it is read. */
  chunks: () => string;
  isHeld: boolean;
  written: string;
}

/** A broker, sockets, and turns as Node has them: first calls that were put off, then each socket that is read. */
function served() {
  let time = 0;
  let putOff: (() => void)[] = [];
  const reads: (() => void)[] = [];
  const broker = createBroker({
    timers: {
      now: () => Math.floor(time),
      after(ms, then) {
        if (ms === 0) putOff.push(then);
        return () => {};
      },
    },
    limits: { turnMs: TURN_MS },
    records: false,
    behaviour: {
      ...CORRECT_BEHAVIOUR,
      ends() {
        time += PACKET_MS;
        return false;
      },
    },
  });

  function open(chunks: () => string): Socket {
    const socket: Socket = { chunks, isHeld: false, written: "" };
    const { received } = broker.peer(
      {
        write(bytes) {
          socket.written += bytes;
        },
        close: () => {},
        hold(isHeld) {
          socket.isHeld = isHeld;
        },
      },
      { host: "broker", port: 1883, tls: false },
    );
    reads.push(() => {
      if (!socket.isHeld) received(socket.chunks());
    });
    return socket;
  }

  return {
    open,
    /** One turn; returns what it took, in milliseconds. */
    turn(): number {
      const began = time;
      const due = putOff;
      putOff = [];
      for (const then of due) then();
      for (const read of reads) read();
      return time - began;
    },
  };
}

const textOf = (packet: Packet) => generate(packet).toString("latin1");
const hello = (clientId: string) => textOf({ cmd: "connect", clientId, clean: true, keepalive: 0 });

/** Says these one after the other, and then nothing. */
const saying = (...texts: string[]) => {
  const left = [...texts];
  return () => left.shift() ?? "";
};

/** `count` clients that are in and send as much as anybody takes. */
function crowded(count: number) {
  const scene = served();
  const busy = Array.from({ length: count }, (_, i) => {
    let isIn = false;
    return scene.open(() => {
      if (isIn) return CHUNK;
      isIn = true;
      return hello(`busy-${i}`);
    });
  });
  scene.turn();
  expect(busy.every(({ written }) => written.startsWith("\x20"))).toBe(true);
  for (let i = 0; i < 3; i += 1) scene.turn();
  return { ...scene, busy };
}

test.each([145, 1000])("a new client is admitted within a turn beside %i busy clients", (count) => {
  const { open, turn } = crowded(count);
  const newcomer = open(saying(hello("newcomer")));
  const took = turn();
  expect(newcomer.written).toBe("\x20\x02\x00\x00");
  expect(took).toBeLessThan(2 * TURN_MS);
});

test.each([
  [145, 8],
  [1000, 45],
])("a new client beside %i busy clients is answered after %i turns", (count, turns) => {
  const { open, turn } = crowded(count);
  const newcomer = open(saying(hello("newcomer"), textOf(subscribePacket("a", 0))));
  let taken = 0;
  while (!newcomer.written.includes("\x90") && taken < 1000) {
    turn();
    taken += 1;
  }
  expect(taken).toBeLessThanOrEqual(turns);
});

test("a turn with a new client is short", () => {
  const { open, turn } = crowded(145);
  const took = Array.from({ length: 5 }, (_, i) => {
    open(saying(hello(`newcomer-${i}`)));
    return turn();
  });
  turn();
  // Others may wait to be let in, one a turn. What is begun is taken.
  expect(Math.max(...took.slice(1))).toBeLessThan(TURN_MS / 10);
  expect(Math.min(...took.slice(1))).toBeGreaterThan(PACKET_MS);
  expect(turn()).toBeGreaterThan(TURN_MS / 2);
});

test("busy clients are served equally", () => {
  const { turn, busy } = crowded(100);
  const before = busy.map(({ written }) => written.length);
  for (let i = 0; i < 200; i += 1) turn();
  const answers = busy.map(({ written }, i) => written.length - before[i]);
  expect(Math.max(...answers) - Math.min(...answers)).toBeLessThan(0.2 * Math.max(...answers));
});

test("a lone client has the whole turn", () => {
  const { turn, busy } = crowded(1);
  const before = busy[0].written.length;
  for (let i = 0; i < 10; i += 1) turn();
  // Two bytes a PINGRESP.
  expect((busy[0].written.length - before) / 2).toBeGreaterThan((0.9 * 10 * TURN_MS) / PACKET_MS);
});
