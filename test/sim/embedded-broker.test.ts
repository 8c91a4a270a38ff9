import { createServer } from "node:net";
import { connectAsync } from "mqtt";
import { expect, onTestFinished, test } from "vitest";
import { PortTaken, startBroker, startBrokerNear } from "../../tools/sim/embedded-broker.ts";
import { startPhone } from "../../tools/sim/phone.ts";
import { type SeenMessage, watchBroker } from "../../tools/sim/watcher.ts";

async function brokerForTest() {
  const broker = await startBroker(0);
  onTestFinished(broker.close);
  const url = `mqtt://127.0.0.1:${broker.port}`;
  const client = await connectAsync(url);
  onTestFinished(() => client.endAsync());
  return { url, client, port: broker.port };
}

test("a taken port is refused by number, or avoided", async () => {
  const { port } = await brokerForTest();
  await expect(startBroker(port)).rejects.toThrow(new PortTaken(port));
  const other = await startBrokerNear(port);
  onTestFinished(other.close);
  expect(other.port).not.toBe(port);
});

test("a port that another kind of program holds is avoided too", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number };
  const broker = await startBrokerNear(port);
  onTestFinished(broker.close);
  expect(broker.port).not.toBe(port);
});

test("the watcher sees live messages, and which of them the broker keeps", async () => {
  const { url, client } = await brokerForTest();
  await client.publishAsync("before", "kept", { retain: true, qos: 1 });
  const seen: SeenMessage[] = [];
  let kept: () => void = () => {};
  const statusIsKept = new Promise<void>((resolve) => (kept = resolve));
  const watcher = await watchBroker(url, (message) => {
    seen.push(message);
    if (message.topic === "room/status" && message.retained) kept();
  });
  onTestFinished(watcher.end);
  await client.publishAsync("room/temperature", "20.5");
  await client.publishAsync("room/status", "online", { retain: true, qos: 1 });
  await statusIsKept;
  const rows = seen.map(({ topic, payload, retained, again }) => [
    topic,
    payload.toString(),
    retained,
    again,
  ]);
  expect(rows).toEqual([
    ["before", "kept", true, false],
    ["room/temperature", "20.5", false, false],
    ["room/status", "online", false, false],
    ["room/status", "online", true, true],
  ]);
});

test("the phone switches the heater on when it is cold and off when it is warm, once each", async () => {
  const { url, client } = await brokerForTest();
  const phone = await startPhone(
    url,
    { temperature: "t", heater: "h", heaterCommand: "h/set" },
    { coldBelow: 20, warmAbove: 22 },
  );
  onTestFinished(phone.end);
  const commands: string[] = [];
  let next: (command: string) => void = () => {};
  client.on("message", (_topic, payload) => {
    commands.push(payload.toString());
    next(payload.toString());
  });
  await client.subscribeAsync("h/set", { qos: 1 });
  const command = () => new Promise<string>((resolve) => (next = resolve));

  const first = command();
  for (const celsius of ["21.0", "19.9", "19.8"]) await client.publishAsync("t", celsius, { qos: 1 });
  expect(await first).toBe("on");
  await client.publishAsync("h", "on", { qos: 1 });
  const second = command();
  for (const celsius of ["19.9", "", "21.0", "22.1", "22.2"])
    await client.publishAsync("t", celsius, { qos: 1 });
  expect(await second).toBe("off");
  expect(commands).toEqual(["on", "off"]);
});
