// Bugs that sessions by random schedules notice: a window, an expiry and a session that are not as the terms of MQTT 5.0 are.
import type { PlantedBug } from "./bugs.ts";

const tests = "test/soak/session-schedule.test.ts";

export const SESSION_BUGS: readonly PlantedBug[] = [
  {
    name: "more messages are out than the Receive Maximum of a connection",
    file: "src/mqtt/in-flight.ts",
    original: "  if (MQTT5 && speaks5(client)) return Math.min(",
    planted: "  if (client.connection.connects > 0) return usualWindow(client);\n  return Math.min(",
    tests,
  },
  {
    name: "a message that has waited for its connection has its whole expiry",
    file: "src/mqtt/version-5/publish-start.ts",
    original: "(publication.deadline - waited + 999)",
    planted: "(publication.deadline + 999)",
    tests,
  },
  {
    name: "a slot that was passed over waits for an acknowledgement",
    file: "src/ring/ring.ts",
    original: "  moveOut(ring, ring.sent);\n  freeEmptyFront(ring);\n",
    planted: "  moveOut(ring, ring.sent);\n",
    tests: "test/mqtt/version-5/delivery.test.ts",
  },
];
