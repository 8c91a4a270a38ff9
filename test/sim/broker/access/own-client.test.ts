// A program on ringmote's client at a broker that asks a service about it.
import { expect, onTestFinished, test } from "vitest";
import { connect } from "../../../../src/platform/node/computer.ts";
import { allow, askedBroker, row } from "./asked-broker.ts";

test.each([undefined, 5] as const)(
  "a program is permitted, denied and readmitted in MQTT %s",
  async (mqtt) => {
    const broker = await askedBroker({ result: "deny" });
    broker.answer(({ username, password }: { username: string; password: string }) =>
      username === "ann" && password === "s3cret"
        ? allow([row("allow", "all", "${username}/#"), row("deny", "all", "#")], {
            expire_at: Math.floor(Date.now() / 1000) + 2,
          })
        : allow(),
    );
    const other = await broker.connect({ clientId: "other" });
    const client = connect(`mqtt://127.0.0.1:${broker.port}`, {
      id: "program",
      user: "ann",
      secret: "s3cret",
      ...(mqtt && { mqtt }),
    });
    onTestFinished(() => client.stop());
    const heard: string[] = [];
    await client.subscribe("ann/#", ({ topic }) => void heard.push(topic), { qos: 1 });
    const refused = await Promise.allSettled([
      client.subscribe("bob/#", () => heard.push("refused"), { qos: 1 }),
    ]);
    expect(refused.map(({ status }) => status)).toEqual(["rejected"]);
    await other.publishAsync("bob/1", "x", { qos: 1 });
    await client.send("ann/1", "x");
    await expect.poll(() => heard).toEqual(["ann/1"]);
    // What it was allowed has ended, and it asks again by coming back.
    await expect
      .poll(() => broker.asked.filter(({ clientid }) => clientid === "program").length)
      .toBeGreaterThan(1);
    await client.send("ann/2", "x");
    await expect.poll(() => heard).toEqual(["ann/1", "ann/2"]);
  },
);
