// The images for NodeMCU and what is the firmware's own: its events, its errors, its DNS and its station.
import { beforeAll, describe, expect, test } from "vitest";
import type { NodeMcuOptions } from "../../tools/laboratory/hosts/nodemcu/nodemcu.ts";
import { createHostileNetwork, expectAllBy, type HostileNetwork } from "./hostile-network.ts";
import { buildImages, CHIPS, type Chip, onNodeMcu } from "./hosts.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** init.lua starts the image so long after power. */
const START_MS = 2 * SECOND;
const OPEN_MS = 30 * SECOND;
const LONGEST_PAUSE_MS = MINUTE;

/** Keeps every socket that the image makes, and what it asked to be called with; and the station's callbacks. */
const WITNESS = `
sockets = {}
local create = net.createConnection
function net.createConnection(...)
  local socket = create(...)
  local on, heard = socket.on, {}
  function socket.on(self, name, callback)
    heard[name] = callback
    on(self, name, callback)
  end
  sockets[#sockets + 1] = socket
  socket.heard = heard
  return socket
end
station = {}
if wifi.sta.on then
  local on = wifi.sta.on
  function wifi.sta.on(name, callback)
    station[name] = callback
    on(name, callback)
  end
end
`;

beforeAll(buildImages, 5 * MINUTE);

/** The image with power, and `before` run ahead of it. */
async function powered(
  chip: Chip,
  network: HostileNetwork,
  options: Partial<NodeMcuOptions> = {},
  before = "",
) {
  const device = await onNodeMcu(chip, network, options);
  device.evaluate(WITNESS + before);
  return device;
}

async function connected(chip: Chip, options: Partial<NodeMcuOptions> = {}) {
  const network = createHostileNetwork();
  const device = await powered(chip, network, options);
  network.pass(10 * SECOND);
  expect(network.arrivals()).toBe(1);
  return { network, device };
}

