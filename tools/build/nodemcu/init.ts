// `init.lua`: the first file that the chip runs. It starts the image late and lets itself be stopped, so that no
// image can lock its owner out.

/** Milliseconds between power and start, in which a computer can reach the chip's console. */
const START_DELAY_MS = 2000;

/** A file of this name on the chip keeps the image from starting. */
const STOP_FILE = "ringmote.stop";

/** The text of `init.lua` for an image of these modules, in the order in which they load. */
export function initLua(modules: readonly string[]): string {
  return `-- Starts ringmote ${START_DELAY_MS / 1000} s after power. A file named ${STOP_FILE} keeps it from starting.
if 1/2==0 then
print("ringmote needs a firmware with floating point; this chip runs an integer build")
return
end
tmr.create():alarm(${START_DELAY_MS},tmr.ALARM_SINGLE,function()
if file.exists("${STOP_FILE}") then
print("ringmote is not started: remove ${STOP_FILE} and restart")
return
end
local shared={}
for name in ("${modules.join(" ")}"):gmatch("%S+") do
local chunk,problem=loadfile(name..".lc")
if not chunk then chunk,problem=loadfile(name..".lua") end
local ok=chunk~=nil
if ok then ok,problem=pcall(chunk,shared) end
if not ok then
print("ringmote could not start "..name..": "..tostring(problem))
return
end
end
end)
`;
}
