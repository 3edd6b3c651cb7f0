"""Plans of a revision: the same files and the same refusals as in a folder, from real repositories."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.source.repositories import SMALL, clone, commit, commit_tree, git, init, mktree, needs_git, write

from polops.source import files, revision
from polops.source.files import find_workspace, read_folder, read_templates
from polops.source.git import find_repository, resolve
from polops.source.problem import PolopsError
from polops.source.revision import Listing, blob_id, list_plans, read_blobs, read_plans, read_revision_templates
from polops.source.text import MAX_BYTES

pytestmark = needs_git


def listing(start: Path, name: str = "HEAD") -> Listing:
    return list_plans(resolve(find_repository(start), name))


def told(start: Path, name: str = "HEAD") -> list[str]:
    return [f"{p.span.path}: {p.message}" for p in read_plans(listing(start, name))[1]]


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    return init(tmp_path / "repo", SMALL)


def test_reads_the_revision_and_not_the_work_tree(repo: Path) -> None:
    first = git(repo, "rev-parse", "HEAD")
    commit(repo, {"plans/polops.yaml": "kind: settings\nname: Later\n", "plans/new.yaml": "kind: x\n"})
    write(repo, {"plans/polops.yaml": "broken", "plans/untracked.yaml": "x"})
    (repo / "plans/org.yaml").unlink()
    assert read_plans(listing(repo, first)) == ({path: SMALL[path].encode() for path in sorted(SMALL)}, [])
    assert list(read_plans(listing(repo))[0]) == ["plans/new.yaml", "plans/org.yaml", "plans/polops.yaml"]


def test_a_folder_and_its_commit_read_alike(repo: Path, tmp_path: Path) -> None:
    """Every oddity that can stand in both, and not a word of difference."""
    write(tmp_path / "outside", {"x.yaml": "x", "folder/y": ""})
    odd = [
        "a.yml",
        "B.YAML",
        "c.Yml",
        "folder.yaml/x.txt",
        "deep/d.yaml",
        "notes.md",
        ".hidden.yaml",
        ".git2/x.yaml",
        "b\x1b[31m.yaml",
        "n\nl.yaml",
    ]
    odd += [
        "a\u202eb.yaml",
        "bell\x07/c.yaml",
        "deep/.skip/x.yaml",
        "quote\"'.yaml",
        "x.yaml.bak",
        "yaml",
        "ümlaut.yaml",
        "a b\\c.yaml",
        ":(glob)*.yaml",
    ]
    write(
        repo / "plans",
        dict.fromkeys(odd, "kind: x\r\n") | {"big.yaml": "#" * (MAX_BYTES + 1), "fits.yaml": "#" * MAX_BYTES, "empty.yaml": ""},
    )
    (repo / "plans" / os.fsdecode(b"bytes\xff.yaml")).write_bytes(b"x")
    write(repo, {"shared/z.yaml": "", "pictures/p.png": ""})
    links = {
        "l1.yaml": "org.yaml", "l2.yaml": "/etc/passwd", "l3": "deep", "l4.yaml": "../../outside/x.yaml", "l5": ".", "l6.yaml": "l6.yaml",
        "l7.yaml": "nowhere", "l8.png": "../pictures/p.png", "l9": "../shared",
        "deep/l10": "../deep/../folder.yaml", "l11.yml": "deep/../../plans/org.yaml",
        "l12.txt": "nowhere", "l13.txt": "l13.txt", "l14": "/nowhere/at/all", "l15": "org.yaml/x", "l16": "deep/", "l17": "..", "l18": "l3",
    }  # fmt: skip
    for name, target in links.items():
        (repo / "plans" / name).symlink_to(target)
    commit(repo)
    in_folder, in_commit = read_folder(find_workspace(repo)), read_plans(listing(repo))
    assert in_commit[1] == in_folder[1]
    assert in_commit[0] == in_folder[0]
    assert len(in_folder[1]) == 23
    assert list(in_commit[0]) == sorted(in_commit[0])


def test_limits_are_those_of_a_folder(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(repo, {"plans/a/b/c.yaml": "", "plans/a/b/c/d.yaml/e.yaml": "", "plans/a/b/e/f.yaml": ""})
    for module in (files, revision):
        monkeypatch.setattr(module, "MAX_FOLDERS", 2)
    assert told(repo) == ["plans/a/b: folders are nested deeper than 2 levels"] * 2
    assert read_plans(listing(repo)) == read_folder(find_workspace(repo))
    monkeypatch.setattr(files, "MAX_FILES", 3)
    with pytest.raises(PolopsError, match="more than 3 plan files in plans at HEAD"):
        listing(repo)
    monkeypatch.setattr(revision, "MAX_ENTRIES", 2)
    with pytest.raises(PolopsError, match="more than 2 files in 'HEAD'"):
        listing(repo)


def test_plans_at_the_top_and_limits_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo = init(tmp_path / "repo", {"polops.yaml": "kind: settings\n", "a/b.yaml": "", "a/c/d.yaml": ""})
    assert list(listing(repo / "a/c").blobs) == ["a/b.yaml", "a/c/d.yaml", "polops.yaml"]
    assert listing(repo / "a").workspace == find_workspace(repo)
    for module in (files, revision):
        monkeypatch.setattr(module, "MAX_FOLDERS", 1)
    assert told(repo) == ["a: folders are nested deeper than 1 levels"]
    assert read_plans(listing(repo)) == read_folder(find_workspace(repo))


@pytest.mark.parametrize("start", ["team", "team/plans", "team/plans/okrs", "team/gone/deep"])
def test_plans_in_a_sub_folder(tmp_path: Path, start: str) -> None:
    repo = init(tmp_path / "repo", {f"team/{path}": text for path, text in SMALL.items()})
    (repo / start).mkdir(parents=True, exist_ok=True)
    found = listing(repo / start)
    assert found.workspace == find_workspace(repo / start)
    assert list(found.blobs) == ["team/plans/org.yaml", "team/plans/polops.yaml"]


def test_the_nearest_plans_win_as_in_a_folder(repo: Path) -> None:
    commit(repo, {f"sub/{path}": text for path, text in SMALL.items()} | {"sub/polops.yaml": "kind: settings\n"})
    for start in (".", "plans", "sub", "sub/plans"):
        assert listing(repo / start).workspace == find_workspace(repo / start)


def test_plans_that_only_the_revision_has(repo: Path) -> None:
    git(repo, "rm", "-rq", "plans")
    commit(repo)
    assert not (repo / "plans").exists()
    for start in (repo, repo / "plans", repo / "plans/okrs"):
        assert list(listing(start, "HEAD~1").blobs) == sorted(SMALL)
    with pytest.raises(PolopsError, match="no polops workspace in 'HEAD' at plans or above") as caught:
        listing(repo / "plans")
    assert caught.value.help == "that revision holds no plans/polops.yaml: name a later one"


def test_plans_elsewhere_are_pointed_at(tmp_path: Path) -> None:
    repo = init(tmp_path / "repo", {f"team/{path}": text for path, text in SMALL.items()})
    with pytest.raises(PolopsError, match="no polops workspace in 'HEAD'") as caught:
        listing(repo)
    assert caught.value.help == "it has one in team/plans: name that folder with -C DIR (it need not exist)"


def test_bare_worktree_submodule_and_shallow(repo: Path, tmp_path: Path) -> None:
    git(repo, "worktree", "add", "-q", "../tree", "-b", "side")
    git(tmp_path, "clone", "-q", "--bare", "repo", "bare.git")
    outer = init(tmp_path / "outer", SMALL)
    git(outer, "submodule", "--quiet", "add", str(repo), "plans/inner")
    commit(outer)
    for start in (tmp_path / "tree", tmp_path / "bare.git", outer / "plans/inner", clone(repo, tmp_path / "shallow", "--depth=1")):
        assert read_plans(listing(start)) == read_plans(listing(repo))
    assert told(outer) == ["plans/inner: `inner` is a submodule: its files are in another repository"]


def test_a_clone_without_blobs_or_trees_is_not_completed_in_secret(repo: Path, tmp_path: Path) -> None:
    for kind in ("blob:none", "tree:0"):
        copy = clone(repo, tmp_path / kind, "--no-checkout", f"--filter={kind}")
        before = git(copy, "count-objects", "-v")
        with pytest.raises(
            PolopsError, match="not everything of that revision is here: a partial clone, or a damaged repository"
        ) as caught:
            read_plans(listing(copy))
        assert git(copy, "count-objects", "-v") == before
        typed = caught.value.help.partition(" gets ")[0]
        assert typed == "git fetch --refetch --no-filter origin"
        git(copy, *typed.split()[1:])
        assert read_plans(listing(copy)) == read_plans(listing(repo))


def test_a_damaged_repository(repo: Path) -> None:
    blob = listing(repo).blobs["plans/org.yaml"]
    (repo / ".git/objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises(PolopsError, match="a damaged repository"):
        read_plans(listing(repo))


def test_trees_that_git_itself_would_not_write(repo: Path) -> None:
    blob = git(repo, "hash-object", "-w", "--stdin", stdin=b"kind: x\n").encode()
    tree = mktree(
        repo,
        b"100644 blob " + blob + b"\tpolops.yaml", b"100644 blob " + blob + b"\ttwice.yaml", b"100755 blob " + blob + b"\ttwice.yaml",
        b"100664 blob " + blob + b"\told.yaml", b"160000 commit " + b"1" * 40 + b"\tmodule",
        b"160000 commit " + b"1" * 40 + b"\tmodule.yaml",
        b"160000 commit " + b"1" * 40 + b"\t.module", b"040000 tree " + git(repo, "rev-parse", "HEAD:plans").encode() + b"\t..",
    )  # fmt: skip
    odd = commit_tree(repo, mktree(repo, b"040000 tree " + tree.encode() + b"\tplans"))
    assert told(repo, odd) == [
        "plans/module: `module` is a submodule: its files are in another repository",
        "plans/module.yaml: `module.yaml` is a submodule: its files are in another repository",
        "plans/twice.yaml: `plans/twice.yaml` is twice in this revision",
    ]
    assert list(listing(repo, odd).blobs) == ["plans/old.yaml", "plans/polops.yaml", "plans/twice.yaml"]


def test_a_tree_that_says_it_holds_billions(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blob = git(repo, "hash-object", "-w", "--stdin", stdin=b"kind: x\n").encode()
    tree = mktree(repo, *(b"100644 blob " + blob + b"\t%d.txt" % n for n in range(10)))
    for _ in range(9):
        tree = mktree(repo, *(b"040000 tree " + tree.encode() + b"\t%d" % n for n in range(10)))
    bomb = commit_tree(repo, mktree(repo, b"100644 blob " + blob + b"\tpolops.yaml", b"040000 tree " + tree.encode() + b"\tx"))
    monkeypatch.setattr(revision, "MAX_ENTRIES", 20_000)
    with pytest.raises(PolopsError, match="more than 20,000 files in"):
        listing(repo, bomb)


def test_only_what_differs_need_be_read(repo: Path) -> None:
    old = listing(repo)
    commit(repo, {"plans/org.yaml": SMALL["plans/org.yaml"] + "# more\n", "plans/copy.yaml": SMALL["plans/polops.yaml"]})
    new = listing(repo)
    changed = {path for path, blob in new.blobs.items() if old.blobs.get(path) != blob}
    assert changed == {"plans/org.yaml", "plans/copy.yaml"}
    assert list(read_plans(new, changed)[0]) == ["plans/copy.yaml", "plans/org.yaml"]
    both = read_blobs(new.revision.repository, [*old.blobs.values(), *new.blobs.values()])
    assert len(both) == 3
    assert read_blobs(new.revision.repository, []) == {}


@pytest.mark.parametrize("kind", ["sha1", "sha256"])
def test_blob_ids_are_gits(tmp_path: Path, kind: str) -> None:
    repo = init(tmp_path / "repo", SMALL | {"plans/empty.yaml": ""}, f"--object-format={kind}")
    found = listing(repo)
    texts, problems = read_plans(found)
    assert not problems
    assert {path: blob_id(data, found.revision.commit) for path, data in texts.items()} == dict(found.blobs)


def test_templates_of_the_revision(repo: Path) -> None:
    assert read_revision_templates(listing(repo)) == ()
    own = {
        "templates/a.j2": "beside",
        "plans/templates/a.j2": "inside",
        "templates/b.md.j2": "ä",
        "templates/c.txt": "",
        "templates/sub/d.j2": "",
    }
    write(repo, own)
    (repo / "templates/link.j2").symlink_to("/etc/passwd")
    commit(repo)
    assert read_revision_templates(listing(repo)) == read_templates(find_workspace(repo)) == (("a.j2", "inside"), ("b.md.j2", "ä"))
    write(repo, {"templates/a.j2": "changed", "templates/big.j2": "x" * (MAX_BYTES + 1)})
    assert dict(read_revision_templates(listing(repo)))["b.md.j2"] == "ä"
    commit(repo)
    with pytest.raises(PolopsError, match=r"template big.j2: file is 2.0 MB"):
        read_revision_templates(listing(repo))


def test_templates_beside_the_repository_are_not_its_own(tmp_path: Path) -> None:
    repo = init(tmp_path / "plans", {"polops.yaml": "kind: settings\n", "templates/mine.j2": "x"})
    write(tmp_path, {"templates/alien.j2": "y"})
    assert read_revision_templates(listing(repo)) == read_templates(find_workspace(repo)) == (("mine.j2", "x"),)
