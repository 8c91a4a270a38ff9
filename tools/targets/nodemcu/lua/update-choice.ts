// The start list of a device that takes updates: chooses, at each start, the slot whose image runs. It is in
// flash beside all images, and none replaces it. The choice is that of src/update/standing.ts, in Lua: no
// image has run by then.
import { MOST_STARTS, NONE_TRIED, STANDING_RECORD, slotRecord } from "../../../../src/update/standing.ts";

/** An image on trial that does not come to its own timer starts anew then. */
const TRIAL_MS = 600_000;
/** The first lines of a manifest, up to the name of its first part. */
const HEAD_BYTES = 1024;

/** Its first words, of whatever version. */
export const CHOICE_BEGINS = "-- Chooses between two images.";

/**
 * Gives what the list of the chosen image gives, which is the first part of its manifest. A start of an image
 * on trial is counted before it happens. What has come as a source is compiled where errors need not name
 * their lines: a list's own chip keeps sources otherwise. Where that was cut or the flash was full, the compiled
 * file may have no byte: Lua loads it as a module that does nothing, in place of its source. Such files go
 * before any image loads, also before the one that is taken back, which may share them.
 */
export function updateChoice(): string {
  return `${CHOICE_BEGINS}
local open=(io or file).open
local function head(name)
local from=open(name,"r")
if not from then return end
local bytes=from:read(${HEAD_BYTES})
from:close()
return bytes or ""
end
local function record(name)return head(name)or head(name..".new")or""end
local words={}
for word in record("${STANDING_RECORD}"):gmatch("([^\\n]*)\\n")do words[#words+1]=word end
if #words~=9 or words[1]~="1"then words={"1","0","0","","${NONE_TRIED}","0","","0",""}end
local function keep()
local name,fresh="${STANDING_RECORD}","${STANDING_RECORD}.new"
file.rename(fresh,name)
local to=open(fresh,"w")
if not to then return end
local isWritten=to:write(table.concat(words,"\\n").."\\n")
to:close()
if not isWritten then return end
file.remove(name)
return file.rename(fresh,name)
end
local function removeEmpty()
for name,size in pairs(file.list())do
if size==0 and name:match("%.lc$")then file.remove(name)end
end
end
local slot,tried,starts=words[2],words[5],tonumber(words[8])or 0
if tried~="${NONE_TRIED}"then
if not io then pcall(removeEmpty)end
if starts<${MOST_STARTS} then
words[8]=("%d"):format(starts+1)
if keep()then slot=tried end
else
words[5],words[9]="${NONE_TRIED}",words[7]
if(tonumber(words[6])or 0)>(tonumber(words[3])or 0)then words[3]=words[6]end
keep()
end
end
ringmoteSlot=slot=="1"and 1 or 0
local name="${slotRecord(0).slice(0, -1)}"..ringmoteSlot
if slot==tried then
ringmoteTrial=tmr.create()
ringmoteTrial:alarm(${TRIAL_MS},tmr.ALARM_SINGLE,node.restart)
local from=not io and(open(name,"r")or open(name..".new","r"))
local line=from and from:readline()
while line do
local part=line:match("^part=(%S+)%.lua ")
if part and not loadfile(part..".lc")then pcall(node.compile,part..".lua")end
tmr.wdclr()
line=from:readline()
end
if from then
from:close()
pcall(removeEmpty)
end
end
local part=record(name):match("\\npart=(%S+)")
local list,problem=loadfile(part or"?")
if list then return list()end
print("ringmote could not start slot "..ringmoteSlot..": "..tostring(problem))
if slot==tried then node.restart()end
return""
`;
}
