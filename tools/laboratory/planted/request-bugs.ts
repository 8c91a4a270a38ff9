// Bugs that requests, and messages that are acknowledged late, invite: answers of somebody else, of another connection, out of turn.
import type { PlantedBug } from "./bugs.ts";

const ANSWERS = "src/mqtt/answer-in-turn.ts";
const SESSIONS = "test/soak/session-schedule.test.ts";
const HOSTILE_REQUESTS = "test/platform/node-client-requests-hostile.test.ts";

export const REQUEST_BUGS: readonly PlantedBug[] = [
  {
    name: "an answer with unknown correlation data is taken",
    file: "src/platform/node/requests.ts",
    original: 'this.settle(key, "answered")',
    planted: 'this.settle(this.open.has(key) ? key : [...this.open.keys()][0] ?? key, "answered")',
    tests: "test/platform/node-client-requests.test.ts",
  },
  {
    name: "a request by topic may name nobody",
    file: "src/platform/node/request-topics.ts",
    original: "/^requests\\/([^/]+)\\/",
    planted: "/^requests\\/([^/]*)\\/",
    tests: HOSTILE_REQUESTS,
  },
  {
    name: "an identifier fills several levels of a topic",
    file: "src/platform/node/request-topics.ts",
    original: "/[%/+#]/g",
    planted: "/[%+#]/g",
    tests: HOSTILE_REQUESTS,
  },
  {
    name: "a reply is given what its filter does not take",
    file: "src/platform/node/request-topics.ts",
    original: " || !matches(bytesOf(filter), bytesOf(own))",
    planted: "",
    tests: HOSTILE_REQUESTS,
  },
  {
    name: "a late answer outlives its connection",
    file: "src/mqtt/connection-end.ts",
    original: "  if (LATE_ANSWERS) voidAnswers(client);\n",
    planted: "",
    tests: SESSIONS,
  },
  {
    name: "an answer overtakes those that wait for their handlers",
    file: ANSWERS,
    original: "if (late.first === undefined && late.held === undefined)",
    planted: "if (late.held === undefined)",
    tests: SESSIONS,
  },
  {
    name: "a message is answered before its handler is done",
    file: "src/mqtt/late-answers.ts",
    original: "  answer.waits += 1;\n",
    planted: "",
    tests: SESSIONS,
  },
  {
    name: "a message at QoS 2 that comes again is answered while its handler runs",
    file: ANSWERS,
    original: "  holdOpen(client, answer);\n",
    planted: "",
    tests: SESSIONS,
  },
  {
    name: "a message at QoS 2 whose handler runs has no answer on the next connection",
    file: ANSWERS,
    original: "answer.connection === client.connection.connects",
    planted: "answer.connection > 0",
    tests: SESSIONS,
  },
  {
    name: "a refused message at QoS 2 counts as taken when it comes again",
    file: ANSWERS,
    original: "  if (answer.reason !== 0) reopen(client, answer);\n  else closeAnswer",
    planted: "  closeAnswer",
    tests: SESSIONS,
  },
  {
    name: "a late refusal is an answer without a reason code",
    file: ANSWERS,
    original: "if (answer.reason !== 0) send(client, answerPacket",
    planted: "if (answer.reason > 255) send(client, answerPacket",
    tests: SESSIONS,
  },
];
