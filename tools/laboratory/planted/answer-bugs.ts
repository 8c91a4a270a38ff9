// Bugs that the answers of devices to commands invite: another command's data, an answer too early, one where none may go.
import type { PlantedBug } from "./bugs.ts";

const WANTED = "src/mqtt/version-5/wanted-answer.ts";
const REPLIES = "test/device/run/reply.test.ts";

export const ANSWER_BUGS: readonly PlantedBug[] = [
  {
    name: "an answer has lost its correlation data",
    file: WANTED,
    original: "wanted.correlation + properties",
    planted: "properties",
    tests: REPLIES,
  },
  {
    name: "an answer has the correlation data of the command before",
    file: WANTED,
    original: 'wanted.correlation = dataAt === 0 ? "" : bytes',
    planted: "if (dataAt > 0) wanted.correlation = bytes",
    tests: REPLIES,
  },
  {
    name: "a command is answered where another message wanted it",
    file: WANTED,
    original: '  wanted.topic = "";\n  wanted.fault',
    planted: "  wanted.fault",
    tests: REPLIES,
  },
  {
    name: "a command is answered before it is obeyed",
    file: "src/device/run/reply.ts",
    original: "  taker.deliver(taker, payload, retained, topic);\n  reply(actuator, own.words(actuator));\n",
    planted: "  reply(actuator, own.words(actuator));\n  taker.deliver(taker, payload, retained, topic);\n",
    tests: REPLIES,
  },
  {
    name: "an empty response topic is one",
    file: WANTED,
    original: "topicBytes === 0 || ",
    planted: "",
    tests: REPLIES,
  },
  {
    name: "a response topic with a wildcard is taken",
    file: "src/mqtt/version-5/packet-soundness.ts",
    original: "  if (responseAt > 0 && hasWildcard(bytes, responseAt)) return PROTOCOL_ERROR;\n",
    planted: "",
    tests: REPLIES,
  },
  {
    name: "a command that the broker had kept is answered",
    file: WANTED,
    original: " || header % 2 === 1",
    planted: "",
    tests: REPLIES,
  },
  {
    name: "an answer goes anywhere that a sender says",
    file: WANTED,
    original: "BELOW.length) !== BELOW",
    planted: 'BELOW.length) === ""',
    tests: REPLIES,
  },
  {
    name: "a short response topic goes on in the payload",
    file: WANTED,
    original: "topic.substring(0, BELOW.length) !== BELOW",
    planted: "bytes.substring(topicAt + 2, topicAt + 2 + BELOW.length) !== BELOW",
    tests: REPLIES,
  },
  {
    name: "an answer is sent until the broker takes it",
    file: WANTED,
    original: 'prepare(wanted.topic, 0, false, "reject")',
    planted: 'prepare(wanted.topic, 1, false, "latest")',
    tests: REPLIES,
  },
];
