-- The outside of a NodeMCU VM on a computer: plays a transcript back, and stops where the program asks otherwise.
-- Uses `op`, `modules` (name to source), `transcript` (lines, bytes in hexadecimal) and defines `ask` and `replay`.
local show, exit, tonumber = print, os.exit, tonumber
local nextLine = transcript:gmatch("[^\n]+")
local current = { kind = 0, id = 0, number = 0 }
local questions = 0

local function bytesOf(hexadecimal)
  return (hexadecimal:gsub("..", function(pair) return string.char(tonumber(pair, 16)) end))
end

local function hexadecimalOf(bytes)
  return (bytes:gsub(".", function(byte) return ("%02x"):format(byte:byte()) end))
end

-- The life ended here, be it in the middle of a call.
local function finish()
  show("SAME " .. questions)
  exit(0)
end

local function differ(line, operation, number, bytes)
  show(("DIFFERENT question %d"):format(questions))
  show("EXPECTED " .. line)
  show(("ASKED Q %d %s %s"):format(operation, tostring(number), hexadecimalOf(bytes)))
  exit(0)
end

local function ofEvent(operation)
  if operation == op.eventKind then return current.kind end
  if operation == op.eventId then return current.id end
  if operation == op.eventNumber then return current.number end
  if operation == op.eventBytes then return current.bytes end
end

local function ask(operation, number, bytes)
  if operation == op.moduleProblem then return nil end
  if operation == op.moduleChunk then return modules[bytes] end
  if operation == op.eventBytes or ofEvent(operation) then return ofEvent(operation) end
  number, bytes = number or 0, bytes or ""
  local line = nextLine()
  if not line then finish() end
  questions = questions + 1
  local wanted, wantedNumber, wantedBytes, kind, answer = line:match("^Q (%d+) (%S+) (%x*) (%a) (%S*)$")
  -- Numbers are printed in each VM's own way, and memory is what it is.
  local isLoose = operation == op.log or operation == op.freeHeap
  if not wanted or tonumber(wanted) ~= operation
    or not isLoose and (tonumber(wantedNumber) ~= number or bytesOf(wantedBytes) ~= bytes) then
    differ(line, operation, number, bytes)
  end
  if outputs[operation] then show(("OUTPUT %d %s %s"):format(operation, wantedNumber, hexadecimalOf(bytes))) end
  if kind == "n" then return tonumber(answer) end
  if kind == "b" then return bytesOf(answer) end
end

local function replay(turn)
  for line in nextLine do
    local kind, id, number, has, bytes = line:match("^E (%d+) (%S+) (%S+) (%a) (%x*)$")
    if not kind then differ(line, -1, 0, "") end
    current.kind, current.id, current.number = tonumber(kind), tonumber(id), tonumber(number)
    current.bytes = nil
    if has == "b" then current.bytes = bytesOf(bytes) end
    local worked, problem = pcall(turn)
    if not worked then show("ERROR " .. tostring(problem)) end
  end
  finish()
end
