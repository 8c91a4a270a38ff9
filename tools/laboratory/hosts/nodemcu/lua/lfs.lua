-- `node.LFS`: modules that run from flash.
local host = ...
local ask, op = host.ask, host.op
local load = loadstring or load

node.LFS = {}

function node.LFS.get(name)
  local chunk = ask(op.lfsModule, 0, host.text(name, 1, "get"))
  return chunk and assert(load(chunk, "@" .. name)) or nil
end

function node.LFS.list()
  local names = {}
  for name in ask(op.lfsModules):gmatch("[^\n]+") do names[#names + 1] = name end
  return names
end

-- Does not return where the chip takes the image.
function node.LFS.reload(name) return ask(op.lfsReload, 0, host.text(name, 1, "reload")) end
