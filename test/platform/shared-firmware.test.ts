// Values that devices of one firmware share: a process may run thousands of them.
import { expect, test } from "vitest";
import { homeAssistant } from "../../src/device/declare/home-assistant.ts";
import { device } from "../../src/index.ts";
import { runNodeDevice } from "../../src/platform/node/run-device.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { simulatedFirmware } from "../../tools/sim/devices/powered-device.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";

test("only the first device of a firmware composes its announcement", () => {
  const firmware = simulatedFirmware(device({ name: "shed", discovery: homeAssistant({ area: "Garden" }) }));
  let composed = 0;
  const { discovery } = firmware.declaration;
  Object.defineProperty(firmware.announced, "discovery", {
    get() {
      composed += 1;
      return discovery;
    },
  });
  const announcedBy = (seed: number) => {
    const before = composed;
    const storage = new Map([[SETTINGS, settingsRecord({ host: "broker" })]]);
    const clock = createVirtualClock();
    const world = createVirtualWorld({ seed, storage, clock, peer: createBroker({ timers: clock }).peer });
    runNodeDevice(world, firmware);
    clock.advance(60_000);
    return { record: storage.get("announced"), reads: composed - before };
  };
  const first = announcedBy(1);
  const second = announcedBy(2);
  expect(first.record).toMatch(/^homeassistant\/device\/shed-/);
  expect(second.record).toMatch(/^homeassistant\/device\/shed-/);
  expect(second.record).not.toBe(first.record);
  expect(second.reads).toBeLessThan(first.reads);
});
