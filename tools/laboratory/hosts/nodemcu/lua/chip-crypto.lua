-- `crypto`: the digests of texts, computed outside, as the firmware's own take no instructions of the program's.
local host = ...
local ask, op = host.ask, host.op
local BITS = { SHA256 = 256, SHA1 = 1 }

crypto = {
  new_hash = function(name)
    local bits = BITS[host.text(name, 1, "new_hash")] or error("unknown hash mech", 2)
    local text = ""
    return {
      update = function(_, bytes) text = text .. host.text(bytes, 1, "update") end,
      finalize = function() return ask(op.digest, bits, text) end,
    }
  end,
}
