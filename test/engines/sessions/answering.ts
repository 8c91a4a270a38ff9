// Commands that say where their answer is wanted, in MQTT 5.0.
import type { Packet } from "mqtt-packet";
import { withholding } from "../../../tools/sim/broker/misbehaviour.ts";
import { ROOT, type Session } from "../session.ts";

export const ANSWERING: readonly Session[] = [
  {
    name: "answering",
    title:
      "MQTT 5.0: commands are answered where they say: done, waiting, refused; what is too long, empty, kept, or too much at once.",
    firmware: "answering",
    play({ pass, network, broker, cut }) {
      let messageId = 0;
      const command = (name: string, payload: string, asked: object, fields: object = {}) => {
        messageId += 1;
        const known = { cmd: "publish", topic: `${ROOT}/${name}/set`, payload, qos: 1, messageId } as const;
        broker.send({ ...known, dup: false, retain: false, properties: asked, ...fields } as Packet);
        pass(110);
      };
      const asked = (data: string) => ({
        correlationData: Buffer.from(data, "latin1"),
        responseTopic: "answers/till",
      });
      pass(500);
      network(true);
      pass(2000);
      command("lamp", "on", asked("\0\xff"));
      command("lamp/brightness", "40", { responseTopic: "a" });
      command("lamp/brightness", "256", asked("2"));
      command("lamp", "off", {});
      command("pump", "on", asked("3"), { qos: 0, messageId: undefined });
      command("bell", "press", asked("4"));
      command("bell", "ring", asked(""));
      pass(6000);
      command("bell", "press", asked("5"));
      // The same message once more.
      messageId -= 1;
      command("bell", "press", asked("5"), { dup: true });
      command("lamp", "on", asked("6"), { retain: true });
      command("lamp", "on", { responseTopic: "t".repeat(101) });
      command("lamp", "off", asked("7".repeat(65)));
      pass(3000);
      command("lamp", "on", { responseTopic: "" });
      pass(3000);
      command("lamp", "off", { responseTopic: "t".repeat(100), correlationData: Buffer.alloc(64, 8) });
      pass(20_000);
      broker.behaviour.misbehaves = withholding("puback");
      for (const data of ["a", "b", "c", "d", "e"]) command("pump", "off", asked(data));
      pass(2000);
      broker.behaviour.misbehaves = withholding();
      cut();
      pass(12_000);
      command("lamp", "on", asked("9"));
      pass(2000);
      // No message may have this.
      command("lamp", "off", { responseTopic: "answers/+" });
      pass(4000);
    },
  },
];
