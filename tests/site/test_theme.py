from __future__ import annotations

from pathlib import Path

import pytest

from dateline.site.theme import Theme, load_theme

MANIFEST = "name: Mine\ndescription: For tests.\n"


def write(root: Path, files: dict[str, str | bytes]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


def loaded(root: Path, name: str = "default") -> Theme:
    theme, problems = load_theme(root, name)
    assert problems == ()
    assert theme is not None
    return theme


def problems(root: Path, name: str = "default") -> list[str]:
    theme, found = load_theme(root, name)
    assert theme is None
    return [str(problem) for problem in found]


def test_a_site_without_a_theme_of_its_own_has_the_default_one(tmp_path: Path) -> None:
    theme = loaded(tmp_path)

    assert {"base.html", "brief.html", "_brief_card.html"} <= set(theme.templates)
    assert "site.css" in theme.assets
    assert theme.origins["brief.html"] == "dateline/themes/default/templates/brief.html"


def test_each_file_is_the_first_that_is_found(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "templates/brief.html": "site",
            "assets/site.css": "site",
            "themes/mine/theme.yaml": MANIFEST,
            "themes/mine/templates/brief.html": "theme",
            "themes/mine/templates/actor.html": "theme",
            "themes/mine/assets/icon.svg": "theme",
        },
    )
    theme = loaded(tmp_path, "mine")

    assert (theme.templates["brief.html"], theme.origins["brief.html"]) == ("site", "templates/brief.html")
    assert (theme.templates["actor.html"], theme.origins["actor.html"]) == ("theme", "themes/mine/templates/actor.html")
    assert theme.origins["topic.html"] == "dateline/themes/default/templates/topic.html"
    assert (theme.assets["site.css"], theme.assets["icon.svg"]) == (b"site", b"theme")


def test_the_digest_is_that_of_names_and_bytes_wherever_they_lie(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"templates/x.html": "x", "assets/x.css": "x"}
    first = loaded(write(tmp_path / "a", files)).digest

    assert loaded(write(tmp_path / "b", dict(reversed(files.items())))).digest == first
    assert loaded(write(tmp_path / "c", {**files, "templates/x.html": "y"})).digest != first
    assert loaded(write(tmp_path / "d", {**files, "assets/x.css": "y"})).digest != first
    assert loaded(write(tmp_path / "e", {"templates/y.html": "x", "assets/x.css": "x"})).digest != first


def test_names_come_in_order_and_folders_are_a_part_of_them(tmp_path: Path) -> None:
    theme = loaded(write(tmp_path, {"templates/z/a.html": "", "templates/a.html": "", "assets/fonts/a.woff2": b"\xff"}))

    assert list(theme.templates) == sorted(theme.templates)
    assert theme.templates["z/a.html"] == ""
    assert theme.assets["fonts/a.woff2"] == b"\xff"


def test_line_ends_of_any_system_are_read_alike(tmp_path: Path) -> None:
    theme = loaded(write(tmp_path, {"templates/x.html": b"\xef\xbb\xbfa\r\nb\rc"}))

    assert theme.templates["x.html"] == "a\nb\nc"


def test_what_editors_and_systems_leave_about_is_passed_over(tmp_path: Path) -> None:
    theme = loaded(write(tmp_path, {"templates/.x.html.swp": b"\xff", "templates/x.html~": "", "assets/.DS_Store": ""}))

    assert not {"x.html~", ".x.html.swp"} & set(theme.templates)
    assert ".DS_Store" not in theme.assets


def test_an_unknown_theme_is_told_with_the_nearest_one(tmp_path: Path) -> None:
    write(tmp_path, {"themes/mine/theme.yaml": MANIFEST})

    assert problems(tmp_path, "mien") == [
        "site.yaml: error[unknown-theme]: there is no theme 'mien'\n    did you mean 'mine'?"
    ]
    assert problems(tmp_path, "zzz") == [
        "site.yaml: error[unknown-theme]: there is no theme 'zzz'\n    themes that are there: default, mine"
    ]


@pytest.mark.parametrize("name", ["..", "../default", "", "/", "a/b", "."])
def test_a_name_that_is_no_folder_is_unknown(tmp_path: Path, name: str) -> None:
    assert problems(tmp_path, name)[0].startswith("site.yaml: error[unknown-theme]: there is no theme ")


def test_a_folder_without_a_manifest_is_no_theme(tmp_path: Path) -> None:
    write(tmp_path, {"themes/mine/templates/brief.html": ""})

    assert problems(tmp_path, "mine") == [
        "themes/mine/theme.yaml: error[unknown-theme]: the theme 'mine' has no theme.yaml\n"
        "    add one with `name:` and `description:`"
    ]


def test_faults_of_the_manifest_are_told_where_they_stand(tmp_path: Path) -> None:
    write(tmp_path, {"themes/mine/theme.yaml": "name: Mine\ndescripton: For tests.\n"})

    assert problems(tmp_path, "mine") == [
        "themes/mine/theme.yaml:1:1: error[missing-field]: the theme has no 'description'\n"
        "    add `description:`. What it is made for, in a sentence.",
        "themes/mine/theme.yaml:2:1: error[unknown-field]: 'descripton' is not a field of the theme\n"
        "    did you mean 'description'?",
    ]


def test_a_template_that_is_no_text_is_told_at_its_line(tmp_path: Path) -> None:
    write(tmp_path, {"templates/x.html": b"a\nb\xff"})

    assert problems(tmp_path) == [
        "templates/x.html:2: error[template-error]: the byte 0xFF that stands here is not UTF-8\n"
        "    save the file as UTF-8 text"
    ]


def test_an_asset_whose_name_fits_no_address_is_told(tmp_path: Path) -> None:
    write(tmp_path, {"assets/my logo.svg": ""})

    assert problems(tmp_path) == [
        "assets/my logo.svg: error[bad-id]: 'my logo.svg' cannot be a part of an address\n"
        "    use letters a-z, digits, '.', '-' and '_'"
    ]


@pytest.mark.parametrize("link", ["templates/x.html", "templates", "assets/secret.txt", "templates/sub"])
def test_links_that_lead_out_are_not_followed(tmp_path: Path, link: str) -> None:
    outside = write(tmp_path / "outside", {"secret.txt": "secret", "x.html": "secret"})
    path = write(tmp_path / "site", {"site.yaml": ""}) / link
    path.parent.mkdir(exist_ok=True)
    path.symlink_to(outside / path.name if "." in path.name else outside)

    assert problems(tmp_path / "site") == [
        f"{link}: error[outside-link]: this link leads out of the theme's folder\n    copy what it leads to into it"
    ]


def test_a_link_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "x.html").symlink_to("nowhere.html")

    assert problems(tmp_path)[0].startswith("templates/x.html: error[unreadable-file]: cannot be read: ")


def test_a_link_inside_the_folder_is_read(tmp_path: Path) -> None:
    write(tmp_path, {"templates/a.html": "same"})
    (tmp_path / "templates" / "b.html").symlink_to("a.html")

    assert loaded(tmp_path).templates["b.html"] == "same"
