-- Loads the parts of the host, and leaves the function that takes one event.
local load = loadstring or load
local host = { ask = ask, op = op, event = event, handlers = {}, chip = chip, uptimeIsFloat = uptimeIsFloat, variant = variant }
local number = 0
while true do
  local part = ask(op.part, number)
  if not part then break end
  local name, text = part:match("^(.-)\n(.*)$")
  assert(load(text, "=host/" .. name))(host)
  number = number + 1
end
return host.turn
