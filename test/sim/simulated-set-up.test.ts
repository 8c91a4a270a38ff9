// The Wi-Fi of a simulated device that was set up: it lets in whoever has its password.
import { expect, test } from "vitest";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { SetUpPage, setUpIn } from "../../tools/sim/devices/simulated-set-up.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";

test.each([
  ["Home", "sunflower", ""],
  ["Guests", "", ""],
  ["Home", "sunflowers", 'Wi-Fi: the password of "Home" is wrong'],
  ["Hme", "sunflower", 'Wi-Fi: no network "Hme" is in reach'],
  ["Office", "sunflower", 'Wi-Fi: "Office" lets in only whoever has an account'],
])("the Wi-Fi %s answers the password %s with: %s", (ssid, password, said) => {
  const lines: string[] = [];
  const storage = new Map([[SETTINGS, settingsRecord({ ssid, password, host: "broker" })]]);
  const world = createVirtualWorld({ storage, log: (line) => lines.push(line) });
  const page = new SetUpPage(1);
  expect(page.takeAsked()).toBe(true);
  expect(setUpIn(world, true, page)()).toBeUndefined();
  expect(lines.join()).toBe(said);
  expect(world.networkIsUp()).toBe(said === "");
});
