// The button that starts the chip anew, on the boards' engines.
import { expect, test } from "vitest";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";
import { espruino, nodeMcu } from "./engines.ts";

const ENGINES = [
  nodeMcu("esp8266", "5.1"),
  nodeMcu("esp32", "5.3"),
  espruino("esp8266"),
  espruino("esp32"),
].map((engine) => ({ name: engine.name, engine }));

test.each(ENGINES)(
  "$name: a press starts the chip anew, once, after its acknowledgement",
  async ({ engine }) => {
    const stage = await engine.stage("restarted");
    const clock = createVirtualClock();
    const broker = createBroker({ timers: clock });
    const storage = new Map([[SETTINGS, settingsRecord({ ssid: "net", host: "old", root: "attic" })]]);
    const world = createVirtualWorld({ clock, storage, chipId: "00112233aabb", peer: broker.peer });
    stage.start(world);
    clock.advance(stage.startsAfterMs + 15_000);
    expect(broker.connects).toHaveLength(1);
    // At QoS 1 an unacknowledged press would come again, and start the chip again.
    broker.deliver("attic/restart/set", "press", { qos: 1 });
    clock.advance(60_000);
    expect(broker.connects).toHaveLength(2);
    broker.deliver("attic/restart/set", "anything else");
    clock.advance(60_000);
    expect(broker.connects).toHaveLength(2);
    expect(broker.received.findLast(({ topic }) => topic === "attic/problem")?.payload).toContain("press");
  },
);
