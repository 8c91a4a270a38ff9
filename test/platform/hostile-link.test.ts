// The hosts in Node, and the images for NodeMCU in real Lua, in front of a hostile link. Each counts the
// seconds at QoS 1: a message that is lost leaves a gap.
import { beforeAll, describe, expect, test } from "vitest";
import { createHostileNetwork, expectAllBy, type HostileNetwork, withoutGaps } from "./hostile-network.ts";
import { buildImages, HOSTS, LIMITS } from "./hosts.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** The keep-alive time of the device, and how long a connection may take to open. */
const KEEP_ALIVE_MS = 20 * SECOND;
const OPEN_MS = 30 * SECOND;
const LONGEST_PAUSE_MS = MINUTE;
/** A PINGREQ goes out whether or not there is room. */
const PING_BYTES = 2;

/** Is anything tried, now that so much time passes? Returns how many connections there were. */
function triedWithin(network: HostileNetwork, ms: number): number {
  const before = network.connections.length;
  network.pass(ms);
  return network.connections.length - before;
}

beforeAll(buildImages, 5 * MINUTE);

describe.each(HOSTS)("$name", ({ start }) => {
  async function connected(): Promise<HostileNetwork> {
    const network = createHostileNetwork();
    await start(network);
    network.pass(10 * SECOND);
    expect(network.arrivals()).toBe(1);
    return network;
  }

  describe("a socket that accepts nothing", () => {
    test("the device fills the link to its limit and keeps order", async () => {
      const network = await connected();
      const link = network.newest();
      const before = link.writes.length;
      link.isStuck = true;
      network.pass(12 * SECOND);
      const stuck = link.writes.slice(before);
      link.takeAgain();
      network.pass(10);
      // A chip is given one send at a time, and then what has gathered behind it.
      const gathered = stuck.length === 1 ? (link.writes.at(before + 1) ?? 0) : 0;
      const handedOver = stuck.reduce((sum, bytes) => sum + bytes, gathered);
      expect(handedOver).toBeGreaterThan(LIMITS.linkBytes / 2);
      expect(handedOver).toBeLessThanOrEqual(LIMITS.linkBytes + PING_BYTES);
      network.pass(5 * SECOND);
      expectAllBy(network, 20);
      expect(network.connections).toHaveLength(1);
    });

    test("the device disconnects in time and loses nothing", async () => {
      const network = await connected();
      network.newest().isStuck = true;
      const since = network.clock.now();
      network.pass(1.5 * KEEP_ALIVE_MS);
      const [end] = network.ends(since);
      expect(end.line).toMatch(/^not connected: broker does not (answer PINGREQ|acknowledge)$/);
      network.pass(10 * SECOND);
      expectAllBy(network, 40);
      expect(network.connections.map(({ isOpen }) => isOpen)).toEqual([false, true]);
    });
  });

  describe("an unanswered connection", () => {
    test("each attempt ends at its deadline, until an answered attempt connects", async () => {
      const network = createHostileNetwork({ connect: "silent" });
      await start(network);
      const tried = triedWithin(network, 5 * MINUTE);
      expect(tried).toBeGreaterThanOrEqual(Math.floor((5 * MINUTE) / (OPEN_MS + LONGEST_PAUSE_MS)));
      expect(tried).toBeLessThanOrEqual(Math.ceil((5 * MINUTE) / OPEN_MS));
      expect(new Set(network.ends().map(({ line }) => line))).toEqual(
        new Set(["not connected: broker does not answer"]),
      );
      network.plan = {};
      expect(network.untilLetIn(0, OPEN_MS + LONGEST_PAUSE_MS)).toBe(true);
      network.pass(10 * SECOND);
      expect(network.faults()).toEqual([]);
    });

    test("a client waits silently for a slow answer", async () => {
      const network = createHostileNetwork({ connectMs: OPEN_MS - SECOND });
      await start(network);
      network.pass(OPEN_MS + 10 * SECOND);
      expect(network.ends()).toEqual([]);
      expectAllBy(network, 30);
    });
  });

  test("the device connects once the name resolves and keeps its messages", async () => {
    const network = createHostileNetwork();
    network.resolves = false;
    await start(network);
    network.pass(40 * SECOND);
    expect(network.ends()[0].line).toMatch(/^not connected: (unknown host|broker does not answer)$/);
    expect(network.arrivals()).toBe(0);
    network.resolves = true;
    expect(network.untilLetIn(0, OPEN_MS + LONGEST_PAUSE_MS)).toBe(true);
    network.pass(10 * SECOND);
    const counted = network.counted().slice(0, LIMITS.slots);
    expect({ counted, faults: network.faults() }).toEqual({ counted: withoutGaps(counted), faults: [] });
    expect(counted.length).toBeGreaterThan(40);
  });

  describe("lost Wi-Fi", () => {
    test("an opening connection is abandoned without Wi-Fi", async () => {
      const network = createHostileNetwork({ connectMs: 5 * SECOND });
      await start(network);
      network.clock.runUntil(() => network.connections.length === 1, 10 * SECOND);
      network.pass(2 * SECOND);
      network.setNetwork(false);
      network.pass(0);
      expect(network.ends().map(({ line }) => line)).toEqual(["not connected: network is down"]);
      expect(triedWithin(network, 20 * SECOND)).toBe(0);
      network.setNetwork(true);
      expect(network.untilLetIn(0, 30 * SECOND)).toBe(true);
      network.pass(5 * SECOND);
      expectAllBy(network, 20);
      expect(network.connections).toHaveLength(2);
    });

    test("a pending send is repeated after Wi-Fi returns", async () => {
      const network = await connected();
      network.newest().isStuck = true;
      network.pass(5 * SECOND);
      network.setNetwork(false);
      network.pass(5 * SECOND);
      network.setNetwork(true);
      expect(network.untilLetIn(1, 10 * SECOND)).toBe(true);
      network.pass(5 * SECOND);
      expectAllBy(network, 20);
      expect(network.connections.map(({ isOpen }) => isOpen)).toEqual([false, true]);
    });

    test("the device reconnects after two losses, and when Wi-Fi stays", async () => {
      const network = await connected();
      for (const up of [false, true, false, true]) {
        network.setNetwork(up);
        network.pass(SECOND / 10);
      }
      expect(network.untilLetIn(1, 20 * SECOND)).toBe(true);
      network.pass(20 * SECOND);
      expectAllBy(network, 25);
      expect(network.connections.filter(({ isOpen }) => isOpen)).toHaveLength(1);
    });

    test("losing Wi-Fi twice a minute loses nothing and leaks no socket", async () => {
      const network = await connected();
      for (let times = 0; times < 30; times += 1) {
        network.setNetwork(false);
        network.pass(7 * SECOND);
        network.setNetwork(true);
        network.pass(23 * SECOND);
      }
      expectAllBy(network, 14 * 60);
      expect(network.connections.filter(({ isOpen }) => isOpen)).toHaveLength(1);
    });
  });
});
