import { expect, test } from "vitest";
import climate from "../../firmware/climate/device.ts";
import { startNodeDevice } from "../../src/platform/node/device.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { simulatedWires } from "../../tools/image/wiring/simulated-wires.ts";
import type { LinkPlan, Peer } from "../../tools/sim/worlds/link.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";

const HOUR_MS = 3_600_000;
const RECORD = settingsRecord({ host: "broker", port: 1883 });
/** Takes the connection and never says anything. */
const SILENT: Peer = () => ({ received: () => {}, closed: () => {} });
/** Accepts nobody: CONNACK with return code 4. */
const WRONG_PASSWORD: Peer = (end) => ({ received: () => end.write("\x20\x02\x00\x04"), closed: () => {} });

/** What the climate device says in an hour in front of such a peer. */
function hourWith(plan: LinkPlan, peer: Peer, storage = new Map([[SETTINGS, RECORD]])) {
  const lines: string[] = [];
  const world = createVirtualWorld({ peer, plan: () => plan, storage, log: (line) => lines.push(line) });
  startNodeDevice(world, climate, simulatedWires(climate));
  world.clock.advance(HOUR_MS);
  return { lines: new Set(lines), tries: world.connections() };
}

test.each([
  ["refuses connections", { connect: "refuse" }, SILENT, "not connected: connection refused"],
  ["is not there", { connect: "silent" }, SILENT, "not connected: broker does not answer"],
  ["takes the connection and says nothing", {}, SILENT, "not connected: broker is silent after CONNECT"],
  ["refuses the password", {}, WRONG_PASSWORD, /^not connected: .*password/],
] as [string, LinkPlan, Peer, string | RegExp][])(
  "a device reports a broker that %s, and retries",
  (_what, plan, peer, sentence) => {
    const { lines, tries } = hourWith(plan, peer);
    const said = [...lines].filter((line) => line.startsWith("not connected"));
    expect(said).toHaveLength(1);
    if (typeof sentence === "string") expect(said[0]).toBe(sentence);
    else expect(said[0]).toMatch(sentence);
    expect(tries).toBeGreaterThan(30);
    expect(tries).toBeLessThan(3600);
  },
);

test("a device without settings reports it and connects to nobody", () => {
  const { lines, tries } = hourWith({}, SILENT, new Map());
  expect([...lines].join("\n")).toMatch(/settings missing/);
  expect(tries).toBe(0);
});
