// Claims of one client about a message, which a real broker passes on unread, keep nobody else away from it.
import { connectAsync } from "mqtt";
import { describe, expect, onTestFinished, test } from "vitest";
import { connect } from "../../src/client/connect.ts";
import { startMosquitto } from "../../tools/laboratory/brokers/mosquitto.ts";
import { MOSQUITTO, needs } from "../needs.ts";

const SOON_MS = 60_000;

describe("a response topic with a wildcard", needs(MOSQUITTO), () => {
  test.each([
    ["of a kept message", { retain: true, qos: 0 }, "clean"],
    ["at QoS 1 in a kept session", { retain: false, qos: 1 }, "persistent"],
  ] as const)("%s ends no connection", async (_what, how, session) => {
    const broker = await startMosquitto();
    onTestFinished(broker.end);
    const url = `mqtt://127.0.0.1:${broker.port}`;
    const lost: string[] = [];
    const heard: string[] = [];
    const id = "hears";
    const client = connect(url, { id, mqtt: 5, session, lost: ({ reason }) => void lost.push(reason) });
    onTestFinished(() => client.kill());
    await client.subscribe("a/#", ({ payload }) => void heard.push(payload));
    const stranger = await connectAsync(url, { protocolVersion: 5 });
    onTestFinished(() => void stranger.end(true));
    await stranger.publishAsync("a/1", "poison", { ...how, properties: { responseTopic: "answers/#" } });
    await stranger.publishAsync("a/2", "good", { qos: 1 });
    await expect.poll(() => heard, { timeout: SOON_MS }).toEqual(["poison", "good"]);
    expect([lost, client.counters().connects]).toEqual([[], 1]);
  });
});
