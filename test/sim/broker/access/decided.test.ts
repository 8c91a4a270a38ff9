// The broker model with somebody in virtual time who decides about its clients.
import { expect, test } from "vitest";
import { readAccessList } from "../../../../tools/sim/broker/access/access-list.ts";
import { EVERYTHING, type Permissions } from "../../../../tools/sim/broker/access/permissions.ts";
import type { Authenticator, Verdict } from "../../../../tools/sim/broker/access/verdict.ts";
import { said, stage, subscribePacket as subscribe } from "../raw-client.ts";

const DAY_MS = 86_400_000;

function listed(...acl: object[]): Permissions {
  const places = { username: undefined, clientid: "a", attributes: new Map<string, string>() };
  return readAccessList(acl, places, 200) as Permissions;
}

/** Lets everybody in by the verdict that is set. */
function decidedBy(first: Verdict) {
  let verdict = first;
  const authenticator: Authenticator = (_who, decided) => {
    decided(verdict);
    return () => {};
  };
  return { ...stage({ authenticator }), decide: (next: Verdict) => (verdict = next) };
}

test("unacknowledged messages are not repeated against a client's new permissions", () => {
  const { greet, broker, decide } = decidedBy({ allow: { permissions: EVERYTHING } });
  const first = greet("a", { clean: false });
  first.send(subscribe("#", 2));
  broker.publish("secret", "1", { qos: 1 });
  broker.publish("secret", "2", { qos: 2 });
  broker.publish("mine", "3", { qos: 1 });
  broker.publish("secret", "4", { qos: 2 });
  // This one is half acknowledged: the client has it.
  first.send({ cmd: "pubrec", messageId: 4 });
  first.cut();
  decide({ allow: { permissions: listed({ permission: "deny", action: "all", topic: "secret" }) } });
  const back = greet("a", { clean: false });
  expect(back.got().map(said)).toEqual(["connack 0 present", "publish mine=3 q1 #3 dup", "pubrel #4"]);
  back.send({ cmd: "puback", messageId: 3 }, { cmd: "pubcomp", messageId: 4 });
  expect(broker.unacknowledged("a")).toBe(0);
});

test("an expiry months away comes in time; a cut cancels it", () => {
  const { greet, clock } = decidedBy({ allow: { permissions: EVERYTHING, endsInMs: 100 * DAY_MS } });
  const stays = greet("a");
  const leaves = greet("b");
  clock.advance(99 * DAY_MS);
  expect(stays.ended()).toBeUndefined();
  leaves.cut();
  clock.advance(DAY_MS - 1);
  expect(stays.ended()).toBeUndefined();
  clock.advance(1);
  expect(stays.ended()).toBeDefined();
});

test("permissions beyond their memory limit are refused, and other clients stay", () => {
  const rows = Array.from({ length: 100 }, (_, i) => ({
    permission: "allow",
    action: "all",
    topic: `t/${i}/${"x".repeat(900)}`,
  }));
  const room = { ofAll: 300_000, ofOne: 200_000 };
  const any = { ofAll: 1e9, ofOne: 1e9 };
  const { greet } = stage({
    limits: { rooms: { filters: room, wills: any, retained: any, messages: any } },
    authenticator(_who, decided) {
      decided({ allow: { permissions: listed(...rows) } });
      return () => {};
    },
  });
  const clients = ["a", "b", "c"].map((name) => greet(name));
  expect(clients.map((client) => client.got().map(said))).toEqual([
    ["connack 0"],
    ["connack 0"],
    ["connack 3"],
  ]);
  clients[0].cut();
  expect(greet("c").got().map(said)).toEqual(["connack 0"]);
  // Coming back takes no more room.
  for (let i = 0; i < 20; i += 1) expect(greet("b").got().map(said)).toEqual(["connack 0"]);
});
