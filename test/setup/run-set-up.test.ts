// The report of a board's page on settings that failed.
import { expect, test } from "vitest";
import { TRIED } from "../../src/runtime/settings-trial.ts";
import { runSetUp } from "../../src/setup/run-set-up.ts";
import type { SetUpPorts } from "../../src/setup/set-up-program.ts";

const nothing = () => {};
const BOARD: Omit<SetUpPorts, "readRecord"> = {
  listen: () => true,
  writeSocket: nothing,
  endSocket: nothing,
  closeServer: nothing,
  udp: { bind: () => true, send: () => true, close: nothing, resolve: nothing },
  milliseconds: () => 0,
  wake: nothing,
  draw: () => 0,
  log: nothing,
  scanNetworks: nothing,
  openAccessPoint: nothing,
  closeAccessPoint: nothing,
};

/** After settings that failed for this reason. */
function reportAfter(reason: string): string | undefined {
  const records = new Map([[TRIED, `settings were tried and taken back: ${reason}`]]);
  const board = {
    ...BOARD,
    readRecord: (name: string) => records.get(name),
    writeRecord: () => true,
    chipId: () => "a1b2c3",
    restartIn: nothing,
  };
  return runSetUp(board, true, true)?.setUp.shown.report;
}

test.each([
  ["the network could not be joined", "Are its name and password right?"],
  ["connection refused", "Is the port right?"],
  ["unknown host", "Type its address, as 192.168.1.20."],
  ["InternalError: Unable to locate host", "Type its address, as 192.168.1.20."],
  ["broker refused: not authorized; let this user in, or set another", "Are user and password right?"],
  ["broker refused: bad user name or password; set user and secret", "Are user and password right?"],
  ["connection ended, code -11", "Are the broker's address, port, user and password right?"],
])("the failure %j is reported with its remedy", (reason, advice) => {
  expect(reportAfter(reason)).toBe(`settings were tried and taken back: ${reason}. ${advice}`);
});

test("a broker that was not found must be typed", () => {
  expect(reportAfter("nobody in the network says where _mqtt._tcp.local is")).toBe(
    "no broker was found in this network: type its address, as 192.168.1.20",
  );
});
