// What most tests here begin with: a broker, who watches it, and what ends both with the test.
import { type CuttingProxy, startProxy } from "./cutting-proxy.ts";
import { type Mosquitto, type MosquittoOptions, startMosquitto } from "./mosquitto.ts";
import type { Engine, RunningDevice } from "./running-device.ts";
import { type Subscriber, startSubscriber } from "./subscriber.ts";

/** A test's own `onTestFinished`: tests that run side by side each have one. */
export type AtEnd = (then: () => Promise<void>) => void;

export interface Scene {
  broker: Mosquitto;
  /** Connected before everything else. */
  subscriber: Subscriber;
  /** Starts a device that talks to the broker, or to what stands in front of it. */
  start: (engine: Engine, port?: number) => Promise<RunningDevice>;
  /** Puts a proxy in front of the broker. */
  startProxy: () => Promise<CuttingProxy>;
}

/** Sets the scene; everything in it ends with the test, last things first. */
export async function setScene(atEnd: AtEnd, options?: MosquittoOptions): Promise<Scene> {
  const broker = await startMosquitto(options);
  atEnd(broker.end);
  const subscriber = await startSubscriber(broker.port);
  atEnd(subscriber.end);
  return {
    broker,
    subscriber,
    async start(engine, port = broker.port) {
      const device = await engine.start({ host: "127.0.0.1", port });
      atEnd(device.end);
      return device;
    },
    async startProxy() {
      const proxy = await startProxy(broker.port);
      atEnd(proxy.end);
      return proxy;
    },
  };
}
