// docs/updates.md: its walks as they stand, but for the port, the broker, the identity and the count; a board
// on a shelf is a hosted chip with the files that the commands have brought there.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { createRealWorld } from "../../src/platform/node/real-world.ts";
import { settingsAreWhole } from "../../src/runtime/settings.ts";
import { hostNodeMcu } from "../../tools/laboratory/hosts/nodemcu/nodemcu.ts";
import { startBroker } from "../../tools/sim/broker/embedded-broker.ts";
import { createPacedTimers } from "../../tools/sim/worlds/paced-timers.ts";
import { nodeMcuAtPort } from "../cli/board-at-port.ts";
import { ringmote } from "../cli/child.ts";
import { keptAt } from "../cli/kept-at.ts";
import { atGate } from "../everything.ts";
import { needs, SOCAT } from "../needs.ts";

/** A minute of trial in some seconds. */
const SPEED = 20;
const COUNT = atGate(20, 1000);

vi.setConfig({ testTimeout: atGate(300_000, 1_200_000) });

const PAGE = readFileSync(new URL("../../docs/updates.md", import.meta.url), "utf8");
const [, SHELF = "", FLEET = ""] = PAGE.split(/^## /m);
const FILES = [...PAGE.matchAll(/```ts\n\/\/ (porch\/\S+)\n(.*?)```/gs)];
const [, EDIT = ""] = /```ts\n {2}(actuators: .*)\n```/.exec(SHELF) ?? [];

/** The words of each command, without its comment. */
function commandsOf(section: string): string[] {
  return [...section.matchAll(/^npx ringmote ([^\n#]*)/gm)].map(([, words = ""]) => words.trim());
}

async function setUp() {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-updates-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, "porch"));
  for (const [, name = "", content = ""] of FILES) writeFileSync(join(folder, name), content);
  const broker = await startBroker(0);
  onTestFinished(broker.close);
  const url = `mqtt://127.0.0.1:${broker.port}`;
  const env = {
    RINGMOTE_CACHE: join(folder, "cache"),
    RINGMOTE_WIFI_PASSWORD: "long-enough",
    XDG_CONFIG_HOME: join(folder, "config"),
  };
  const start = (line: string) => ringmote(line.replace(/mqtt:\/\/\S+/, url).split(" "), env, folder);
  const run = async (line: string) => {
    const child = start(line);
    expect(await child.ended, `${line}: ${child.errors()}`).toBe(0);
    return child.output() + child.errors();
  };
  const edit = () => {
    const file = join(folder, "porch", "device.ts");
    const before = readFileSync(file, "utf8");
    const after = before.replace(/actuators: .*/, EDIT);
    expect(after).not.toBe(before);
    writeFileSync(file, after);
  };
  return { url, start, run, edit };
}

test("a board on a shelf is brought its update as the page says", needs(SOCAT), async () => {
  const { url, run, edit } = await setUp();
  const { path, storage, model, close } = await nodeMcuAtPort({ chip: "esp8266", hasCrypto: true });
  const lines = commandsOf(SHELF).map((line) => line.replace("/dev/ttyUSB0", path));
  expect(lines.map((line) => line.split(" ")[0])).toEqual([
    "flash",
    "settings",
    "key",
    "key",
    "push",
    "push",
  ]);
  const [flash = "", settings = "", make = "", give = "", dry = "", push = ""] = lines;
  const [, id = ""] = /(porch-[0-9a-f]+)/.exec((await run(flash)) + (await run(settings))) ?? [];
  expect(id).toMatch(/^porch-/);
  const own = (line: string) => line.replace("porch-a1b2c3", id);
  await run(own(make));
  await run(own(give));
  expect(settingsAreWhole(storage.get("settings") ?? "")).toBe(true);
  // From the cable to its shelf.
  close();
  model.device.kill();
  const console: string[] = [];
  const log = (line: string) => void console.push(line);
  const world = createRealWorld({
    timers: createPacedTimers(SPEED),
    connectsAtOnce: true,
    chipId: "30aea4000001",
    storage,
    log,
  });
  const host = hostNodeMcu({ image: {}, chip: "esp8266", world, hasCrypto: true });
  onTestFinished(async () => {
    host.kill();
    await world.end();
  });
  host.boot();
  await vi.waitFor(
    async () => expect(new Map(await keptAt(url)).has(`home/${id}/update`)).toBe(true),
    30_000,
  );
  edit();
  expect(await run(own(dry))).toContain("Nothing was offered.");
  expect(await run(own(push)), console.join("\n")).toContain("version 1.1.0 is confirmed");
  const kept = new Map(await keptAt(url));
  expect(kept.get(`home/${id}/lantern`)).toBe("off");
});

test(`a rollout to ${COUNT} simulated devices goes in waves as the page says`, async () => {
  const { start, run, edit } = await setUp();
  const [make = "", fleet = "", ...pushes] = commandsOf(FLEET);
  await run(make);
  const devices = start(`${fleet.replace("--count 1000", `--count ${COUNT}`)} --every 1`);
  await devices.wrote(new RegExp(`${COUNT} of ${COUNT} connected|${COUNT} connected`));
  edit();
  const [dry, first, again] = pushes;
  expect(pushes).toHaveLength(3);
  expect(await run(dry ?? "")).toContain("Nothing was offered.");
  const ends = [1, 5, 20, 100].map((percent) => Math.ceil((COUNT * percent) / 100));
  const waves = ends.map((end, i) => end - (ends[i - 1] ?? 0));
  const words = (counts: readonly number[]) =>
    counts.map((count) => `${count} devices, ${count} confirmed, 0 silent, 0 failed`);
  const said = await run(first ?? "");
  expect([...said.matchAll(/^wave of .*: (.*)$/gm)].map(([, counts]) => counts)).toEqual(words(waves));
  expect([...(await run(again ?? "")).matchAll(/^wave of .*: (.*)$/gm)].map(([, counts]) => counts)).toEqual(
    words([0, 0, 0, 0]),
  );
  devices.process.kill("SIGINT");
  expect(await devices.ended, devices.errors()).toBe(0);
});
