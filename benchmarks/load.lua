-- What wrk asks: the lines of a file (a path, a tab, what is accepted), one after the other; and what it tells
-- at the end, for load.py to read.
local requests, at = {}, 0

function init(arguments)
  for line in io.lines(arguments[1]) do
    local path, accept = line:match("^([^\t]*)\t(.*)$")
    local headers = { Accept = accept }
    for name, value in pairs(wrk.headers) do
      headers[name] = value
    end
    requests[#requests + 1] = wrk.format("GET", path, headers)
  end
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function done(summary, latency, _)
  local e = summary.errors
  local wrong = e.connect + e.read + e.write + e.status + e.timeout
  io.write(string.format("\nTOLD %d %d %d %d %d\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), wrong))
end
