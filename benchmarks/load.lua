-- What wrk asks: the paths of a file, one after the other; and what it tells at the end, for load.py to read.
local paths, at = {}, 0

function init(arguments)
  for line in io.lines(arguments[1]) do
    paths[#paths + 1] = line
  end
end

function request()
  at = at % #paths + 1
  return wrk.format("GET", paths[at])
end

function done(summary, latency, _)
  local e = summary.errors
  local wrong = e.connect + e.read + e.write + e.status + e.timeout
  io.write(string.format("\nTOLD %d %d %d %d %d\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), wrong))
end
