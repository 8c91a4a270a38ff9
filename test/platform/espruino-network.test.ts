// Espruino's side of the network, beside modules that fail as its firmware does: names that are not found,
// links that never open, Wi-Fi that gives up. Each ends in words and another attempt, and no two attempts
// overlap.
import Module from "node:module";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { device } from "../../src/device/declare/device.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { MARK, TRIED } from "../../src/runtime/settings-trial.ts";

const MINUTE = 60_000;
const LIMITS = { slots: 4, bytes: 256, packetBytes: 256, linkBytes: 536 };
/** Not by its name: what it finds around it is declared for Espruino only. */
const BOOT = new URL("../../src/platform/espruino/boot.ts", import.meta.url).href;

const loader = Module as unknown as { _load: (name: string) => unknown };

type Heard = (argument?: unknown) => void;

/** What the firmware gives a program, as far as it concerns the network. */
function firmware() {
  const board = {
    lines: [] as string[],
    joins: 0,
    /** Options and names that the module was called with, in order. */
    calls: [] as unknown[],
    /** Sockets that were opened and have not ended; the most there were at a time. */
    open: 0,
    mostOpen: 0,
    attempts: 0,
    restarts: 0,
    storage: new Map<string, string>(),
    wifi: new Map<string, Heard>(),
    /** What becomes of each attempt to join; of each to connect. */
    join: (_done: Heard) => {},
    connect: () => {},
  };
  const settings = settingsRecord({ ssid: "lan", password: "password", host: "broker", id: "dev" });
  const { storage } = board;
  storage.set(SETTINGS, settings);
  const modules: Record<string, unknown> = {
    Wifi: {
      on: (event: string, heard: Heard) => board.wifi.set(event, heard),
      connect(_ssid: string, options: unknown, done: Heard) {
        board.joins += 1;
        board.calls.push(options);
        board.join(done);
      },
      setHostname: (name: string) => board.calls.push(name),
      setIP: (options: unknown) => board.calls.push(options),
    },
    Storage: {
      read: (name: string) => storage.get(name),
      write(name: string, bytes: string) {
        storage.set(name, bytes);
        return true;
      },
    },
    net: {
      connect() {
        board.attempts += 1;
        board.connect();
        board.open += 1;
        board.mostOpen = Math.max(board.mostOpen, board.open);
        return { on: () => {}, removeAllListeners: () => {}, write: () => {}, end: () => (board.open -= 1) };
      },
    },
  };
  // A module's `require` is no global: it is answered where it ends up.
  vi.spyOn(loader, "_load").mockImplementation((name) => modules[name]);
  vi.stubGlobal("getSerial", () => "00112233");
  vi.stubGlobal("getTime", () => Date.now() / 1000);
  vi.stubGlobal("print", (line: string) => board.lines.push(line));
  vi.stubGlobal("E", { on: () => {}, hwRand: () => 0x2545f491, reboot: () => (board.restarts += 1) });
  for (const name of ["digitalWrite", "digitalRead"]) vi.stubGlobal(name, () => 0);
  return board;
}

/** Starts a device without parts on the board. */
async function started(board: ReturnType<typeof firmware>) {
  const { boot } = (await import(BOOT)) as { boot: (...all: unknown[]) => void };
  boot(device({ name: "bare" }), {}, LIMITS);
  return board;
}

beforeEach(() => {
  vi.resetModules();
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test("failed Wi-Fi is retried every ten seconds, no faster", async () => {
  const board = firmware();
  board.join = (done) =>
    setTimeout(() => {
      board.wifi.get("disconnected")?.();
      done("NO_AP_FOUND");
    }, 1000);
  await started(board);
  vi.advanceTimersByTime(10 * MINUTE);
  expect(board.joins).toBe(Math.floor((10 * MINUTE) / 11_000) + 1);
  expect(board.lines).toContain("Wi-Fi: NO_AP_FOUND");
});

test("a refused name or password is reported, and the device runs offline", async () => {
  const board = firmware();
  board.join = () => {
    throw new Error("Password must be shorter");
  };
  await started(board);
  vi.advanceTimersByTime(10 * MINUTE);
  expect(board.lines).toContain("Wi-Fi: Error: Password must be shorter");
  expect(board.joins).toBe(61);
});

test("a failed start with trial settings restarts and reverts them", async () => {
  const board = firmware();
  board.storage.set(MARK, "0");
  board.storage.set(TRIED, settingsRecord({ ssid: "other", host: "new" }));
  vi.stubGlobal("getSerial", () => {
    throw new Error("Out of memory");
  });
  await expect(started(board)).rejects.toThrow("Out of memory");
  expect([board.restarts, board.storage.get(MARK)]).toEqual([0, "1"]);
  vi.advanceTimersByTime(2 * MINUTE);
  expect(board.restarts).toBe(1);
});

test("a network that returns by itself is not joined again", async () => {
  const board = firmware();
  await started(board);
  board.wifi.get("connected")?.();
  board.wifi.get("disconnected")?.();
  vi.advanceTimersByTime(5000);
  board.wifi.get("connected")?.();
  vi.advanceTimersByTime(10 * MINUTE);
  expect(board.joins).toBe(1);
});

test("an unknown host ends the attempt with a reason; retries slow down", async () => {
  const board = firmware();
  board.connect = () => {
    throw new Error("Unable to locate host");
  };
  await started(board);
  board.wifi.get("connected")?.();
  vi.advanceTimersByTime(10 * MINUTE);
  expect(board.lines).toContain("not connected: Error: Unable to locate host");
  expect(board.attempts).toBeGreaterThan(10);
  expect(board.attempts).toBeLessThan(60);
});

test("a link that never opens is closed before the next link opens", async () => {
  const board = firmware();
  await started(board);
  board.wifi.get("connected")?.();
  vi.advanceTimersByTime(10 * MINUTE);
  expect(board.lines).toContain("not connected: broker does not answer");
  expect(board.attempts).toBeGreaterThan(5);
  expect([board.mostOpen, board.open <= 1]).toEqual([1, true]);
});

test("lost Wi-Fi closes an opening link until its return", async () => {
  const board = firmware();
  await started(board);
  board.wifi.get("connected")?.();
  vi.advanceTimersByTime(5000);
  expect(board.open).toBe(1);
  board.wifi.get("disconnected")?.();
  expect([board.open, board.lines.at(-1)]).toEqual([0, "not connected: network is down"]);
  const { attempts } = board;
  vi.advanceTimersByTime(10 * MINUTE);
  expect(board.attempts).toBe(attempts);
});

test("each attempt to join names the chip as the device is called", async () => {
  const board = firmware();
  board.join = (done) => setTimeout(() => done("NO_AP_FOUND"), 1000);
  await started(board);
  vi.advanceTimersByTime(15_000);
  const attempt = [{ password: "password" }, "dev"];
  expect(board.calls).toEqual([...attempt, ...attempt]);
});

test("a static address follows the host name, which begins DHCP anew", async () => {
  const board = firmware();
  const address = "192.168.1.40/24,192.168.1.1,9.9.9.9";
  board.storage.set(SETTINGS, settingsRecord({ ssid: "lan", host: "broker", id: "dev", address }));
  await started(board);
  expect(board.calls).toEqual([
    { password: "", dnsServers: ["9.9.9.9"] },
    "dev",
    { ip: "192.168.1.40", netmask: "255.255.255.0", gw: "192.168.1.1" },
  ]);
});
