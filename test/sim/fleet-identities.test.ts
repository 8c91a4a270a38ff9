// Identities of a fleet's devices, and the addresses that they connect from, as a broker sees them.
import { type AddressInfo, createServer } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";
import { device } from "../../src/index.ts";
import { startFleet } from "../../tools/sim/devices/fleet.ts";
import { createFleetTimers } from "../../tools/sim/devices/fleet-timers.ts";

test("devices use their rows' identities and connect from the addresses in turn", async () => {
  const heard = new Map<string, string>();
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", (bytes) => heard.set(bytes.toString("latin1"), socket.remoteAddress ?? ""));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const fleet = startFleet({
    declaration: device({ name: "shed", sensors: [] }),
    broker: {
      host: "127.0.0.1",
      port: (server.address() as AddressInfo).port,
      user: "all",
      secret: "of-all",
    },
    tls: {},
    timers: createFleetTimers(),
    first: 40,
    count: 3,
    seed: 1,
    rate: 1000,
    faultEvery: 0,
    localAddresses: ["127.0.0.2", "127.0.0.3"],
    identities: [{ id: "gate-a", user: "anna", secret: "hers" }, { user: "bob" }, {}],
  });
  onTestFinished(async () => {
    await fleet.stop();
    server.close();
  });
  await vi.waitFor(() => expect(heard.size).toBe(3), 10_000);
  const of = (user: string) => [...heard].filter(([bytes]) => bytes.includes(user));
  expect(of("anna")).toEqual([[expect.stringMatching(/gate-a.*hers$/s), "127.0.0.2"]]);
  expect(of("bob")).toEqual([[expect.stringMatching(/shed-.*bob\0\0$/s), "127.0.0.3"]]);
  expect(of("of-all")).toEqual([[expect.stringMatching(/shed-.*all.*of-all$/s), "127.0.0.2"]]);
});
