// Memory that a device gives back before it rests: thousands of them rest in one process
// for almost all of their time.
//
// V8 reserves room for seventeen entries at the first push to a list, and keeps a text in the pieces that it
// was joined from. Both come again when they are needed; nothing here changes what a list or a text holds.
import type { Filter } from "../../device/run/filters/filter.ts";
import { fitWindow, type Windowed } from "../../device/run/filters/window.ts";
import { greetWith } from "../../mqtt/client.ts";
import { giveBackSlots } from "../../mqtt/program/ring-room.ts";
import { type Publication, replaceHead } from "../../mqtt/publication.ts";
import { replaceList } from "../../mqtt/subscriptions.ts";
import { setLists } from "../../runtime/instantiate.ts";
import type { Runtime } from "../../runtime/runtime.ts";

/** The device has been started: its lists are as long as they will be. */
export function fitLists(runtime: Runtime): void {
  const { client, sensors, measurements, actuators } = runtime;
  setLists(runtime, [...sensors], [...measurements], [...actuators]);
  replaceList(client, [...client.subscriptions.all]);
  greetWith(client, inOnePiece(client.greeting));
}

/** The device has nothing to do for a while. */
export function giveBack(runtime: Runtime): void {
  for (const { publication, filters } of runtime.sensors) {
    joinHead(publication);
    for (const filter of filters) if (isWindowed(filter)) fitWindow(filter);
  }
  for (const actuator of runtime.actuators) joinHead(actuator.publication);
  giveBackSlots(runtime.client);
}

function isWindowed(filter: Filter): filter is Windowed {
  return "window" in filter;
}

function joinHead(publication: Publication): void {
  replaceHead(publication, inOnePiece(publication.head));
}

/** The same byte string, without the pieces that it was joined from. */
function inOnePiece(bytes: string): string {
  return Buffer.from(bytes, "latin1").toString("latin1");
}