describe.each(CHIPS)("the image for the %s", (chip) => {
  test("the link has one pending send and joins later bytes", async () => {
    const { network } = await connected(chip);
    const link = network.newest();
    link.isStuck = true;
    network.pass(1500);
    const before = link.writes.length;
    network.pass(10 * SECOND);
    expect(link.writes).toHaveLength(before);
    link.takeAgain();
    network.pass(10);
    expect(link.writes[before]).toBeGreaterThan(2 * (link.writes[before - 1] ?? 0));
    network.pass(SECOND);
    expectAllBy(network, 18);
  });

  test("the image loses nothing across cut buffers and halved acknowledgements", async () => {
    const { network } = await connected(chip, { splitOdds: 1 });
    network.pass(MINUTE);
    expectAllBy(network, 65);
    expect(network.connections).toHaveLength(1);
  });

  describe("events of a closed socket", () => {
    /**
     * Lua that calls what the first socket asked to be called with: as that socket, or as none where the
     * firmware has let go of it.
     */
    const lateEvents = (from: "sockets[1]" | "nil") => `
      local first, heard = ${from}, sockets[1].heard
      heard.receive(first, string.char(48))
      heard.sent(first)
      if first then heard.connection(first) end
      heard.disconnection(first, -11)`;

    test.each(["sockets[1]", "nil"] as const)(
      "events of %s on a closed socket leave the new connection unchanged",
      async (from) => {
        const { network, device } = await connected(chip);
        network.newest().isStuck = true;
        network.setNetwork(false);
        network.pass(SECOND);
        network.setNetwork(true);
        expect(network.untilLetIn(1, 10 * SECOND)).toBe(true);
        network.pass(3 * SECOND);
        const link = network.newest();
        link.isStuck = true;
        network.pass(3 * SECOND);
        const writes = link.writes.length;
        device.evaluate(lateEvents(from));
        network.pass(SECOND);
        expect(link.writes).toHaveLength(writes);
        link.takeAgain();
        network.pass(MINUTE);
        expectAllBy(network, 70);
        expect([network.connections.length, network.arrivals()]).toEqual([2, 2]);
      },
    );

    test("events between two connections do nothing", async () => {
      const { network, device } = await connected(chip);
      network.setNetwork(false);
      network.pass(SECOND);
      for (const from of ["sockets[1]", "nil"] as const) device.evaluate(lateEvents(from));
      network.pass(SECOND);
      network.setNetwork(true);
      expect(network.untilLetIn(1, 10 * SECOND)).toBe(true);
      network.pass(5 * SECOND);
      expectAllBy(network, 15);
      expect(network.connections).toHaveLength(2);
    });
  });

  test("the image closes a connection at its deadline and retries", async () => {
    const network = createHostileNetwork({ connectMs: OPEN_MS + 5 * SECOND });
    const device = await powered(chip, network);
    network.clock.runUntil(() => network.connections.length === 1, 10 * SECOND);
    network.plan = {};
    // A pause is as long as the outage so far at most, which the first attempt was.
    expect(network.untilLetIn(0, 2 * OPEN_MS + 5 * SECOND)).toBe(true);
    network.pass(MINUTE);
    expectAllBy(network, 60);
    expect(network.connections.map(({ isOpen }) => isOpen)).toEqual([false, true]);
    expect(device.socketsHeld()).toBe(1);
  });

  test("the image treats lwIP's failure as the end and frees the socket", async () => {
    const network = createHostileNetwork({ connect: "silent" });
    const device = await powered(chip, network, { connectMs: 18 * SECOND });
    network.pass(10 * MINUTE);
    const ends = new Set(network.ends().map(({ line }) => line));
    expect([...ends].join()).toMatch(/^not connected: connection ended, code -1\d$/);
    expect(network.ends().length).toBeGreaterThan(6);
    expect(device.socketsHeld()).toBeLessThanOrEqual(1);
    network.plan = {};
    expect(network.untilLetIn(0, 18 * SECOND + LONGEST_PAUSE_MS)).toBe(true);
  });

  test("the image hears no answer for an unknown host and retries", async () => {
    const unknownHosts = ["broker"];
    const network = createHostileNetwork();
    const device = await powered(chip, network, { unknownHosts, connectMs: 40 * SECOND });
    network.pass(START_MS + OPEN_MS + 2 * SECOND);
    expect(network.ends().map(({ line }) => line)).toEqual(["not connected: broker does not answer"]);
    network.pass(5 * MINUTE);
    expect([network.connections.length, network.faults()]).toEqual([0, []]);
    // The ESP32 goes on with an attempt that was given up, until lwIP does.
    expect(device.socketsHeld()).toBeLessThanOrEqual(2);
    unknownHosts.pop();
    expect(network.untilLetIn(0, OPEN_MS + LONGEST_PAUSE_MS)).toBe(true);
    network.pass(MINUTE);
    expect(device.socketsHeld()).toBe(1);
  });

  test("the image closes a connection whose send fails and loses nothing", async () => {
    for (let send = 1; send <= 12; send += 1) {
      const network = createHostileNetwork();
      const device = await powered(chip, network);
      device.evaluate(`
        local create, sends = net.createConnection, 0
        function net.createConnection()
          local socket = create()
          local send = socket.send
          function socket.send(self, bytes)
            sends = sends + 1
            if sends == ${send} then error("out of memory") end
            send(self, bytes)
          end
          return socket
        end`);
      network.pass(40 * SECOND);
      expect(network.ends().map(({ line }) => line)).toEqual([
        expect.stringMatching(/^not connected: send: .*out of memory$/),
      ]);
      expectAllBy(network, 30);
    }
  });

  test("an image retries when the attempt itself raises an error", async () => {
    const network = createHostileNetwork();
    const device = await powered(chip, network);
    device.evaluate(`
      local create, attempts = net.createConnection, 0
      function net.createConnection()
        attempts = attempts + 1
        local socket = create()
        if attempts < 3 then socket.connect = function() error("out of memory") end end
        return socket
      end`);
    expect(network.untilLetIn(0, 3 * MINUTE)).toBe(true);
    network.pass(10 * SECOND);
    expect([device.panics, network.broker.breaches]).toEqual([[], []]);
    expect(network.connections).toHaveLength(1);
  });

  test("the link holds one socket after an hour of losing Wi-Fi each minute", async () => {
    const { network, device } = await connected(chip, { connectMs: 18 * SECOND });
    for (let times = 0; times < 60; times += 1) {
      network.setNetwork(false);
      network.pass(20 * SECOND);
      network.setNetwork(true);
      network.pass(40 * SECOND);
    }
    expectAllBy(network, 3500);
    expect([device.socketsHeld(), device.restarts()]).toEqual([1, 0]);
  });
});

describe("the image for the esp32", () => {
  test("an ESP32 joins once despite two events of lost Wi-Fi", async () => {
    const { network, device } = await connected("esp32", { joinMs: 3 * SECOND });
    network.setNetwork(false);
    network.pass(SECOND);
    device.evaluate("station.disconnected('disconnected', { reason = 8 })");
    network.setNetwork(true);
    expect(network.untilLetIn(1, 20 * SECOND)).toBe(true);
    network.pass(30 * SECOND);
    expect([device.panics, device.restarts()]).toEqual([[], 0]);
    expectAllBy(network, 30);
  });

  test("an ESP32 retries after a join that raised an error", async () => {
    const { network, device } = await connected("esp32");
    device.evaluate(`
      local connect, attempts = wifi.sta.connect, 0
      function wifi.sta.connect()
        attempts = attempts + 1
        if attempts < 3 then error("connect failed, code 257") end
        connect()
      end`);
    network.setNetwork(false);
    network.pass(SECOND);
    network.setNetwork(true);
    expect(network.untilLetIn(1, 30 * SECOND)).toBe(true);
    network.pass(10 * SECOND);
    expect([device.panics, device.restarts()]).toEqual([[], 0]);
    expectAllBy(network, 20);
  });
});
