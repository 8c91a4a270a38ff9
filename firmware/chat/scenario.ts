import { fileLog } from "ringmote/log.ts";
import {
  answeredWithin,
  brokerRestarts,
  everyMessage,
  inOrder,
  networkCut,
  noneTwice,
  onlyItsOwn,
  type Place,
  programKilled,
  scenario,
  seconds,
  tokenEnds,
} from "ringmote/scenario.ts";
import { accessBy, issueToken } from "./access.ts";
import { agentOf, serve } from "./backend.ts";
import { forward } from "./forwarder.ts";
import { intrude } from "./intruder.ts";
import { chatAgent, chatUser, converse } from "./people.ts";

const KEY = "what the login, the broker's service and the backend know";
const AGENTS = Array.from({ length: 10 }, (_, i) => `agent-${i}`);
const DESK = ["ann", "ben"];
const QUESTIONS = [
  "Where is my order?",
  "Is <b>the blue one</b> in stock?",
  "How do I return it?",
  "Thank you!",
];
const ASKS = { times: 3, after: seconds(1), every: seconds(2) };

export const as = (role: string, { name: id, signal }: Place) => ({
  ...{ id, signal, secret: () => issueToken(KEY, role, id) },
});
const logs = ({ shared, folder }: Place) => ({
  log: shared("log", () => fileLog(folder("globalmessage-prod"))),
  done: shared("done", () => fileLog(folder("done"))),
});

export default scenario({
  title: "users and agents who publish to one topic, a log behind it, and a backend that answers",
  lasts: seconds(13),
  access: accessBy(KEY),
  // What a forwarder far from its broker needs; max_inflight_messages of a Mosquitto.
  inFlight: 500,
  takePart: {
    forwarder: {
      listensTo: () => false,
      program: (place) => forward(place.broker, as("forwarder", place), logs(place).log),
    },
    backend: {
      listensTo: (stream) => stream.startsWith("user-"),
      program: (place) =>
        serve(place.broker, {
          ...{ ...as("backend", place), ...logs(place), key: KEY, agents: AGENTS },
          // The second time that it comes back it reads all anew.
          from: place.starts === 2 ? 0 : undefined,
          did: ({ from, number }) => AGENTS.includes(from) || place.heard(from, number),
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
      // A stream is what a user says, by its name; it hears the answers by the same numbers.
      program: (place) =>
        converse(place.broker, as("user", place), {
          ...ASKS,
          asks: (number) => place.sent(place.name, number),
          hears: (number) => place.heard(place.name, number),
        }),
    },
    intruder: {
      listensTo: (stream) => stream === "attempt",
      program: (place) =>
        intrude(place.broker, as("user", place), {
          tries: (number) => place.sent("attempt", number),
          fails: (number) => place.heard("attempt", number),
        }),
    },
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
  // Two people at pages are the agents.
  page: {
    names: DESK,
    secret: (name) => issueToken(KEY, "agent", name),
    takePart: {
      forwarder: { program: (place) => forward(place.broker, as("forwarder", place), logs(place).log) },
      backend: {
        program: (place) =>
          serve(place.broker, {
            ...as("backend", place),
            ...logs(place),
            key: KEY,
            agents: DESK,
            did: () => {},
          }),
      },
      visitor: {
        count: 6,
        startWithin: seconds(15),
        startAfter: "forwarder",
        program: (place) => {
          const ask = () => chat.say(QUESTIONS[(place.place + asked++) % QUESTIONS.length] as string);
          const chat = chatUser(place.broker, as("user", place), () => setTimeout(ask, seconds(4)));
          let asked = 0;
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
    "who stays connected is answered within 3 s of the backend": answeredWithin(
      "user",
      "backend",
      seconds(3),
    ),
    "the backend does everything once": noneTwice("backend"),
    "an agent sees each question of its users": everyMessage("agent"),
    "every attempt of the intruder fails": everyMessage("intruder"),
  },
});
