// Devices that a stranger at the broker invents, with identities as no device has: programs that run for months say
// one short line of each, or none.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { firmwareOf } from "../../tools/cli/push/meant-devices.ts";
import { standingIn } from "../../tools/cli/push/standing.ts";
import { SealService } from "../../tools/cli/seal/seal-service.ts";
import { ServedDevices } from "../../tools/cli/seal/served-devices.ts";
import { LeftAlone } from "../../tools/cli/updates/left-alone.ts";
import type { BrokerConnection, Delivered } from "../../tools/sim/real-broker/connection.ts";
import { KeyStore } from "../../tools/update/key-store.ts";

/** A line of its own, as the program itself says it. */
const FAKE = "gate-1\nringmote: gate-2: taken";

function options() {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-invented-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const firmware = [{ id: "gate", declaration: { name: "gate" } }];
  return { firmware, to: "all", parent: "home", store: new KeyStore(folder) };
}

function noted(): string[] {
  const error = vi.spyOn(console, "error").mockImplementation(() => {});
  onTestFinished(() => error.mockRestore());
  return error.mock.calls as unknown as string[];
}

test("an identity too long for any manifest runs no firmware", () => {
  const firmware = [{ id: "gate" }];
  const long = `gate-${"a".repeat(91)}`;
  expect(firmwareOf(firmware, long, "all", "home")).toBe(firmware[0]);
  expect(firmwareOf(firmware, `${long}a`, "all", "home")).toBeUndefined();
});

test("an invented identity fakes no line of the sealing program's", () => {
  const lines = noted();
  new ServedDevices(options()).met(FAKE);
  expect(String(lines)).toBe(
    "ringmote: gate-1\\x0aringmote: gate-2: taken is left alone: Home Assistant takes no such identity.",
  );
});

test("an invented identity fakes no line of the updating program's", () => {
  const lines = noted();
  const standing = standingIn("board=simulated\ntarget=node\ncounter=1\n");
  if (standing === undefined) throw new Error("no device tells that");
  new LeftAlone().add(FAKE, `home/${FAKE}`, standing, "it is none.");
  expect(String(lines)).toBe("ringmote: gate-1\\x0aringmote: gate-2: taken is left alone: it is none.");
});

test("a refused command's topic fakes no line of the sealing program's", async () => {
  let hear: (message: Delivered) => void = () => {};
  const connection = {
    listen(take: typeof hear) {
      hear = take;
      return () => {};
    },
    subscribe: async () => {},
    unsubscribe: async () => {},
    publish: async () => {},
    lost: new Promise(() => {}),
  } as unknown as BrokerConnection;
  const lines: string[] = [];
  await new SealService({ ...options(), tell: (line) => lines.push(line) }).begin(connection, () => {});
  const topic = "sealer/home/gate-1/bolt\ngate-2/bolt: taken/set";
  hear({ topic, payload: Buffer.from("unlock"), qos: 1, retained: true });
  expect(lines).toEqual([
    "gate-1/bolt\\x0agate-2/bolt: taken: refused: the broker had kept it, and a command counts as it comes",
  ]);
});
