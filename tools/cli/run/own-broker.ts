// A broker for one run of a device: nothing has to be installed to see what it publishes.
import { randomUUID } from "node:crypto";
import { startBroker } from "../../sim/broker/embedded-broker.ts";
import { watchBroker } from "../../sim/home/watcher.ts";
import { note } from "../../terminal/output.ts";
import { payloadText } from "../../terminal/payload-text.ts";
import { createLineDisplay } from "../sim/display.ts";
import { type Hands, wordsIn } from "./hands.ts";
import type { RunOptions } from "./run.ts";
import { publishTime } from "./time-publisher.ts";

export interface OwnBroker {
  /** Where the device finds it, as --broker. */
  url: string;
  end: () => Promise<void>;
}

const HOST = "127.0.0.1";

/**
 * Starts a broker on a free port, and prints each message that comes through it as a line, but with `json`.
 * What comes on a topic below `sim/` touches the device's parts: `sim/air/celsius 28`. On `timeTopic` the
 * time is published.
 */
export async function startOwnBroker(
  { auth, queues, json }: Pick<RunOptions, "auth" | "queues" | "json">,
  touch: Hands["take"],
  timeTopic?: string,
): Promise<OwnBroker> {
  const service = auth && { url: auth, own: { user: "watcher", secret: randomUUID() } };
  const tell = (sentence: string) => note(`ringmote: warning: ${sentence}.`);
  const broker = await startBroker(0, {}, tell, service, queues);
  const url = `mqtt://${HOST}:${broker.port}`;
  note(`The broker of this run is ${url}.`);
  const display = createLineDisplay(process.stdout, process.stderr);
  const watcher = await watchBroker({ host: HOST, port: broker.port, ...service?.own }, ["#"], (seen) => {
    const words = wordsIn(seen.topic, payloadText(seen.payload));
    if (words !== undefined) touch(words);
    else if (!json && !seen.topic.startsWith("homeassistant/")) display.message(seen);
  });
  const account = { host: HOST, port: broker.port, ...service?.own };
  const publisher = timeTopic === undefined ? undefined : await publishTime(account, timeTopic);
  return {
    url,
    async end() {
      publisher?.end();
      await watcher.end();
      await broker.close();
    },
  };
}
