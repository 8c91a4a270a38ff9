-- One event of the outside: finds who handles it and calls it. An error passes through: the chip restarts.
local host = ...
local ask, op, handlers = host.ask, host.op, host.handlers

function host.turn()
  local handler = handlers[ask(op.eventKind)]
  handler(ask(op.eventId), ask(op.eventNumber), ask(op.eventBytes))
end
