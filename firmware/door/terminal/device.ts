// The terminal at a door: it asks by a message whether a fob may enter, and opens where the answer to that very question comes in time.
import {
  derive,
  device,
  lock,
  numberInput,
  powerSwitch,
  seconds,
  sensor,
  stateOf,
  valueOnly,
  when,
} from "ringmote";
import { onChange } from "ringmote/filters.ts";
import { irReceiver } from "ringmote/drivers/ir-receiver.ts";
import { relay } from "ringmote/drivers/relay.ts";

const reader = irReceiver("reader");
/** Its number, 1 to 999, and behind it five digits of the fob: 700069 is the seventh, of fob 69. */
const question = derive([reader.presses, reader.code], numbered);
/** Shines while it waits for an answer; no answer in that time is a no. */
const asking = powerSwitch("asking", relay("lamp"), { maximumOn: seconds(3) });
/** The number of the question that is answered with yes. */
const answer = numberInput("answer", valueOnly(), { min: 0, max: 999 });
const granted = derive([stateOf(asking), stateOf(answer), reader.presses], isGranted);

export default device({
  name: "door",
  // Its opener says what became of a command, to whoever asks for an answer.
  mqtt: 5,
  replies: true,
  sensors: [
    sensor("question", question, {
      every: seconds(86400),
      filters: [onChange()],
      qos: 2,
      overflow: "reject",
    }),
    sensor("fob", reader.key, { states: ["none", "held"], every: seconds(0.2), filters: [onChange()] }),
    sensor("granted", granted, {
      states: ["no", "yes"],
      every: seconds(0.2),
      filters: [onChange()],
    }),
  ],
  actuators: [asking, answer, lock("bolt", relay("opener"), { autoLock: seconds(4) })],
  rules: [
    // What came before the question is no answer to it.
    when("fob").is("held").set("answer", 0),
    when("fob").is("held").set("asking", "on"),
    when("granted").is("yes").set("bolt", "unlocked"),
  ],
});

function numbered(presses: number, code: number): number {
  return (1 + ((presses + 998) % 999)) * 100000 + code;
}

function isGranted(waits: number, yes: number, presses: number): number {
  return waits === 1 && yes === 1 + ((presses + 998) % 999) ? 1 : 0;
}
