// Sessions in MQTT 5.0: what a broker grants, properties that come with messages, and answers that refuse.
import type { IPublishPacket, Packet } from "mqtt-packet";
import { withholding } from "../../../tools/sim/broker/misbehaviour.ts";
import { ROOT, type Session } from "../session.ts";

const HIGHEST_OF_QOS_1 = 255;
const QUOTA_EXCEEDED = 0x97;
const UNSUPPORTED_VERSION = 0x84;
const UNAVAILABLE = 0x88;
const MAINTENANCE = 0x98;
const FILTER_REFUSED = 0x8f;

/** A command with every property that a message may have. */
const COMMAND: Packet = {
  cmd: "publish",
  topic: `${ROOT}/lamp/set`,
  payload: "off",
  qos: 1,
  messageId: 9,
  dup: false,
  retain: false,
  properties: {
    payloadFormatIndicator: true,
    messageExpiryInterval: 60,
    contentType: "text/plain",
    responseTopic: "answers",
    correlationData: Buffer.from("7"),
    userProperties: { room: "kitchen" },
    subscriptionIdentifier: 3,
  },
};

export const VERSION_5: readonly Session[] = [
  {
    name: "version-5",
    title:
      "MQTT 5.0: a command with properties, messages that the broker refuses, links that are cut, the session is kept.",
    firmware: "version-5",
    // With the first seed an answer comes just behind an act of the device.
    seed: 2,
    play({ pass, network, broker, cut }) {
      pass(500);
      network(true);
      pass(2000);
      broker.send(COMMAND);
      pass(500);
      broker.behaviour.misbehaves = withholding("puback", "pubrec");
      for (let turn = 0; turn < 4; turn += 1) {
        pass(1510);
        // The broker has taken those at QoS 2, whose identifiers lie above.
        const refused = broker.unanswered().filter((id) => id <= HIGHEST_OF_QOS_1);
        for (const messageId of refused.slice(0, 2).reverse())
          broker.send({ cmd: "puback", messageId, reasonCode: QUOTA_EXCEEDED });
        pass(110);
        cut();
        pass(3000);
      }
      broker.behaviour.misbehaves = withholding();
      cut();
      pass(12_000);
    },
  },
  {
    name: "version-5-refused",
    title:
      "MQTT 5.0: a broker that refuses, first for a moment, then a filter, and ends the connection with a reason.",
    firmware: "version-5",
    // With the first seed a reading and a link fall on one instant, whose order a replay does not know.
    seed: 2,
    play({ pass, network, broker }) {
      broker.behaviour.admits = () => UNAVAILABLE;
      broker.behaviour.grants = () => FILTER_REFUSED;
      pass(500);
      network(true);
      pass(3010);
      broker.behaviour.admits = () => 0;
      pass(8000);
      broker.send({
        cmd: "disconnect",
        reasonCode: MAINTENANCE,
        properties: { reasonString: "back at noon" },
      });
      pass(70_000);
      // An alias that the device has not allowed.
      broker.send({ ...COMMAND, properties: { topicAlias: 1 } } as Packet);
      pass(4000);
    },
  },
  {
    name: "either-version",
    title: "MQTT 5.0, until a broker refuses it; then 3.1.1, in the same session, with what was under way.",
    firmware: "either-version",
    // With the first seed an answer comes just behind an act of the device.
    seed: 2,
    play({ pass, network, broker, cut }) {
      pass(500);
      network(true);
      pass(3010);
      broker.behaviour.misbehaves = withholding("puback");
      pass(1010);
      let refusals = 0;
      broker.behaviour.admits = () => (refusals++ === 0 ? UNSUPPORTED_VERSION : 0);
      cut();
      pass(3010);
      broker.behaviour.misbehaves = withholding();
      cut();
      pass(3010);
      const { cmd, topic, payload } = COMMAND as IPublishPacket;
      broker.send({ cmd, topic, payload, qos: 1, messageId: 9, dup: false, retain: false });
      pass(4010);
    },
  },
];
