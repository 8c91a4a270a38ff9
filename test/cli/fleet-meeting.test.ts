// Shards of a fleet that meet at a broker, without their devices.
import { connectAsync } from "mqtt";
import { expect, onTestFinished, test, vi } from "vitest";
import { ShardMeeting } from "../../tools/cli/fleet/shard-meeting.ts";
import type { ShardReport } from "../../tools/cli/fleet/shard-report.ts";
import { type EmbeddedBroker, startBroker } from "../../tools/sim/broker/embedded-broker.ts";
import { createFleetCounts } from "../../tools/sim/devices/fleet-counts.ts";
import { keptAt } from "./kept-at.ts";

async function brokerForTest(): Promise<EmbeddedBroker> {
  const broker = await startBroker(0);
  onTestFinished(broker.close);
  return broker;
}

function meet({ port }: { port: number }, index: number, parts: number, name = "spring") {
  const askedToEnd = vi.fn();
  const broker = { host: "127.0.0.1", port, tls: false };
  const meeting = new ShardMeeting(broker, name, { index, parts }, { askedToEnd, lost: () => {} });
  onTestFinished(() => meeting.end());
  return { meeting, askedToEnd };
}

const report = (changes: Partial<ShardReport> = {}, messages = 0): ShardReport => ({
  devices: 10,
  counts: { ...createFleetCounts(), messages, connected: 10 },
  memoryBytes: 1,
  ended: false,
  ...changes,
});

test("shards start together once all are present; a late one immediately", async () => {
  const broker = await brokerForTest();
  const begun: number[] = [];
  const shards = [0, 1, 2].map((index) => meet(broker, index, 3));
  for (const { meeting } of shards.slice(0, 2)) {
    meeting.tell(report());
    void meeting.untilStart().then(() => begun.push(Date.now()));
  }
  await vi.waitFor(() => expect(shards[0]?.meeting.absent()).toEqual([2]), 5000);
  expect(begun).toEqual([]);
  shards[2]?.meeting.tell(report());
  void shards[2]?.meeting.untilStart().then(() => begun.push(Date.now()));
  await vi.waitFor(() => expect(begun).toHaveLength(3), 10_000);
  expect(Math.max(...begun) - Math.min(...begun)).toBeLessThan(500);
  const late = meet(broker, 1, 3);
  late.meeting.tell(report());
  expect(await late.meeting.untilStart()).toBeGreaterThan(0);
});

test("the first shard collects all reports and deletes their messages", async () => {
  const broker = await brokerForTest();
  const [first, second] = [meet(broker, 0, 2), meet(broker, 1, 2)];
  first.meeting.tell(report({}, 5));
  second.meeting.tell(report({}, 7));
  await Promise.all([first.meeting.untilStart(), second.meeting.untilStart()]);
  first.meeting.askAllToEnd();
  await vi.waitFor(() => expect(second.askedToEnd).toHaveBeenCalled(), 5000);
  first.meeting.tell(report({ ended: true }, 6));
  expect(await first.meeting.untilAllEnded(10)).toEqual([1]);
  second.meeting.tell(report({ ended: true }, 8));
  await second.meeting.end();
  expect(await first.meeting.untilAllEnded(5000)).toEqual([]);
  expect(first.meeting.told().map(({ counts }) => counts.messages)).toEqual([6, 8]);
  await first.meeting.end();
  expect(await keptAt(`mqtt://127.0.0.1:${broker.port}`)).toEqual([]);
});

test("a silently lost shard counts as finished with no device connected", async () => {
  const broker = await brokerForTest();
  const first = meet(broker, 0, 2);
  first.meeting.tell(report());
  const client = await connectAsync(`mqtt://127.0.0.1:${broker.port}`, {
    will: { topic: "ringmote-fleets/spring/1", payload: Buffer.from(""), qos: 1, retain: true },
  });
  onTestFinished(() => client.endAsync(true));
  const others = meet(broker, 1, 2, "summer");
  others.meeting.tell(report({}, 9));
  const told = await vi.waitFor(async () => {
    const kept = new Map(await keptAt(`mqtt://127.0.0.1:${broker.port}`));
    expect(kept.has("ringmote-fleets/summer/1")).toBe(true);
    return kept.get("ringmote-fleets/summer/1") as string;
  }, 10_000);
  await client.publishAsync("ringmote-fleets/spring/1", told, { qos: 1 });
  await first.meeting.untilStart();
  client.stream.destroy();
  const last = () => first.meeting.told()[1]?.counts;
  await vi.waitFor(() => expect(last()).toMatchObject({ messages: 9, connected: 0 }), 5000);
});

test("start and reports are repeated to a broker that lost them", async () => {
  const broker = await brokerForTest();
  const { meeting } = meet(broker, 0, 1);
  meeting.tell(report());
  await meeting.untilStart();
  await broker.close();
  const again = await startBroker(broker.port);
  onTestFinished(again.close);
  await vi.waitFor(async () => {
    const kept = (await keptAt(`mqtt://127.0.0.1:${again.port}`)).map(([topic]) => topic);
    expect(kept).toEqual(["ringmote-fleets/spring/0", "ringmote-fleets/spring/start"]);
  }, 15_000);
  // Its goodbye would wait for a broker that is gone.
  await meeting.end();
}, 30_000);
