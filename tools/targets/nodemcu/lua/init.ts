// `init.lua`: the first file that the chip runs. It starts the image late and lets itself be stopped, so that
// no image can lock its owner out.
//
// It is the same for every image, but that one which sleeps starts at once at a wake, and an update on trial
// that throws starts anew: what starts is said by a file of its own, the start list, so that a new image can
// be stored beside the one that starts, and becomes the one that starts when its list takes the other's
// place. Nothing of this is in memory when the image runs.

import type { StartNeeds } from "../../start-needs.ts";

/** Milliseconds between power and start, in which a computer can reach the chip's console. */
const START_DELAY_MS = 2000;

/**
 * The extended reason of `node.bootreason` at a wake: of an ESP8266 (app/modules/node.c), and of an ESP32,
 * whose ROM's codes begin at 7. Neither has the other's for anything else.
 */
const WAKE_REASONS = [5, 12] as const;

/** A file of this name on the chip keeps the image from starting. */
const STOP_FILE = "ringmote.stop";

/**
 * A global of this name, set to true at the console in the delay, keeps the image from starting until the
 * next restart.
 */
export const HOLD_GLOBAL = "ringmoteHold";

/** The file that the chip runs first. */
export const LOADER = "init.lua";

/** The name of the start list's file, without its ending. */
export const START_LIST = "ringmote";

/** The start list that is about to replace the other: it counts while there is no other. */
export const NEW_START_LIST = `${START_LIST}.new`;

export interface StartList {
  /** Modules in the order in which they load, without their endings. */
  modules: readonly string[];
  /**
   * The name, without ".img", of the image of the chip's LFS that has these modules, and a module of that name
   * too, which runs first; an LFS with another image, or one that lost its own, is loaded from that file again,
   * and the chip restarts.
   */
  lfs?: string;
  /**
   * Of a device that is set up over the air: the modules that choose, and those that then load in place of
   * the device's.
   */
  choice?: readonly string[];
  setUp?: readonly string[];
}

/** The text of a start list. */
export function startList({ modules, lfs, choice = [], setUp = [] }: StartList): string {
  const device = `return "${modules.join(" ")}"${lfs === undefined ? "" : `,"${lfs}"`}\n`;
  return choice.length === 0 ? device : chosen(choice, setUp) + device;
}

/** Whatever goes wrong in the choice, the device starts. */
function chosen(choice: readonly string[], setUp: readonly string[]): string {
  return `local choice,setUp="${choice.join(" ")}","${setUp.join(" ")}"
local isSetUp,shared=false,{}
function ringmoteChooses(is)isSetUp=is end
for name in choice:gmatch("%S+")do
local ok,problem=pcall(function()assert(loadfile(name..".lc")or loadfile(name..".lua"))(shared)end)
if not ok then print("ringmote could not choose: "..tostring(problem))end
end
ringmoteChooses=nil
if isSetUp then return setUp end
`;
}

/** The content of a start list; undefined for any other text. */
export function startListIn(text: string): StartList | undefined {
  const [, names, lfs] = /^return "([^"]*)"(?:,"([^"]*)")?/m.exec(text) ?? [];
  if (names === undefined) return undefined;
  const [, choice, setUp] = /^local choice,setUp="([^"]*)","([^"]*)"$/m.exec(text) ?? [];
  return {
    modules: listed(names),
    ...(lfs === undefined ? {} : { lfs }),
    ...(choice === undefined || setUp === undefined ? {} : { choice: listed(choice), setUp: listed(setUp) }),
  };
}

function listed(names: string): string[] {
  return names.split(" ").filter((name) => name !== "");
}

/**
 * The text of `init.lua`; of a device that sleeps without the delay at its wakes, of one that takes updates
 * with an end to a trial.
 */
export function initLua({ sleeps, updates }: StartNeeds = { sleeps: false, updates: false }): string {
  const [esp8266, esp32] = WAKE_REASONS;
  const wake = `local _,reason=node.bootreason()
local delay=(reason==${esp8266} or reason==${esp32}) and 1 or ${START_DELAY_MS}
`;
  const onTrial = updates ? "if ringmoteTrial then node.restart() end\n" : "";
  return `-- Starts ringmote ${START_DELAY_MS / 1000} s after power. A file named ${STOP_FILE} keeps it from starting.
if 1/2==0 then
print("ringmote needs a firmware with floating point; this chip runs an integer build")
return
end
${sleeps ? wake : ""}tmr.create():alarm(${sleeps ? "delay" : START_DELAY_MS},tmr.ALARM_SINGLE,function()
if ${HOLD_GLOBAL} then return end
if file.exists("${STOP_FILE}") then
print("ringmote is not started: remove ${STOP_FILE} and restart")
return
end
local list=loadfile("${START_LIST}.lc") or loadfile("${START_LIST}.lua") or loadfile("${NEW_START_LIST}")
if not list then
print("ringmote is not started: no image is stored here")
return
end
local names,lfs=list()
local get=lfs and node.LFS.get
local fromLfs=lfs and get(lfs)
if lfs and not fromLfs then
print("ringmote could not load the LFS: "..tostring(node.LFS.reload(lfs..".img")))
${onTrial}return
end
if fromLfs then fromLfs() end
local shared={}
for name in names:gmatch("%S+") do
local chunk,problem=get and get(name)
if not chunk then chunk,problem=loadfile(name..".lc") end
if not chunk then chunk,problem=loadfile(name..".lua") end
local ok=chunk~=nil
if ok then ok,problem=pcall(chunk,shared) end
if not ok then
print("ringmote could not start "..name..": "..tostring(problem))
${onTrial}return
end
end
end)
`;
}
