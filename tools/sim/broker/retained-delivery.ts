// Delivery of retained messages to subscribers: in small portions, in turn with all other work, and no faster
// than each client reads. A request beyond the limits is refused before any work.
import type { Timers } from "../../../src/platform/node/timers.ts";
import type { Connection } from "./connection.ts";
import type { Limits } from "./limits.ts";
import { lowerQos, type Message } from "./message.ts";
import type { Quota } from "./quota.ts";
import type { Retained } from "./retained.ts";
import { deliverTo, type Session } from "./session.ts";
import type { Subscription } from "./subscriptions.ts";

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
  /** A message that had no room yet. */
  held: Message | undefined;
  state: "new" | "ready" | "waiting";
  waitMs: number;
}

/** Bytes of memory for a waiting request, beside its filter. */
const ERRAND_BYTES = 200;
/** The pause before the next check of a client that does not read; it grows each time. */
const FIRST_WAIT_MS = 4;
const LAST_WAIT_MS = 500;

export class RetainedDelivery {
  private readonly timers: Timers;
  private readonly limits: Pick<Limits, "effort" | "handed" | "turnMs">;
  private readonly retained: Retained;
  private readonly quota: Quota;
  private readonly tasks = new Map<Session, Task>();
  private readonly ready: Task[] = [];
  private isRunning = false;

  constructor(
    timers: Timers,
    limits: Pick<Limits, "effort" | "handed" | "turnMs">,
    retained: Retained,
    quota: Quota,
  ) {
    this.timers = timers;
    this.limits = limits;
    this.retained = retained;
    this.quota = quota;
  }

  private readonly turn = (): void => {
    const began = this.timers.now();
    for (let task = this.ready.shift(); task !== undefined; task = this.ready.shift()) {
      this.work(task, began);
      if (this.timers.now() - began >= this.limits.turnMs) break;
    }
    if (this.ready.length > 0) this.timers.after(0, this.turn);
    else this.isRunning = false;
  };

  /**
   * Adds the retained messages of a filter to a session's list. False: the work or the list would exceed the
   * session's limit.
   */
  add(session: Session, filter: string, subscription: Subscription): boolean {
    const { connection, clientId } = session;
    if (connection === undefined) return true;
    const task = this.tasks.get(session) ?? newTask(session, connection);
    const effort = this.retained.effort(filter);
    if (task.effort + effort > this.limits.effort || !this.quota.take(clientId, this.weigh(filter)))
      return false;
    this.tasks.set(session, task);
    task.effort += effort;
    task.errands.push({ filter, messages: undefined, effort, subscription });
    return true;
  }

  /** Takes back the last addition. */
  undo(session: Session): void {
    const task = this.tasks.get(session);
    if (task !== undefined) this.release(task, task.errands.pop());
  }

  /** Called after SUBACK: the list may be delivered. */
  start(session: Session): void {
    const task = this.tasks.get(session);
    if (task?.state !== "new") return;
    task.state = "ready";
    this.ready.push(task);
    this.run();
  }

  /** Called when the session's connection has ended. */
  stop(session: Session): void {
    const task = this.tasks.get(session);
    if (task === undefined) return;
    this.tasks.delete(session);
    for (const errand of task.errands) this.release(task, errand);
    task.errands.length = 0;
  }

  private weigh(filter: string): number {
    return filter.length + ERRAND_BYTES;
  }

  /** Removes a request from the list. */
  private release(task: Task, errand: Errand | undefined): void {
    if (errand === undefined) return;
    task.effort -= errand.effort;
    this.quota.give(task.session.clientId, this.weigh(errand.filter));
  }

  private isOver(task: Task): boolean {
    return this.tasks.get(task.session) !== task || (task.errands.length === 0 && task.held === undefined);
  }

  private mustWait({ session, connection }: Task): boolean {
    return connection.isBehind() || session.outgoing.unacknowledged() >= this.limits.handed;
  }

  /** The next message for a client; undefined when this step found none. */
  private next(task: Task): Message | undefined {
    const { held } = task;
    task.held = undefined;
    if (held !== undefined) return held;
    const [errand] = task.errands;
    const { filter, subscription } = errand;
    errand.messages ??= this.retained.matching(filter);
    const { value: message, done } = errand.messages.next();
    if (done === true) this.release(task, task.errands.shift());
    if (message === undefined) return undefined;
    if (!task.session.permissions.receive(message.topic, filter, subscription.qos)) return undefined;
    const { permissions } = task.session;
    const cause = { published: message, subscribed: [{ filter, subscription }], permissions };
    const copy = { ...message, qos: lowerQos(message.qos, subscription.qos), cause };
    if (subscription.identifier !== undefined) copy.subscriptions = [subscription.identifier];
    return copy;
  }

  /** Continues until the turn or the request ends, or its client must read first. */
  private work(task: Task, began: number): void {
    const { session } = task;
    while (!this.isOver(task) && this.timers.now() - began < this.limits.turnMs) {
      if (this.mustWait(task)) {
        this.wait(task);
        return;
      }
      const message = this.next(task);
      if (message === undefined) continue;
      task.waitMs = FIRST_WAIT_MS;
      if (deliverTo(session, message, this.timers.now()) || session.outgoing.unacknowledged() === 0) continue;
      task.held = message;
      this.wait(task);
      return;
    }
    if (!this.isOver(task)) this.ready.push(task);
    else if (this.tasks.get(session) === task) this.tasks.delete(session);
  }

  private wait(task: Task): void {
    task.state = "waiting";
    this.timers.after(task.waitMs, () => {
      task.state = "ready";
      this.ready.push(task);
      this.run();
    });
    task.waitMs = Math.min(2 * task.waitMs, LAST_WAIT_MS);
  }

  /** One turn for all requests; other clients are served before the next. */
  private run(): void {
    if (this.isRunning) return;
    this.isRunning = true;
    this.turn();
  }
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
