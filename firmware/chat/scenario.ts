import { setTimeout as pause } from "node:timers/promises";
import { fileLog } from "ringmote/log.ts";
import {
  answeredWithin,
  brokerRestarts,
  everyMessage,
  hearsNothing,
  inOrder,
  intruder,
  networkCut,
  noneTwice,
  onlyItsOwn,
  type Place,
  programKilled,
  scenario,
  seconds,
  tokenEnds,
} from "ringmote/scenario.ts";
import { issueToken } from "ringmote/tokens.ts";
import { accessBy, GLOBAL } from "./access.ts";
import { agentOf, type Backend, serve } from "./backend.ts";
import { forward } from "./forwarder.ts";
import { chatAgent, chatUser, join } from "./people.ts";

const KEY = "what the login, the broker's service and the backend know";
const AGENTS = Array.from({ length: 10 }, (_, i) => `agent-${i}`);
const DESK = ["ann", "ben"];
const QUESTIONS = ["Where is my order?", "Is <b>the blue one</b> in stock?", "How do I return it?"];

const tokenOf = (role: string, name: string) => issueToken(KEY, role, name, seconds(3600));
export function as(role: string, { name: id, signal }: Pick<Place, "name" | "signal">) {
  return { id, signal, secret: () => tokenOf(role, id) };
}
const logs = ({ shared, folder }: Place) => ({
  log: shared("log", () => fileLog(folder("globalmessage-prod"))),
  done: shared("done", () => fileLog(folder("done"))),
});

const forwarder = {
  listensTo: () => false,
  program: (place: Place) => forward(place.broker, as("forwarder", place), logs(place).log),
};
const backend = (place: Place, rest: Pick<Backend, "agents" | "from" | "did">) =>
  serve(place.broker, { ...as("backend", place), ...logs(place), key: KEY, ...rest });

/** Asks, whether or not an answer has come. A stream is what a user says, by its name; it hears the answers by the same numbers. */
async function converse(place: Place): Promise<void> {
  const { broker, name, sent, heard } = place;
  const { say } = chatUser(broker, as("user", place), (number) => heard(name, number));
  await pause(1000);
  for (let number = 1; number <= 3; number += 1) {
    sent(name, number);
    say(`  question   ${number} `, number === 3);
    await pause(2000);
  }
}

/** The agents of the page have sessions before anybody asks. */
async function openDesk(place: Place): Promise<void> {
  for (const name of DESK) {
    const client = join(place.broker, as("agent", { ...place, name }));
    await client.subscribe(`agent/${name}`, () => {});
    await client.stop();
  }
}

export default scenario({
  title: "users and agents who publish to one topic, a log behind it, and a backend that answers",
  lasts: seconds(13),
  access: accessBy(KEY),
  // What a forwarder far from its broker needs; max_inflight_messages of a Mosquitto.
  inFlight: 500,
  takePart: {
    forwarder,
    // The second time that it comes back it reads all anew.
    backend: {
      listensTo: (stream) => stream.startsWith("user-"),
      program: (place) =>
        backend(place, {
          agents: AGENTS,
          from: place.starts === 2 ? 0 : undefined,
          did: ({ number }, sender) => AGENTS.includes(sender) || place.heard(sender, number),
        }),
    },
    agent: {
      count: AGENTS.length,
      listensTo: (stream, name) => stream.startsWith("user-") && agentOf(stream, AGENTS) === name,
      program: (place) =>
        chatAgent(place.broker, as("agent", place), ({ conversation, number }) => {
          place.heard(conversation, number);
          return `answer ${number}`;
        }),
    },
    user: {
      count: { virtual: 1000, real: 187 },
      startWithin: seconds(2),
      // Nothing may be said before the forwarder has a session.
      startAfter: "forwarder",
      listensTo: (stream, name) => stream === name,
      program: converse,
    },
    intruder: intruder({
      as: (place) => ({ ...as("user", place), user: place.name, mqtt: 5 }),
      filters: ["user/user-0", "user/+", "#", "agent/agent-0", GLOBAL, `$share/all/${GLOBAL}`],
      ...{ topics: ["user/user-0", "agent/agent-0", "presence/user-0"], payload: '{"number":0}' },
    }),
  },
  faults: [
    networkCut("user", { share: 0.1, at: seconds(2), lasts: seconds(2) }),
    programKilled("backend", { at: seconds(3), lasts: seconds(2) }),
    networkCut("agent", { share: 0.3, at: seconds(4), lasts: seconds(2) }),
    tokenEnds("user", { share: 0.3, at: seconds(5) }),
    programKilled("forwarder", { at: seconds(6), lasts: seconds(1) }),
    brokerRestarts({ at: seconds(8), lasts: seconds(0.5) }),
    programKilled("backend", { at: seconds(9), lasts: seconds(0.5) }),
  ],
  page: {
    names: DESK,
    secret: (name) => tokenOf("agent", name),
    takePart: {
      forwarder,
      backend: { program: (place) => backend(place, { agents: DESK, did: () => {} }) },
      desk: { startAfter: "forwarder", program: openDesk },
      visitor: {
        count: 6,
        startWithin: seconds(15),
        startAfter: "desk",
        program: (place) => {
          let asked = place.place;
          const ask = () => chat.say(QUESTIONS[asked++ % QUESTIONS.length] as string);
          const chat = chatUser(place.broker, as("user", place), () => setTimeout(ask, seconds(4)));
          ask();
        },
      },
    },
  },
  expect: {
    "each user is answered everything": everyMessage("user"),
    "each user is answered in order": inOrder("user"),
    "nobody is answered twice": noneTwice("user"),
    "nobody is answered what nobody has asked": onlyItsOwn("user"),
    "who stays connected is answered within 3 s": answeredWithin("user", "backend", seconds(3)),
    "the backend does everything once": noneTwice("backend"),
    "an agent sees each question of its users": everyMessage("agent"),
    "an intruder is given nothing, and publishes nothing": hearsNothing("intruder"),
  },
});
