// Differences between a broker's answers and those that the scenarios expect, with the reasons. The broker
// model has no row, in virtual time or as the broker of `npm start`: it answers as expected.
import type { Answers } from "./scenario.ts";

export interface Difference {
  scenario: string;
  answers: Answers;
  reason: string;
}

/** Aedes 1.2. */
const AEDES: Difference[] = [
  {
    scenario: "a session is present for who wants it kept",
    answers: { a: ["connack 0"], "a again": ["connack 0"], "a clean": ["connack 0"], "a new": ["connack 0"] },
    reason: "a session without a subscription is none to it",
  },
  {
    scenario: "a client without an identifier is refused a session that is kept",
    answers: { nameless: ["connack 0"] },
    reason: "it gives the client an identifier all the same",
  },
  {
    scenario: "a level that nobody speaks is refused",
    answers: { a: ["ended"] },
    reason: "it closes the connection without CONNACK",
  },
  {
    scenario: "a message at QoS 1 that is sent twice is delivered twice",
    answers: {
      a: ["connack 0", "puback 1", "puback 1"],
      b: ["connack 0", "suback 0", "t=x q0", "t=x q0 dup"],
    },
    reason: "it hands the publisher's DUP on, even at QoS 0",
  },
  {
    scenario:
      "a message at QoS 2 that is sent twice before its PUBREL is delivered once, when it is released",
    answers: {
      a: ["connack 0", "pubrec 1", "pubrec 1", "pubcomp 1"],
      b: ["connack 0", "suback 0", "t=x q0", "t=x q0 dup", "t=before q0"],
    },
    reason:
      "it hands a message on when its PUBLISH comes, each time: at QoS 2 nothing is exactly once with it",
  },
  {
    scenario: "what was not acknowledged comes again with DUP, and what was released as PUBREL",
    answers: {
      publisher: ["connack 0", "puback 1", "pubrec 2", "pubcomp 2", "pubrec 3", "pubcomp 3"],
      a: ["connack 0", "suback 2", "t=1 q1 #A", "t=2 q2 #B", "t=3 q2 #C", "pubrel #B"],
      "a again": ["connack 0 present", "t=1 q1 #A", "pubrel #B", "t=3 q2 #C"],
    },
    reason: "it sends again without DUP",
  },
  {
    scenario: "what was published while a client was away waits for it, but at QoS 0",
    answers: {
      publisher: ["connack 0", "puback 1", "pubrec 2", "pubcomp 2"],
      a: ["connack 0", "suback 1"],
      "a again": ["connack 0 present", "t=1 q1 #A", "t=2 q2 #B"],
    },
    reason: "what waited keeps the publisher's QoS, though less was granted",
  },
  {
    scenario: "a filter that stands twice in one SUBSCRIBE is taken twice, and stays as it was taken last",
    answers: {
      a: ["connack 0", "puback 1", "suback 1", "t=old q1 #A retain", "t=new q1 #B"],
      publisher: ["connack 0", "puback 3"],
    },
    reason: "it takes it once, and has one code for both",
  },
  {
    scenario:
      "a client with two filters for one topic is given it at the higher QoS, whichever it asked for first",
    answers: {
      publisher: ["connack 0", "puback 9"],
      a: ["connack 0", "suback 0", "suback 1", "t/x=1 q0"],
    },
    reason: "it takes the QoS of the filter that it finds first, though [MQTT-3.3.5-1] says the highest",
  },
  {
    scenario: "of a sharing group one is given each message, without what is retained",
    answers: { publisher: ["connack 0"], a: ["connack 0", "suback 0"], b: ["connack 0", "suback 0"] },
    reason: "it has no shared filters; to it this is a filter like others",
  },
  {
    scenario: "a topic that is no UTF-8 ends the connection",
    answers: { a: ["connack 0"] },
    reason: "it does not look at the bytes of a text",
  },
  {
    scenario: "a topic with U+0000 ends the connection",
    answers: { a: ["connack 0"] },
    reason: "it does not look at the characters of a text",
  },
  {
    scenario: "the identifier 0 ends the connection",
    answers: { a: ["connack 0", "puback 0"] },
    reason: "it takes any identifier",
  },
  {
    scenario: "a filter with a wildcard in a level ends the connection",
    answers: { a: ["connack 0", "suback 0"] },
    reason: "it takes the filter",
  },
  {
    scenario: "a packet that is longer than the limit ends the connection",
    answers: { a: ["connack 0"] },
    reason: "it has no such limit",
  },
];

/** Mosquitto 2.0. */
const MOSQUITTO: Difference[] = [
  {
    scenario:
      "a client with two filters for one topic is given it at the higher QoS, whichever it asked for first",
    answers: {
      publisher: ["connack 0", "puback 9"],
      a: ["connack 0", "suback 0", "suback 1", "t/x=1 q0"],
    },
    reason: "it takes the QoS of the filter that it finds first, though [MQTT-3.3.5-1] says the highest",
  },
  {
    scenario:
      "a second client of one identifier takes over the session that is kept, and the will is published",
    answers: {
      a: ["connack 0", "suback 0", "ended"],
      "a again": ["connack 0 present"],
      b: ["connack 0", "suback 1"],
    },
    reason: "it keeps a will to itself when the session goes on at once",
  },
  {
    scenario: "of a sharing group one is given each message, without what is retained",
    answers: {
      publisher: ["connack 0"],
      a: ["connack 0", "suback 0", "s=old q0 retain", "s=1 q0", "s=3 q0"],
      b: ["connack 0", "suback 0", "s=old q0 retain", "s=2 q0", "s=4 q0"],
    },
    reason: "it gives a client of MQTT 3.1.1, which has no shared filters, what is retained as well",
  },
  {
    scenario: "a packet that only servers send ends the connection",
    answers: { a: ["connack 0"] },
    reason: "it takes PINGRESP from clients, because its bridges send it",
  },
];

export const differences = {
  model: [] as Difference[],
  embedded: [] as Difference[],
  aedes: AEDES,
  mosquitto: MOSQUITTO,
};
