// Durable readings at a real Mosquitto: the process of a device is killed at any moment, and MQTT.js counts what comes.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test, vi } from "vitest";
import { createRandom } from "../../src/platform/node/random.ts";
import { startMosquitto } from "../../tools/laboratory/brokers/mosquitto.ts";
import { startSubscriber } from "../../tools/laboratory/brokers/subscriber.ts";
import { atGate } from "../everything.ts";
import { MOSQUITTO, needs } from "../needs.ts";

vi.setConfig({ testTimeout: 1_200_000 });

const PROGRAM = fileURLToPath(new URL("./durable-process.ts", import.meta.url));
/** How often it is killed. A start takes most of the time. */
const KILLS = atGate(3, 250);
const LONGEST_LIFE_MS = 700;
const PATIENCE_MS = 60_000;

test(
  "a device that is killed at any moment loses nothing durable at Mosquitto",
  needs(MOSQUITTO),
  async () => {
    const broker = await startMosquitto();
    onTestFinished(broker.end);
    const subscriber = await startSubscriber(broker.port, "subscriber", {}, 2);
    onTestFinished(subscriber.end);
    const folder = mkdtempSync(join(tmpdir(), "ringmote-durable-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const random = createRandom(1);
    const accepted: number[] = [];
    let last = 0;

    const came = (name: string) => subscriber.payloadsOf(`home/counter-1/${name}`).map(Number);
    const start = (...words: readonly string[]) => {
      const args = [PROGRAM, String(broker.port), join(folder, "journal"), String(last + 1), ...words];
      return spawn(process.execPath, ["--import", "tsx", ...args], { stdio: ["ignore", "pipe", "inherit"] });
    };
    /** One life: it is killed so long behind its first number. */
    async function live(ms: number): Promise<void> {
      const child = start();
      const gone = new Promise((resolve) => child.once("close", resolve));
      let isTimed = false;
      for await (const line of createInterface({ input: child.stdout })) {
        const [word, text = ""] = line.split(" ", 2);
        if (word === "log") expect(line).not.toMatch(/dropped|flash/);
        if (word === "accepted") accepted.push(Number(text));
        if (word !== "measured") continue;
        last = Number(text);
        if (!isTimed) setTimeout(() => child.kill("SIGKILL"), ms);
        isTimed = true;
      }
      await gone;
    }

    for (let i = 0; i < KILLS; i += 1) await live(random.below(LONGEST_LIFE_MS));
    const before = subscriber.received.entries.length;
    const resting = start("rests");
    onTestFinished(() => void resting.kill("SIGKILL"));
    const owed = (name: string) => {
      const all = new Set(came(name));
      return accepted.filter((number) => !all.has(number));
    };
    await vi.waitFor(() => {
      // It has been connected, and has said its status.
      expect(subscriber.received.entries.length).toBeGreaterThan(before);
      expect([owed("at-least-once"), owed("exactly-once")]).toEqual([[], []]);
    }, PATIENCE_MS);
    // What came twice comes by then.
    await new Promise((resolve) => setTimeout(resolve, 500));
    const [atLeastOnce, exactlyOnce] = [came("at-least-once"), came("exactly-once")];
    expect(accepted.length).toBeGreaterThan(0);
    expect(exactlyOnce).toEqual([...new Set(exactlyOnce)].sort((a, b) => a - b));
    if (KILLS > 3)
      console.log(
        `${KILLS} kills: ${accepted.length} accepted, ${atLeastOnce.length - new Set(atLeastOnce).size} repeated`,
      );
  },
);
