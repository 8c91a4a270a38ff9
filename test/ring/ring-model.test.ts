// The ring beside a plain array: whatever is done to both, both hold the same messages in the same order.
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  acknowledge,
  createRing,
  forgetMarks,
  isHeld,
  isWaiting,
  markNew,
  moveOut,
  NO_SLOT,
  put,
  type Ring,
  replace,
  rewind,
  type Slotted,
  WRITTEN_BEFORE,
} from "../../src/ring/ring.ts";
import { discard, sweep } from "../../src/ring/sweep.ts";

/** Mark of a message that was never on the wire. */
const NEVER_WRITTEN = 0;

interface Item extends Slotted {
  name: string;
}

interface Message {
  item: Item;
  payload: string;
  /** A packet identifier, or NEVER_WRITTEN or WRITTEN_BEFORE. */
  mark: number;
  acknowledged: boolean;
}

/** What the ring should hold: messages from the oldest to the newest; the first `sent` of them are out. */
interface Model {
  slots: number;
  limit: number;
  messages: Message[];
  sent: number;
  nextMark: number;
  /** Items whose newest message was removed: where the one before it stands is not remembered. */
  lost: Set<Item>;
}

function remove(ring: Ring<Item>, cursor: number): void {
  discard(ring, cursor);
  sweep(ring, cursor);
}

type Command = fc.Command<Model, Ring<Item>>;

const NAMES = ["a", "b", "c"];
const items = (ring: Ring<Item>) => itemsOf.get(ring) as Item[];
const itemsOf = new WeakMap<Ring<Item>, Item[]>();

const bytesOf = (model: Model) =>
  model.messages.reduce((sum, { payload, acknowledged }) => sum + (acknowledged ? 0 : payload.length), 0);

/** Acknowledged messages at the front are gone from both. */
function settle(model: Model): void {
  while (model.sent > 0 && model.messages[0]?.acknowledged) {
    model.messages.shift();
    model.sent -= 1;
  }
}

/** How many of the model's messages were ever on the wire; they are all in front. */
function writtenIn(model: Model): number {
  const waiting = model.messages.findIndex(
    ({ mark, acknowledged }) => mark === NEVER_WRITTEN && !acknowledged,
  );
  return waiting < 0 ? model.messages.length : waiting;
}

function check(model: Model, ring: Ring<Item>): void {
  const held: string[] = [];
  for (let cursor = ring.done; cursor !== ring.put; cursor += 1) {
    const slot = cursor % ring.slots;
    const item = ring.items[slot];
    const mark = cursor < ring.written ? ring.marks[slot] : NEVER_WRITTEN;
    held.push(item === undefined ? "-" : `${item.name}:${ring.payloads[slot]}:${mark}`);
  }
  expect(held).toEqual(
    model.messages.map(({ item, payload, mark, acknowledged }) =>
      acknowledged ? "-" : `${item.name}:${payload}:${mark}`,
    ),
  );
  expect(ring.sent - ring.done).toBe(model.sent);
  expect(ring.written - ring.done).toBe(writtenIn(model));
  expect(ring.bytes).toBe(bytesOf(model));
  for (const item of items(ring)) {
    const newest = model.messages.findLastIndex((message) => message.item === item);
    const isThere = newest >= 0 && !model.messages[newest].acknowledged && !model.lost.has(item);
    if (isThere) expect(item.newest).toBe(ring.done + newest);
    // Of one whose newest message is gone, an older one may still be there.
    const isKnown =
      isThere || !model.messages.some((message) => message.item === item && !message.acknowledged);
    if (isKnown && !model.lost.has(item)) {
      expect(isHeld(ring, item)).toBe(isThere);
      expect(isWaiting(ring, item)).toBe(isThere && model.messages[newest].mark === NEVER_WRITTEN);
    }
  }
}

/** A command that can always be run; `toString` is what a counterexample shows. */
function command(name: string, run: (model: Model, ring: Ring<Item>) => void): Command {
  return {
    check: () => true,
    run(model, ring) {
      run(model, ring);
      settle(model);
      check(model, ring);
    },
    toString: () => name,
  };
}

const putCommand = fc.tuple(fc.nat(NAMES.length - 1), fc.string({ maxLength: 12 })).map(([which, payload]) =>
  command(`put ${NAMES[which]} ${JSON.stringify(payload)}`, (model, ring) => {
    const fits = model.messages.length < model.slots && bytesOf(model) + payload.length <= model.limit;
    const item = items(ring)[which];
    expect(put(ring, item, payload, 0) !== NO_SLOT).toBe(fits);
    if (!fits) return;
    model.messages.push({ item, payload, mark: NEVER_WRITTEN, acknowledged: false });
    model.lost.delete(item);
  }),
);

