// Retained messages on their way to those who have subscribed: a little at a time, in turn with everybody
// else, and no faster than each client takes them. Whoever asks for more than it may is refused before
// anything is done.
import type { Timers } from "../../../src/platform/node/timers.ts";
import type { Connection } from "./connection.ts";
import type { Limits } from "./limits.ts";
import { lowerQos, type Message } from "./message.ts";
import type { Quota } from "./quota.ts";
import type { Retained } from "./retained.ts";
import { deliver, type Session } from "./session.ts";
import type { Subscription } from "./subscriptions.ts";

export interface RetainedDelivery {
  /**
   * Puts the retained messages of a filter on a session's list. False: that would be more work than the
   * session may cause, or a longer list than it has room for.
   */
  add: (session: Session, filter: string, subscription: Subscription) => boolean;
  /** Takes back the last addition. */
  undo: (session: Session) => void;
  /** SUBACK is out: the list may be worked off. */
  start: (session: Session) => void;
  /** The session's connection is gone. */
  stop: (session: Session) => void;
}

interface Errand {
  filter: string;
  /** Undefined until its turn has come. */
  messages: Iterator<Message | undefined> | undefined;
  effort: number;
  subscription: Subscription;
}

/** The messages that a session will still receive on its connection. */
interface Task {
  session: Session;
  connection: Connection;
  errands: Errand[];
  effort: number;
  /** A message for which there was no room yet. */
  held: Message | undefined;
  state: "new" | "ready" | "waiting";
  waitMs: number;
}

/** Bytes of memory for an errand beside its filter while it waits. */
const ERRAND_BYTES = 200;
/** The pause before the next look at a client that does not take its messages; it grows each time. */
const FIRST_WAIT_MS = 4;
const LAST_WAIT_MS = 500;

export function createRetainedDelivery(
  timers: Timers,
  limits: Pick<Limits, "effort" | "handed" | "turnMs">,
  retained: Retained,
  quota: Quota,
): RetainedDelivery {
  const tasks = new Map<Session, Task>();
  const ready: Task[] = [];
  let isRunning = false;

  const weigh = (filter: string) => filter.length + ERRAND_BYTES;

  /** An errand is no longer on the list. */
  function release(task: Task, errand: Errand | undefined): void {
    if (errand === undefined) return;
    task.effort -= errand.effort;
    quota.give(task.session.clientId, weigh(errand.filter));
  }

  const isOver = (task: Task) =>
    tasks.get(task.session) !== task || (task.errands.length === 0 && task.held === undefined);

  const mustWait = ({ session, connection }: Task) =>
    connection.isBehind() || session.outgoing.unacknowledged() >= limits.handed;

  /** The next message for a client; undefined when nothing came of this step. */
  function next(task: Task): Message | undefined {
    const { held } = task;
    task.held = undefined;
    if (held !== undefined) return held;
    const [errand] = task.errands;
    const { filter, subscription } = errand;
    errand.messages ??= retained.matching(filter);
    const { value: message, done } = errand.messages.next();
    if (done === true) release(task, task.errands.shift());
    if (message === undefined) return undefined;
    if (!task.session.permissions.receive(message.topic, filter, subscription.qos)) return undefined;
    const { permissions } = task.session;
    const cause = { published: message, subscribed: [{ filter, subscription }], permissions };
    const copy = { ...message, qos: lowerQos(message.qos, subscription.qos), cause };
    if (subscription.identifier !== undefined) copy.subscriptions = [subscription.identifier];
    return copy;
  }

  /** Goes on until the turn is over, the task is done, or its client has to take something first. */
  function work(task: Task, began: number): void {
    const { session } = task;
    while (!isOver(task) && timers.now() - began < limits.turnMs) {
      if (mustWait(task)) {
        wait(task);
        return;
      }
      const message = next(task);
      if (message === undefined) continue;
      task.waitMs = FIRST_WAIT_MS;
      if (deliver(session, message, timers.now()) || session.outgoing.unacknowledged() === 0) continue;
      task.held = message;
      wait(task);
      return;
    }
    if (!isOver(task)) ready.push(task);
    else if (tasks.get(session) === task) tasks.delete(session);
  }

  function wait(task: Task): void {
    task.state = "waiting";
    timers.after(task.waitMs, () => {
      task.state = "ready";
      ready.push(task);
      run();
    });
    task.waitMs = Math.min(2 * task.waitMs, LAST_WAIT_MS);
  }

  /** One turn for all; others are served before the next one. */
  function run(): void {
    if (isRunning) return;
    isRunning = true;
    turn();
  }

  function turn(): void {
    const began = timers.now();
    for (let task = ready.shift(); task !== undefined; task = ready.shift()) {
      work(task, began);
      if (timers.now() - began >= limits.turnMs) break;
    }
    if (ready.length > 0) timers.after(0, turn);
    else isRunning = false;
  }

  return {
    add(session, filter, subscription) {
      const { connection, clientId } = session;
      if (connection === undefined) return true;
      const task = tasks.get(session) ?? newTask(session, connection);
      const effort = retained.effort(filter);
      if (task.effort + effort > limits.effort || !quota.take(clientId, weigh(filter))) return false;
      tasks.set(session, task);
      task.effort += effort;
      task.errands.push({ filter, messages: undefined, effort, subscription });
      return true;
    },
    undo(session) {
      const task = tasks.get(session);
      if (task !== undefined) release(task, task.errands.pop());
    },
    start(session) {
      const task = tasks.get(session);
      if (task?.state !== "new") return;
      task.state = "ready";
      ready.push(task);
      run();
    },
    stop(session) {
      const task = tasks.get(session);
      if (task === undefined) return;
      tasks.delete(session);
      for (const errand of task.errands) release(task, errand);
      task.errands.length = 0;
    },
  };
}

function newTask(session: Session, connection: Connection): Task {
  return {
    session,
    connection,
    errands: [],
    effort: 0,
    held: undefined,
    state: "new",
    waitMs: FIRST_WAIT_MS,
  };
}
