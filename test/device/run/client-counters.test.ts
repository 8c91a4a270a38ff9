// Counts of the client: each message that was kept is waiting, out, acknowledged or dropped,
// and counted as one of these.
import { expect, test } from "vitest";
import { newChip } from "../../../src/device/run/chip.ts";
import { acknowledged, dropped, kept, sent, waiting } from "../../../src/device/run/client-counters.ts";
import { publish } from "../../../src/mqtt/outbox.ts";
import { prepare } from "../../../src/mqtt/publication.ts";
import { driveClient } from "../../mqtt/driven-client.ts";

const COUNTERS = { kept, sent, acknowledged, dropped, waiting };

/** A client with four slots, and what it counts. */
function counted() {
  const driven = driveClient({ slots: 4 });
  driven.connect();
  const chip = newChip();
  chip.client = driven.client;
  const counts = () =>
    Object.fromEntries(Object.entries(COUNTERS).map(([name, measure]) => [name, measure(chip)]));
  return { driven, counts };
}

test("a message acknowledged before an older one is no longer waiting", () => {
  const { driven, counts } = counted();
  for (const qos of [2, 1, 1]) publish(driven.client, prepare(`t/${qos}`, qos, false, "reject"), "x");
  const [{ messageId: first }, ...others] = driven.sent();
  for (const { messageId } of others) driven.receive({ cmd: "puback", messageId });
  expect(counts()).toEqual({ kept: 3, sent: 3, acknowledged: 2, dropped: 0, waiting: 1 });
  driven.receive({ cmd: "pubrec", messageId: first }, { cmd: "pubcomp", messageId: first });
  expect(counts()).toEqual({ kept: 3, sent: 3, acknowledged: 3, dropped: 0, waiting: 0 });
});

test("a displaced message counts as kept, neither sent nor acknowledged", () => {
  const { driven, counts } = counted();
  driven.loseLink();
  const publication = prepare("t", 1, false, "oldest");
  for (const payload of ["1", "2", "3", "4", "5", "6"]) publish(driven.client, publication, payload);
  expect(counts()).toEqual({ kept: 6, sent: 0, acknowledged: 0, dropped: 2, waiting: 4 });
});
