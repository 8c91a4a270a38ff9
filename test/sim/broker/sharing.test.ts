// The broker model as one that dispatches shared filters stickily: as EMQX does with the strategy "sticky".
import { expect, test } from "vitest";
import { said, stage, subscribePacket as subscribe } from "./raw-client.ts";

test("a sticky group keeps to one member until that is away", () => {
  const { greet, broker } = stage({ sharing: "sticky" });
  const join = (name: string) => {
    const client = greet(name, { clean: false });
    client.send(subscribe("$share/g/t/#", 0));
    client.got();
    return client;
  };
  const publish = (...payloads: string[]) => {
    for (const payload of payloads) broker.publish("t/x", payload);
  };
  const first = join("a");
  const second = join("b");
  publish("1", "2", "3");
  expect(first.got().map(said)).toEqual(["publish t/x=1 q0", "publish t/x=2 q0", "publish t/x=3 q0"]);
  expect(second.got()).toEqual([]);
  first.cut();
  publish("4");
  const back = greet("a", { clean: false });
  publish("5");
  expect(second.got().map(said)).toEqual(["publish t/x=4 q0", "publish t/x=5 q0"]);
  expect(back.got().map(said)).toEqual(["connack 0 present"]);
});
