// Answers to thousands of subscriptions, each in a SUBACK of its own (MQTT 5.0).
import type { ISubscribePacket } from "mqtt-packet";
import { expect, test } from "vitest";
import { Grants } from "../../src/client/subscriptions/grants.ts";
import { LEVEL_5 } from "../../src/mqtt/connect-packet.ts";
import { giveIdentifiers } from "../../src/mqtt/program/subscription-identifiers.ts";
import { subscribe } from "../../src/mqtt/subscriptions.ts";
import { driveClient } from "../mqtt/driven-client.ts";

const MANY = 1000;

test("thousands of subscriptions resolve, each with its own answer, in linear time", async () => {
  const { client, connect, sent, receive } = driveClient({ level: LEVEL_5 });
  giveIdentifiers(client);
  connect();
  const grants = new Grants(client);
  const granted: string[] = [];
  for (let at = 0; at < MANY; at++) {
    subscribe(client, `${at}/#`, 1, { deliver: () => {} });
    void grants.ask(`${at}/#`, 1).then(() => granted.push(`${at}/#`));
  }
  let looks = 0;
  const { patterns } = client.subscriptions;
  if (patterns === undefined) throw new Error("There is no pattern.");
  patterns.byFilter = new Proxy(patterns.byFilter, {
    get(record, name) {
      looks += 1;
      return record[name as string];
    },
  });
  let answered = 0;
  for (let packets = sent(); packets.length > 0; packets = sent()) {
    for (const { messageId, subscriptions } of packets as ISubscribePacket[]) {
      receive({ cmd: "suback", messageId, granted: subscriptions.map(() => 1) });
      grants.look();
      await Promise.resolve();
      answered += 1;
      expect(granted).toHaveLength(answered);
    }
  }
  expect(granted).toHaveLength(MANY);
  expect(looks).toBeLessThan(5 * MANY);
});
