// A message for a topic that nothing is kept for: the same bytes and the same outcomes as those of a publication.
import { describe, expect, test } from "vitest";
import { publish } from "../../src/mqtt/outbox.ts";
import { prepare } from "../../src/mqtt/publication.ts";
import { publishOnce } from "../../src/mqtt/publish-once.ts";
import { type DrivenOptions, driveClient } from "./driven-client.ts";

/** Lengths around those at which a packet's length, or the topic's, needs a byte more. */
const TOPICS = [1, 20, 126, 127, 255, 256, 300];
const PAYLOADS = [0, 1, 100, 104, 105, 106, 127, 128, 500, 501];
const CASES = TOPICS.flatMap((topic) => PAYLOADS.map((payload) => ({ topic, payload })));

/** What becomes of the same message by both ways, with what each hands to the link. */
function bothWays(
  options: DrivenOptions,
  isConnected: boolean,
  topic: string,
  retain: boolean,
  text: string,
) {
  return [true, false].map((once) => {
    const driven = driveClient(options);
    if (isConnected) driven.connect();
    driven.bytes();
    const publication = prepare(topic, 0, retain, "reject");
    const outcomes = [text, text].map((payload) =>
      once
        ? publishOnce(driven.client, topic, retain, payload)
        : publish(driven.client, publication, payload),
    );
    return { outcomes, bytes: driven.bytes(), refusals: driven.client.outcomes.refusals };
  });
}

describe.each([4, 5])("publishing once at protocol level %i", (level) => {
  test.each([false, true])("publishOnce sends a publication's bytes, retained: %s", (retain) => {
    for (const { topic, payload } of CASES) {
      const options = { level, bytes: 500, linkBytes: 2000 };
      const [once, prepared] = bothWays(options, true, "t".repeat(topic), retain, "x".repeat(payload));
      expect(once, `topic of ${topic}, payload of ${payload}`).toEqual(prepared);
    }
  });

  test.each([
    ["without a connection", { linkBytes: 100 }, false, 5],
    ["without a connection, too long", { bytes: 20 }, false, 21],
    ["on a full link", { linkBytes: 19 }, true, 5],
    ["on an idle link that is too small", { linkBytes: 8 }, true, 50],
  ])("publishOnce is refused like a publication: %s", (_, options, isConnected, length) => {
    const [once, prepared] = bothWays({ level, ...options }, isConnected, "t", false, "x".repeat(length));
    expect(once).toEqual(prepared);
    expect(once?.outcomes.at(-1)).toMatch(/^refused/);
  });
});
