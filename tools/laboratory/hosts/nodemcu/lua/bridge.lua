-- The way out of a Lua in WebAssembly: a question is os.difftime(operation, number), bytes go through the standard
-- files. Nothing here makes garbage except the answer itself. Defines `ask`; the rest of the host comes through it.
local difftime, output, input = os.difftime, io.stdout, io.stdin
local write, read = output.write, input.read
-- A count that 32 bits do not hold stays a float.
local whole = math.tointeger and function(number) return math.tointeger(number) or number end or function(number) return number end

output:setvbuf("no")

local function ask(operation, number, bytes)
  if bytes then write(output, bytes) end
  local answer = difftime(operation, number or 0)
  if operation < FIRST_BYTES_OPERATION then return whole(answer) end
  if answer < 0 then return nil end
  if answer == 0 then return "" end
  return read(input, answer)
end
