"""What a person sees while something long is done: a bar with pace on a terminal, few lines elsewhere."""

import io
import threading

from rich.console import Console

from queries.terminal import Watch, report_on, watched


class Done:
    def told(self) -> list[str]:
        return ["version 1: [2] awards"]


def test_a_terminal_shows_how_far_it_is_and_how_fast() -> None:
    seen, threads = io.StringIO(), set(threading.enumerate())
    with watched(Console(file=seen, force_terminal=True, width=120)) as watch:
        assert set(threading.enumerate()) <= threads, "a thread that draws would be forked"
        watch("looking for what changed")
        watch.advance(50, 100)
    assert "looking for what changed" in seen.getvalue()
    assert "reading" in seen.getvalue()
    assert "a second" in seen.getvalue()


def test_elsewhere_a_line_tells_it_every_few_seconds() -> None:
    seen = io.StringIO()
    watch = Watch(Console(file=seen), None, every=0.0)
    watch("joining")
    watch.advance(50, 100)
    assert seen.getvalue().startswith("reading: 50 of 100, ")
    assert "s left" in seen.getvalue()


def test_short_work_tells_only_what_came_of_it() -> None:
    seen = io.StringIO()

    def work(watch: Watch) -> Done:
        watch.advance(1, 2)
        return Done()

    report_on(Console(file=seen), work)
    assert seen.getvalue() == "version 1: [2] awards\n"