const replaceCommand = fc.tuple(fc.nat(), fc.string({ maxLength: 12 })).map(([which, payload]) =>
  command(`replace ${which} ${JSON.stringify(payload)}`, (model, ring) => {
    const waiting = items(ring).filter((item) => !model.lost.has(item) && isWaiting(ring, item));
    const item = waiting[which % waiting.length];
    const message = model.messages.findLast((message) => message.item === item);
    if (message === undefined) return;
    const fits = bytesOf(model) - message.payload.length + payload.length <= model.limit;
    expect(replace(ring, message.item, payload, 0)).toBe(fits);
    if (fits) message.payload = payload;
  }),
);

const sendCommand = fc.constant(
  command("send", (model, ring) => {
    const message = model.messages[model.sent];
    // One that was acknowledged in front of a rewind is passed over by the sender, not sent.
    if (message === undefined || message.acknowledged) return;
    const slot = ring.sent % ring.slots;
    if (message.mark <= 0) {
      model.nextMark += 1;
      if (message.mark === NEVER_WRITTEN) markNew(ring, ring.sent, slot, model.nextMark);
      else ring.marks[slot] = model.nextMark;
      message.mark = model.nextMark;
    }
    moveOut(ring, ring.sent);
    model.sent += 1;
  }),
);

const acknowledgeCommand = fc.nat().map((which) =>
  command(`acknowledge ${which}`, (model, ring) => {
    const out = model.messages.slice(0, model.sent).filter(({ acknowledged }) => !acknowledged);
    const message = out[which % (out.length + 1)];
    acknowledge(ring, message?.mark ?? 60000);
    if (message !== undefined) message.acknowledged = true;
  }),
);

const rewindCommand = fc.constant(
  command("rewind", (model, ring) => {
    // The sender passes over holes as soon as it sends; here there are none, so that the cursors can be compared.
    if (model.messages.some(({ acknowledged }) => acknowledged)) return;
    rewind(ring);
    model.sent = 0;
  }),
);

const forgetCommand = fc.constant(
  command("forget marks", (model, ring) => {
    if (model.messages.some(({ acknowledged }) => acknowledged)) return;
    const known = model.messages.filter(({ mark }) => mark > 0);
    expect(forgetMarks(ring)).toBe(known.length);
    for (const message of known) message.mark = WRITTEN_BEFORE;
    model.sent = 0;
  }),
);

const removeCommand = fc.nat().map((which) =>
  command(`remove ${which}`, (model, ring) => {
    const first = writtenIn(model);
    if (first >= model.messages.length) return;
    const at = first + (which % (model.messages.length - first));
    remove(ring, ring.done + at);
    const [{ item }] = model.messages.splice(at, 1);
    if (!model.messages.slice(at).some((message) => message.item === item)) model.lost.add(item);
  }),
);

const commands = [
  putCommand,
  putCommand,
  replaceCommand,
  sendCommand,
  acknowledgeCommand,
  rewindCommand,
  forgetCommand,
  removeCommand,
];

test("the ring behaves like an array, within slots and bytes", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 0, max: 40 }),
      fc.commands(commands, { maxCommands: 60, size: "max" }),
      (slots, limit, run) => {
        const setup = () => {
          const ring = createRing<Item>(slots, limit);
          itemsOf.set(
            ring,
            NAMES.map((name) => ({ name, newest: -1 })),
          );
          return {
            model: { slots, limit, messages: [], sent: 0, nextMark: 0, lost: new Set<Item>() },
            real: ring,
          };
        };
        fc.modelRun(setup, run);
      },
    ),
    { numRuns: 600 },
  );
});

test("a new ring is empty and frees its trial allocation", () => {
  const ring = createRing<Item>(3, 100);
  expect(ring.payloads).toEqual([undefined, undefined, undefined]);
  expect([ring.bytes, ring.limit, ring.slots]).toEqual([0, 100, 3]);
});

test("a full ring and an empty ring differ after any rounds", () => {
  const ring = createRing<Item>(2, 10);
  const item = { name: "a", newest: -1 };
  for (let turn = 1; turn <= 9; turn += 1) {
    const slots = [put(ring, item, "x", 0), put(ring, item, "y", 0), put(ring, item, "z", 0)];
    expect(slots).toEqual([0, 1, NO_SLOT]);
    for (const mark of [turn, turn + 100]) {
      markNew(ring, ring.sent, ring.sent % ring.slots, mark);
      moveOut(ring, ring.sent);
    }
    acknowledge(ring, turn);
    acknowledge(ring, turn + 100);
    expect([ring.put - ring.done, ring.bytes]).toEqual([0, 0]);
  }
});
