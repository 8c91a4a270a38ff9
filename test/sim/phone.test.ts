import { expect, test } from "vitest";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { startPhone } from "../../tools/sim/home/phone.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";

const SECOND = 1000;

test("a phone knows devices by status and commands them by name", () => {
  const clock = createVirtualClock();
  const broker = createBroker({ timers: clock });
  const lines: string[] = [];
  const world = createVirtualWorld({ clock, peer: broker.peer, log: (line) => lines.push(line) });
  const phone = startPhone(world, { id: "phone", host: "broker", root: "home/" });
  world.clock.advance(10 * SECOND);
  phone.command("front-door", "lock", "unlock");
  broker.deliver("home/front-door-3fa2c1/status", "online", { retain: true });
  world.clock.advance(SECOND);
  phone.command("front-door", "lock", "unlock");
  world.clock.advance(SECOND);
  expect(lines).toEqual(["connected", "knows no device called front-door"]);
  expect(broker.received.map(({ topic, payload, qos }) => [topic, payload, qos])).toEqual([
    ["home/phone/status", "online", 0],
    ["home/front-door-3fa2c1/lock/set", "unlock", 1],
  ]);
});
