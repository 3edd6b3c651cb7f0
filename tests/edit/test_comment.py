"""A comment at a forge that is slow, busy, broken, or lied to; over real sockets."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

import pytest
from tests.edit.forge_server import BOT, HEAD, PERSON, TOKEN, Fake, serve

from polops.edit.api import LONGEST, Api, RefusalError
from polops.edit.comment import Done, put
from polops.edit.forges import GitHub, GitLab
from polops.source.problem import PolopsError
from polops.values.marker import Marker, read_marker

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

OURS = Marker(HEAD, 1_786_363_200)
OTHER = "b" * 40


@pytest.fixture
def hub() -> Iterator[Fake]:
    with serve(Fake()) as fake:
        yield fake


@pytest.fixture
def lab() -> Iterator[Fake]:
    with serve(Fake(gitlab=True, user={"id": 42, "username": "bot"})) as fake:
        yield fake


def api(fake: Fake, pauses: list[float], hints: Mapping[int, tuple[str, str]], timeout: float) -> Api:
    return Api(fake.url, {"Authorization": f"Bearer {TOKEN}"}, hints, timeout, sleep=pauses.append)


def github(
    fake: Fake, pauses: list[float] | None = None, *, hints: Mapping[int, tuple[str, str]] | None = None, timeout: float = 10
) -> GitHub:
    return GitHub(api(fake, pauses if pauses is not None else [], hints or {}, timeout), "o/r", 12)


def gitlab(fake: Fake) -> GitLab:
    return GitLab(api(fake, [], {}, 10), "7", 12)


def test_it_is_posted_once_and_then_updated(hub: Fake) -> None:
    hub.add("hello", PERSON)
    assert put(github(hub), OURS, "first\n") == Done("posted", "https://forge.example/c/2")
    assert hub.bodies == ["hello", f"{OURS}\nfirst\n"]
    assert put(github(hub), OURS, "first\n") == Done("unchanged", "https://forge.example/c/2")
    hub.head = OTHER
    later = Marker(OTHER, OURS.at + 1)
    assert put(github(hub), later, "second\n") == Done("updated", "https://forge.example/c/2")
    assert hub.bodies == ["hello", f"{later}\nsecond\n"]
    assert hub.writes == ["POST", "PATCH"]
    assert {headers["Authorization"] for headers in hub.headers} == {f"Bearer {TOKEN}"}


def test_gitlab_too(lab: Fake) -> None:
    lab.add(f"{OURS}\na person's copy of ours", {"id": 1})
    assert put(gitlab(lab), OURS, "first\n") == Done("posted", "note 2 of !12")
    assert put(gitlab(lab), OURS, "second\n") == Done("updated", "note 2 of !12")
    assert lab.bodies == [f"{OURS}\na person's copy of ours", f"{OURS}\nsecond\n"]
    assert lab.writes == ["POST", "PUT"]


def test_it_is_found_on_a_later_page(hub: Fake) -> None:
    for number in range(250):
        hub.add(f"comment {number}", PERSON)
    hub.add(f"{OURS}\nold")
    assert put(github(hub), OURS, "new").what == "updated"
    assert len(hub.bodies) == 251
    assert [path.partition("page=")[2] for method, path in hub.asked if "/comments?" in path] == ["100", "100&page=2", "100&page=3"]


@pytest.mark.parametrize("user", [PERSON, {"login": "mallory", "type": "User", "id": 9}])
def test_nobody_else_can_claim_the_comment(hub: Fake, user: dict[str, Any]) -> None:
    claim = f"{Marker(OTHER, 999_999_999_999)}\nkeep out"
    hub.add(claim, user)
    assert put(github(hub), OURS, "ours").what == "posted"
    assert hub.bodies[0] == claim


def test_a_token_of_a_person_knows_its_own_name(hub: Fake) -> None:
    hub.user = PERSON
    hub.add(f"{OURS}\nof some bot", BOT)
    hub.add(f"{OURS}\nof ana", PERSON)
    assert put(github(hub), OURS, "ours").what == "updated"
    assert hub.bodies == [f"{OURS}\nof some bot", f"{OURS}\nours"]


@pytest.mark.parametrize(
    ("theirs", "ours", "head", "said"),
    [
        (Marker(OTHER, 200), Marker(HEAD, 100), OTHER, "left alone"),  # the pull request went on to their commit
        (Marker(OTHER, 200), Marker(HEAD, 100), "c" * 40, "left alone"),  # both are past: theirs is later
        (Marker(OTHER, 100), Marker(HEAD, 200), "c" * 40, "updated"),  # both are past: ours is later
        (Marker(OTHER, 999), Marker(HEAD, 100), HEAD, "updated"),  # the pull request was set back to our commit
        (Marker(OTHER, 100), Marker("", 0), OTHER, "left alone"),  # a run that does not know its commit
        (Marker(HEAD, 0), Marker(HEAD, 0), OTHER, "updated"),  # the same commit again
    ],
)
def test_an_older_run_never_replaces_a_newer_one(hub: Fake, theirs: Marker, ours: Marker, head: str, said: str) -> None:
    hub.head = head
    hub.add(f"{theirs}\ntheirs")
    assert put(github(hub), ours, "ours").what.startswith(said)
    assert hub.bodies == [f"{ours}\nours" if said == "updated" else f"{theirs}\ntheirs"]


def test_where_no_value_changes_nothing_is_posted_but_an_earlier_comment_is_mended(hub: Fake) -> None:
    nothing = Marker(HEAD, 1, nothing=True)
    assert put(github(hub), nothing, "no value changes") == Done("not posted: no value changes")
    hub.add(f"{Marker(OTHER, 0)}\nbudget raised")
    assert put(github(hub), nothing, "no value changes").what == "updated"
    assert hub.bodies == [f"{nothing}\nno value changes"]


@pytest.mark.parametrize(
    "trouble", [500, 502, 503, 504, 429, 408, "drop", (403, {"X-RateLimit-Remaining": "0"}), (403, {"Retry-After": "1"})]
)
def test_trouble_passes(hub: Fake, trouble: object) -> None:
    hub.script = [trouble, trouble]
    pauses: list[float] = []
    assert put(github(hub, pauses), OURS, "text").what == "posted"
    assert pauses == [1, 2]
    assert hub.bodies == [f"{OURS}\ntext"]


def test_trouble_that_stays_is_told_within_the_tries(hub: Fake) -> None:
    hub.script = [500] * 50
    pauses: list[float] = []
    with pytest.raises(PolopsError, match=r"^127\.0\.0\.1:\d+ does not do it: it answers 500$"):
        put(github(hub, pauses), OURS, "text")
    assert pauses == [1, 2, 4, 8]
    assert len(hub.asked) == 5


def test_a_post_without_an_answer_is_looked_for_before_it_is_repeated(hub: Fake) -> None:
    hub.script = [None, None, None, "did-it"]
    assert put(github(hub), OURS, "text").what == "unchanged"
    assert hub.bodies == [f"{OURS}\ntext"]
    assert hub.writes == ["POST"]


def test_a_post_that_was_not_done_is_repeated(hub: Fake) -> None:
    hub.script = [None, None, None, "drop", None, None, 500]
    assert put(github(hub), OURS, "text").what == "posted"
    assert hub.bodies == [f"{OURS}\ntext"]
    assert hub.writes == ["POST"] * 3


@pytest.mark.parametrize(
    ("headers", "pause"),
    [
        ({"Retry-After": "7"}, 7),
        ({"Retry-After": format_datetime(datetime(2099, 1, 1, tzinfo=UTC), usegmt=True)}, None),
        ({"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "4102444800"}, None),
        ({"RateLimit-Remaining": "0", "RateLimit-Reset": "0"}, 1),
        ({"Retry-After": "-5"}, 1),
        ({"Retry-After": "soon"}, 1),
    ],
)
def test_the_forge_says_how_long_to_wait(hub: Fake, headers: dict[str, str], pause: float | None) -> None:
    hub.script = [(429, headers)]
    pauses: list[float] = []
    if pause is None:
        with pytest.raises(PolopsError, match="it limits how often it may be asked") as said:
            put(github(hub, pauses), OURS, "text")
        assert said.value.help.startswith("run it again later (in ")
    else:
        assert put(github(hub, pauses), OURS, "text").what == "posted"
        assert pauses == [pause]


@pytest.mark.parametrize("how", ["slow", "trickle"])
def test_an_answer_that_is_too_slow(hub: Fake, how: str) -> None:
    hub.script = [how] * 9
    with pytest.raises(PolopsError, match="it does not answer in time"):
        put(github(hub, timeout=0.2), OURS, "text")


def test_nobody_there() -> None:
    with serve(Fake()) as fake:
        pass
    with pytest.raises(PolopsError, match="does not do it: connection refused"):
        put(github(fake), OURS, "text")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 410, 422])
def test_a_refusal_is_told_at_once(hub: Fake, status: int) -> None:
    hub.script = [status]
    with pytest.raises(RefusalError, match=rf"^word \({status}: said {status}\)$") as said:
        put(github(hub, hints={status: ("word", "text to type")}), OURS, "text")
    assert (said.value.status, said.value.help) == (status, "text to type")
    assert len(hub.asked) == 1


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_within_the_host_is_followed(hub: Fake, status: int) -> None:
    hub.script = [
        (status, {"Location": "/repos/o/r/pulls/12"}),
        None,
        None,
        (status, {"Location": f"{hub.url}/repos/o/r/issues/12/comments?per_page=100"}),
    ]
    assert put(github(hub), OURS, "text").what == "posted"
    assert hub.bodies == [f"{OURS}\ntext"]


def test_a_redirect_to_another_host_never_gets_the_token(hub: Fake) -> None:
    with serve(Fake()) as thief:
        for place in (thief.url, f"{thief.url}/user", f"//{thief.url[7:]}/x", "https://evil.example/", "file:///etc/passwd"):
            hub.script = [(302, {"Location": place})]
            with pytest.raises(PolopsError, match="sends to another place"):
                put(github(hub), OURS, "text")
        assert thief.asked == []


def test_a_next_page_elsewhere_is_not_asked_for(hub: Fake) -> None:
    with serve(Fake()) as thief:
        hub.script = [None, None, (200, {"Link": f'<{thief.url}/user>; rel="next"'}, [])]
        with pytest.raises(PolopsError, match="sends to another place"):
            put(github(hub), OURS, "text")
        assert thief.asked == []


def test_a_circle_of_redirects_ends(hub: Fake) -> None:
    hub.script = [(302, {"Location": "/round"})] * 20
    with pytest.raises(PolopsError, match="sends in circles"):
        put(github(hub), OURS, "text")
    assert len(hub.asked) == 4


@pytest.mark.parametrize("answer", ["<html>a proxy's page</html>", "[]", "{}", '{"head": null}', "3", ""])
def test_an_answer_that_is_none(hub: Fake, answer: str) -> None:
    hub.script = [answer]
    with pytest.raises(PolopsError, match=r"no JSON|is not what its API describes"):
        put(github(hub), OURS, "text")


def test_an_endless_answer(hub: Fake) -> None:
    hub.script = [" " * (LONGEST + 100_000)]
    with pytest.raises(PolopsError, match="more than 10 MB"):
        put(github(hub), OURS, "text")


def test_what_the_forge_says_cannot_steer_the_terminal(hub: Fake) -> None:
    hub.script = [(422, {})]
    with pytest.raises(RefusalError) as said:
        put(github(hub), OURS, "text")
    assert said.value.message.isprintable()


def test_a_token_goes_over_https_or_stays_here() -> None:
    for base in (
        "http://forge.example",
        "ftp://forge.example",
        "forge.example",
        "http://127.0.0.1.evil.example",
        "http://localhost@evil.example",
    ):
        with pytest.raises(PolopsError, match="the API must be an https address"):
            Api(base, {})
    with pytest.raises(PolopsError, match="the token holds characters"):
        Api("https://forge.example", {"Authorization": "Bearer a\r\nX-Other: b"})


def test_what_is_too_long_is_not_sent(hub: Fake) -> None:
    with pytest.raises(PolopsError, match=r"the comment has 70,\d{3} characters, the forge takes 65,536"):
        put(github(hub), OURS, "x" * 70_000)
    assert hub.asked == []


@pytest.mark.parametrize("marker", [Marker(), Marker(HEAD, 5), Marker(HEAD, 999_999_999_999, nothing=True), Marker("c" * 64)])
def test_a_marker_reads_back(marker: Marker) -> None:
    assert read_marker(f"{marker}\nbody\n") == (marker, "body\n")
    assert read_marker(f"\ufeff{marker}")[0] is None
    assert read_marker(f"quoted: {marker}\nbody")[0] is None
