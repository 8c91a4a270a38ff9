// The common start of most tests here: a broker, its watcher, and the end of both with the test.
import type { TestBroker } from "../../tools/laboratory/brokers/broker.ts";
import { type CuttingProxy, startProxy } from "../../tools/laboratory/brokers/cutting-proxy.ts";
import { type Subscriber, startSubscriber } from "../../tools/laboratory/brokers/subscriber.ts";
import type { Engine, RunningDevice } from "../../tools/laboratory/soak/devices/running-device.ts";

/** A test's own `onTestFinished`: tests that run side by side each have one. */
export type AtEnd = (then: () => Promise<void>) => void;

export interface Scene {
  broker: TestBroker;
  /** Connected before everything else. */
  subscriber: Subscriber;
  /** Starts a device that talks to the broker, or to what stands in front of it. */
  start: (engine: Engine, port?: number) => Promise<RunningDevice>;
  /** Puts a proxy in front of the broker. */
  startProxy: () => Promise<CuttingProxy>;
}

/** Sets the scene; everything in it ends with the test, last things first. */
export async function setScene(atEnd: AtEnd, startBroker: () => Promise<TestBroker>): Promise<Scene> {
  const broker = await startBroker();
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
