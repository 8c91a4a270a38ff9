import { expect, test } from "vitest";
import { createRandom } from "../../src/platform/node/random.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { createSimulatedLink, type LinkPlan, type PeerEnd } from "../../tools/sim/worlds/link.ts";

/** Both ends of one link, with what each was told. */
function connected(plan: LinkPlan, seed = 1) {
  const clock = createVirtualClock();
  const device: string[] = [];
  const peer: string[] = [];
  const got = { device: "", peer: "" };
  let peerEnd: PeerEnd | undefined;
  const link = createSimulatedLink(
    clock,
    createRandom(seed),
    plan,
    {
      opened: () => device.push("opened"),
      received(bytes) {
        got.device += bytes;
        device.push(bytes);
      },
      drained: () => device.push("drained"),
      closed: (reason) => device.push(`closed: ${reason}`),
    },
    (end) => {
      peerEnd = end;
      return {
        received(bytes) {
          got.peer += bytes;
          peer.push(bytes);
        },
        closed: (orderly) => peer.push(orderly ? "closed" : "cut"),
      };
    },
  );
  const toDevice = (bytes: string) => (peerEnd as PeerEnd).write(bytes);
  return { clock, link, stream: link.stream, device, peer, got, toDevice, closePeer: () => peerEnd?.close() };
}

test("the link calls back after a call returns, never within", () => {
  const { clock, stream, device, peer } = connected({});
  expect(device).toEqual([]);
  clock.advance(0);
  stream.write("hello");
  expect([device, peer]).toEqual([["opened"], []]);
  clock.advance(0);
  expect([device, peer]).toEqual([["opened", "drained"], ["hello"]]);
});

test("bytes arrive late and split, but whole and ordered, both ways", () => {
  const text = Array.from({ length: 1000 }, (_, i) => String.fromCharCode(i & 255)).join("");
  for (let seed = 0; seed < 20; seed += 1) {
    const lane = { delayMs: [1, 40] as const, pieceBytes: 7 };
    const { clock, stream, got, toDevice, peer } = connected({ toPeer: lane, toDevice: lane }, seed);
    clock.advance(0);
    stream.write(text);
    toDevice(text);
    clock.advance(100_000);
    expect(got).toEqual({ device: text, peer: text });
    expect(peer.length).toBeGreaterThan(100);
  }
});

test("waiting writes may arrive as one chunk", () => {
  const { clock, stream, peer } = connected({ toPeer: { delayMs: [10, 10] } });
  clock.advance(0);
  stream.write("a");
  stream.write("b");
  clock.advance(10);
  expect(peer).toEqual(["ab"]);
});

test("drained is reported once when everything written has left", () => {
  const { clock, stream, device } = connected({ toPeer: { delayMs: [1, 1], pieceBytes: 2 } });
  clock.advance(0);
  stream.write("abcdef");
  stream.write("ghi");
  clock.advance(1000);
  expect(device).toEqual(["opened", "drained"]);
});

test.each([0, 1, 2, 4, 5])(
  "a cut after %i bytes delivers exactly those, and both ends learn",
  (afterBytes) => {
    const { clock, stream, device, peer, got } = connected({
      break: { direction: "toPeer", afterBytes, how: "cut" },
    });
    clock.advance(0);
    stream.write("hello");
    clock.advance(1000);
    expect(got.peer).toBe("hello".substring(0, afterBytes));
    expect(device.at(-1)).toBe("closed: connection reset");
    expect(peer.at(-1)).toBe("cut");
  },
);

test("a cut after bytes to the device loses the remainder", () => {
  const { clock, device, got, toDevice } = connected({
    break: { direction: "toDevice", afterBytes: 3, how: "cut" },
  });
  clock.advance(0);
  toDevice("abcdef");
  clock.advance(1000);
  expect(got.device).toBe("abc");
  expect(device.at(-1)).toBe("closed: connection reset");
});

test("a half-open connection loses writes silently and delivers nothing", () => {
  const { clock, stream, device, peer, toDevice } = connected({
    break: { direction: "toPeer", afterBytes: 2, how: "half-open" },
  });
  clock.advance(0);
  stream.write("ab");
  clock.advance(0);
  stream.write("lost");
  toDevice("lost");
  clock.advance(1_000_000);
  expect([device, peer]).toEqual([["opened", "drained"], ["ab"]]);
});

test("a half-open connection stops draining when its send buffer is full", () => {
  const { clock, stream, device, link } = connected({});
  clock.advance(0);
  link.breakNow("half-open");
  for (let i = 0; i < 10; i += 1) {
    stream.write("x".repeat(1000));
    clock.advance(1);
  }
  expect(device.filter((event) => event === "drained")).toHaveLength(5);
});

test("a refused connection closes without opening; a silent one reports nothing", () => {
  const refused = connected({ connect: "refuse", connectMs: 20 });
  refused.clock.advance(1000);
  expect(refused.device).toEqual(["closed: connection refused"]);
  const silent = connected({ connect: "silent" });
  silent.clock.advance(1_000_000);
  expect(silent.device).toEqual([]);
  expect(silent.clock.pending()).toBe(0);
});

test("a normal close delivers written bytes without a report to the device", () => {
  const { clock, stream, device, peer, toDevice } = connected({ toPeer: { delayMs: [10, 10] } });
  clock.advance(0);
  stream.write("bye");
  stream.close();
  toDevice("too late");
  clock.advance(1000);
  expect(peer).toEqual(["bye", "closed"]);
  expect(device).toEqual(["opened"]);
});

test("a power cut loses unsent bytes without notifying the peer", () => {
  const { clock, stream, device, peer } = connected({ toPeer: { delayMs: [10, 10] } });
  clock.advance(0);
  stream.write("never");
  stream.drop();
  clock.advance(1_000_000);
  expect([device, peer]).toEqual([["opened"], []]);
});

test("a close by the peer delivers its written bytes first", () => {
  const { clock, device, peer, toDevice, closePeer } = connected({});
  clock.advance(0);
  toDevice("sorry");
  closePeer();
  clock.advance(1000);
  expect(device).toEqual(["opened", "sorry", "closed: closed by the peer"]);
  expect(peer).toEqual([]);
});

test("bytes written before the connection opens go first when it does", () => {
  const { clock, stream, peer } = connected({ connectMs: 50 });
  stream.write("early");
  clock.advance(1000);
  expect(peer).toEqual(["early"]);
});

test("closing while the connection opens ends the attempt", () => {
  const { clock, stream, device, peer } = connected({ connectMs: 50 });
  stream.close();
  clock.advance(1000);
  expect([device, peer]).toEqual([[], []]);
});
