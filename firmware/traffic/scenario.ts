import {
  everyMessage,
  inOrder,
  networkCut,
  newestWithin,
  noneTwice,
  type Place,
  programKilled,
  readingStops,
  scenario,
  seconds,
} from "ringmote/scenario.ts";
import { dashboard } from "./dashboard.ts";
import { Ledger } from "./ledger.ts";
import { ALL, sense, topicOf } from "./sensor.ts";
import { QUEUED, SHARED, type Worker, work } from "./worker.ts";

/** A worker whose ledger is that of all workers of its kind. */
function worker(from: Worker["from"]) {
  return ({ broker, name: id, signal, heard, shared }: Place) =>
    work(broker, { id, from, ledger: shared(from.filter, () => new Ledger()), signal, taken: heard });
}

export default scenario({
  title: "traffic sensors of a city: live on a dashboard, and each reading for one of several workers",
  // Some seeds need a second more: a worker that was killed comes back while the network is away.
  lasts: seconds(15),
  queues: [{ filter: ALL, dispatch: "in turn", redeliverMs: seconds(2) }],
  takePart: {
    dashboard: {
      hears: "newest",
      program: ({ broker, name, signal, heard }) => dashboard(broker, { id: name, signal, show: heard }),
    },
    worker: { count: 4, hears: "share", program: worker(SHARED) },
    clerk: { count: 4, hears: "share", queue: ALL, program: worker(QUEUED) },
    sensor: {
      count: { virtual: 1000, real: 200 },
      startWithin: seconds(2),
      program: ({ broker, name, signal, sent }) =>
        sense(broker, {
          id: name,
          readings: 4,
          every: seconds(2),
          signal,
          counted: (reading) => sent(topicOf(name), reading),
        }),
    },
  },
  faults: [
    programKilled("worker", { share: 0.25, at: seconds(3), lasts: seconds(6) }),
    programKilled("clerk", { share: 0.25, at: seconds(3), lasts: seconds(6) }),
    networkCut("sensor", { share: 0.1, at: seconds(4), lasts: seconds(2) }),
    readingStops("worker", { share: 0.25, at: seconds(5), lasts: seconds(1.5) }),
    readingStops("clerk", { share: 0.25, at: seconds(5), lasts: seconds(1.5) }),
    networkCut("worker", { at: seconds(7.5), lasts: seconds(1.2) }),
    networkCut("clerk", { at: seconds(7.5), lasts: seconds(1.2) }),
  ],
  expect: {
    "the dashboard shows each sensor's newest reading within 2 s": newestWithin("dashboard", seconds(2)),
    "the dashboard goes back to no earlier reading": inOrder("dashboard"),
    "the workers of the group take every reading": everyMessage("worker"),
    "no worker of the group takes one that was taken": noneTwice("worker"),
    "the clerks at the queue take every reading": everyMessage("clerk"),
    "no clerk takes one that was taken": noneTwice("clerk"),
  },
});
