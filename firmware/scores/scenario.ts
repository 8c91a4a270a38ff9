import {
  brokerRestarts,
  everyMessage,
  inOrder,
  networkCut,
  newestWithin,
  noneTwice,
  readingStops,
  scenario,
  seconds,
} from "ringmote/scenario.ts";
import { display } from "./display.ts";
import { publishMatch, TOPIC } from "./publisher.ts";
import { keepScorebook } from "./scorebook.ts";

export default scenario({
  title: "a cricket match: one publisher, many displays, the last score retained",
  lasts: seconds(60),
  takePart: {
    scorebook: {
      program: ({ broker, name, signal, heard }) =>
        keepScorebook(broker, { id: name, signal, write: (ball) => heard(TOPIC, ball) }),
    },
    display: {
      count: { virtual: 1000, real: 300 },
      startWithin: seconds(10),
      hears: "newest",
      program: ({ broker, name, signal, heard }) =>
        display(broker, { id: name, signal, show: (ball) => heard(TOPIC, ball) }),
    },
    publisher: {
      startWithin: seconds(2),
      program: ({ broker, name, signal, sent }) =>
        publishMatch(broker, {
          id: name,
          balls: 20,
          every: seconds(2.5),
          signal,
          bowled: (ball) => sent(TOPIC, ball),
        }),
    },
  },
  faults: [
    networkCut("display", { share: 0.2, at: seconds(15), lasts: seconds(6) }),
    networkCut("scorebook", { at: seconds(22), lasts: seconds(10) }),
    brokerRestarts({ at: seconds(38), lasts: seconds(3) }),
    readingStops("display", { share: 0.1, at: seconds(44), lasts: seconds(4) }),
  ],
  expect: {
    "each display shows the last score within 2 s": newestWithin("display", seconds(2)),
    "no display goes back to an earlier score": inOrder("display"),
    "the scorebook has every ball": everyMessage("scorebook"),
    "the scorebook has no ball twice": noneTwice("scorebook"),
    "the scorebook has the balls in order": inOrder("scorebook"),
  },
});
