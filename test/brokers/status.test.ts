// Status at a real broker, from every engine: birth, will, orderly end, and who is refused.
import { setTimeout } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { startMosquitto } from "../../tools/laboratory/brokers/mosquitto.ts";
import { startSubscriber } from "../../tools/laboratory/brokers/subscriber.ts";
import { engines } from "../../tools/laboratory/soak/devices/engines.ts";
import { SOAK_NUMBER, STATUS } from "../../tools/laboratory/soak/devices/running-device.ts";
import { MOSQUITTO, needs } from "../needs.ts";
import { setScene } from "./scene.ts";

describe.concurrent.each(engines)("$name", needs(MOSQUITTO), (engine) => {
  test("a killed device is offline, and online when it returns", async ({ onTestFinished }) => {
    const { subscriber, start } = await setScene(onTestFinished, startMosquitto);
    const device = await start(engine);
    await subscriber.untilNewest(STATUS, "online");
    device.kill();
    await subscriber.untilNewest(STATUS, "offline");
    await start(engine);
    await subscriber.untilNewest(STATUS, "online");
    expect(subscriber.payloadsOf(STATUS)).toEqual(["online", "offline", "online"]);
  });

  test("a device with a cut connection goes offline and reconnects by itself", async ({ onTestFinished }) => {
    const { subscriber, start, startProxy } = await setScene(onTestFinished, startMosquitto);
    const proxy = await startProxy();
    const device = await start(engine, proxy.port);
    await subscriber.untilNewest(STATUS, "online");
    proxy.cut();
    await subscriber.untilNewest(STATUS, "offline");
    await subscriber.untilNewest(STATUS, "online");
    expect(subscriber.payloadsOf(STATUS)).toEqual(["online", "offline", "online"]);
    await device.untilLogged(/^not connected: /);
  });

  test("a silent device is given up after its keep-alive time", async ({ onTestFinished }) => {
    const { subscriber, start, startProxy } = await setScene(onTestFinished, startMosquitto);
    const proxy = await startProxy();
    const device = await start(engine, proxy.port);
    await subscriber.untilNewest(STATUS, "online");
    proxy.fallSilent();
    device.kill();
    await subscriber.untilNewest(STATUS, "offline");
  });

  test("a device reports a silent broker and comes online again by itself", async ({ onTestFinished }) => {
    const { subscriber, start, startProxy } = await setScene(onTestFinished, startMosquitto);
    const proxy = await startProxy();
    const device = await start(engine, proxy.port);
    await subscriber.untilNewest(STATUS, "online");
    proxy.fallSilent();
    await device.untilLogged(/^not connected: broker does not answer PINGREQ$/);
    await device.untilLogged(/^connected$/, 2);
    // A broker may publish the will of the connection that it gives up for the new one, but never after "online".
    await device.count(1);
    await subscriber.untilNewest(SOAK_NUMBER, "1");
    await subscriber.untilNewest(STATUS, "online");
  });

  test("a late subscriber receives online, and offline after a normal stop", async ({ onTestFinished }) => {
    const { broker, subscriber, start } = await setScene(onTestFinished, startMosquitto);
    const device = await start(engine);
    await subscriber.untilNewest(STATUS, "online");
    const late = await startSubscriber(broker.port, "late");
    onTestFinished(late.end);
    await late.untilNewest(STATUS, "online");
    await device.stop();
    await subscriber.untilNewest(STATUS, "offline");
    const later = await startSubscriber(broker.port, "later");
    onTestFinished(later.end);
    await later.untilNewest(STATUS, "offline");
    const toldAsKept = [late, later].map(({ received }) => received.entries[0]?.retained);
    expect(toldAsKept).toEqual([true, true]);
    // One "offline", from the device itself: after DISCONNECT the broker drops the will [MQTT-3.14.4-3].
    expect(subscriber.payloadsOf(STATUS)).toEqual(["online", "offline"]);
  });

  test("a wrong password is refused in words and retried on new networks", async ({ onTestFinished }) => {
    const reader = { user: "reader", password: "may read" };
    const users = { [reader.user]: reader.password };
    const broker = await startMosquitto({ users: { ...users, counter: "what the broker knows" } });
    onTestFinished(broker.end);
    const subscriber = await startSubscriber(broker.port, "subscriber", reader);
    onTestFinished(subscriber.end);
    const secret = "what the device says";
    const device = await engine.start({ host: "127.0.0.1", port: broker.port, user: "counter", secret });
    onTestFinished(device.end);
    await device.untilLogged(
      /^not connected: broker refused: not authorized; let this user in, or set another$/,
    );
    expect(subscriber.payloadsOf(STATUS)).toEqual([]);
    broker.changeUsers({ ...users, counter: secret });
    // By itself it would try again within a minute.
    device.setNetwork(false);
    await setTimeout(1000);
    device.setNetwork(true);
    await subscriber.untilNewest(STATUS, "online");
    expect(device.log.entries.join("\n")).not.toContain(secret);
  });
});
