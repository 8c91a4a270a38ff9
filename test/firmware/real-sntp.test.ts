// Time servers that are not ours: a device asks Debian's chrony at port 123 of loopback addresses. No clock
// of this computer is set.
import { type ChildProcess, spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, type TestContext, test } from "vitest";
import { momentAt } from "../../src/clock/clock.ts";
import { DAY_MS } from "../../src/clock/moment.ts";
import { device } from "../../src/index.ts";
import { startNodeDevice } from "../../src/platform/node/device.ts";
import type { NodeDevice } from "../../src/platform/node/node-device.ts";
import { createRealWorld } from "../../src/platform/node/real-world.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { answerAt } from "../../tools/sim/worlds/time-server.ts";
import { CHRONY, needs, skipWithout } from "../needs.ts";

const WRAP_MS = 2 ** 31;

/** chrony at this address, with the time of this computer; unless it `knows`, it says that it is not synchronised. */
async function startChrony(address: string, context: TestContext, knows = true): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-chrony-"));
  const lines = [
    knows ? "local stratum 8" : "",
    "allow 127.0.0.0/8",
    `bindaddress ${address}`,
    "cmdport 0",
    "bindcmdaddress /",
    `pidfile ${join(folder, "pid")}`,
  ];
  writeFileSync(join(folder, "chrony.conf"), `${lines.join("\n")}\n`);
  const child = spawn("chronyd", ["-x", "-d", "-u", "root", "-f", join(folder, "chrony.conf")], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  onTestFinished(async () => {
    if (child.exitCode === null) {
      child.kill();
      await once(child, "close");
    }
    rmSync(folder, { recursive: true });
  });
  if (!(await isAnswering(child, address))) skipWithout(CHRONY, context);
}

/** Not where the port is somebody else's, or not allowed. */
async function isAnswering(child: ChildProcess, address: string): Promise<boolean> {
  const socket = createSocket("udp4");
  let answered = false;
  socket.on("message", () => {
    answered = true;
  });
  socket.on("error", () => {});
  for (let i = 0; i < 100 && !answered && child.exitCode === null; i += 1) {
    socket.send(Buffer.from(`\x23${"\0".repeat(47)}`, "latin1"), 123, address);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  socket.close();
  return answered;
}

/** One of ours, wrong by so many milliseconds. */
async function startLiar(address: string, wrong: number): Promise<void> {
  const socket = createSocket("udp4");
  socket.on("message", (question, { port, address: asker }) => {
    const answer = answerAt(Date.now() + wrong, question.toString("latin1"));
    socket.send(Buffer.from(answer, "latin1"), port, asker);
  });
  socket.bind(123, address);
  await once(socket, "listening");
  onTestFinished(() => void socket.close());
}

/** A device that asks these servers; its clock's error in milliseconds, `undefined` while it knows no time. */
function startAsking(servers: readonly string[]) {
  const settings = { ssid: "net", password: "long enough", host: "127.0.0.1", port: 1 };
  const world = createRealWorld({ storage: new Map([[SETTINGS, settingsRecord(settings)]]) });
  const running = startNodeDevice(world, device({ name: "asker", clock: { servers } }), {}) as NodeDevice;
  onTestFinished(async () => {
    running.kill();
    await world.end();
  });
  return () => {
    const clock = running.runtime?.time?.clock;
    const moment = clock && momentAt(clock, Math.floor(world.now()) % WRAP_MS);
    return moment && moment.day * DAY_MS + moment.ms - Date.now();
  };
}

test("a device takes the time of chrony", needs(CHRONY), async (context) => {
  await startChrony("127.0.0.31", context);
  const error = startAsking(["127.0.0.31"]);
  await expect.poll(error).toBeDefined();
  expect(Math.abs(error() ?? Number.NaN)).toBeLessThanOrEqual(500);
});

test("two of chrony count more than a server that is three days ahead", needs(CHRONY), async (context) => {
  await startChrony("127.0.0.31", context);
  await startChrony("127.0.0.32", context);
  await startLiar("127.0.0.33", 3 * DAY_MS);
  const error = startAsking(["127.0.0.33", "127.0.0.31", "127.0.0.32"]);
  await expect.poll(error).toBeDefined();
  expect(Math.abs(error() ?? Number.NaN)).toBeLessThanOrEqual(500);
});

test("a chrony that is not synchronised tells no time", needs(CHRONY), async (context) => {
  await startChrony("127.0.0.34", context, false);
  const error = startAsking(["127.0.0.34"]);
  await new Promise((resolve) => setTimeout(resolve, 2500));
  expect(error()).toBeUndefined();
});
