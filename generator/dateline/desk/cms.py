"""Configurations of the CMS that edit a site's records in a browser: Sveltia CMS, Decap CMS and Pages CMS.

What they hold comes from the models of the records. Texts are edited as Markdown, since editors that show them laid out
would escape citations; dates are text where they may lack a day or have a time, which a calendar would cut off.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, Literal

from msgspec.structs import replace

from dateline.content.fields import Kind
from dateline.content.schema import MODELS
from dateline.content.sources import FOLDERS
from dateline.content.walk import CONTENT
from dateline.desk.cms_fields import FormField, form_fields
from dateline.desk.yaml_text import block

Cms = Literal["sveltia", "decap", "pages-cms"]
Config = dict[str, Any]

PLACEHOLDER = "OWNER/REPOSITORY"
PICTURES = "images"
"""Folder of `content/` into which pictures are put."""
_FOLDERS: dict[Kind, str] = {kind: f"{CONTENT}/{folder}" for folder, kind in FOLDERS.items()}
_TITLES: dict[Kind, str] = {
    kind: "title" if "title" in model.model_fields else "name" for kind, model in MODELS.items()
}


def cms_text(cms: Cms, *, backend: str, repo: str, roles: Collection[str]) -> str:
    """The text of a CMS's configuration file: `config.yml`, or `.pages.yml` for Pages CMS.

    `backend` (github or gitlab) and `repo` say where Sveltia and Decap find the site. `roles` are the fields of briefs
    in which the site writes `{id, role}` for a plain id, as `form_fields` takes them.
    """
    if cms == "pages-cms":
        return block(_pages_config(roles))
    return block(_git_config(cms, backend, repo, roles))


def _label(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _fields(kind: Kind, roles: Collection[str]) -> Iterator[FormField]:
    for field in form_fields(kind, roles):
        # Left out, it would publish a new brief; a default would be put into briefs that are published without it.
        yield replace(field, needed=True) if kind == "brief" and field.name == "status" else field


def _git_config(cms: Cms, backend: str, repo: str, roles: Collection[str]) -> Config:
    return {
        "backend": {"name": backend, "repo": repo, "branch": "main"},
        "media_folder": f"{CONTENT}/{PICTURES}",
        "public_folder": f"/{PICTURES}",
        "slug": {"encoding": "ascii", "clean_accents": True},
        # Dateline takes an empty text for a mistake, and a field that is not there for none.
        **({"output": {"omit_empty_optional_fields": True}} if cms == "sveltia" else {}),
        "collections": [_git_collection(cms, kind, roles) for kind in MODELS],
    }


def _git_collection(cms: Cms, kind: Kind, roles: Collection[str]) -> Config:
    title = _TITLES[kind]
    return {
        "name": f"{kind}s",
        "label": _label(f"{kind}s"),
        "label_singular": _label(kind),
        "folder": _FOLDERS[kind],
        **({"path": "{{year}}/{{slug}}"} if kind == "brief" else {}),
        # Left out, Decap would put pictures beside the record. Sveltia would write paths from the root of a website.
        **({"media_folder": f"/{CONTENT}/{PICTURES}", "public_folder": PICTURES} if cms == "decap" else {}),
        "identifier_field": title,
        "slug": f"{{{{{title}}}}}",
        "summary": "{{date}} {{title}}" if kind == "brief" else f"{{{{{title}}}}}",
        "create": True,
        "format": "yaml-frontmatter",
        "extension": "md",
        "fields": [
            *(_git_field(cms, field) for field in _fields(kind, roles)),
            {"name": "body", "label": "Text", "widget": "markdown", "modes": ["raw"], "required": False},
        ],
    }


def _git_field(cms: Cms, field: FormField) -> Config:
    head = {"name": field.name, "label": _label(field.name), "hint": field.hint, "required": field.needed}
    if not field.many:
        return head | _widget(cms, field)
    if field.form == "reference":
        return head | _widget(cms, field) | {"multiple": True}
    if field.form == "part":
        summary = f"{{{{fields.{field.parts[0].name}}}}}"
        return head | {"widget": "list", "summary": summary, "fields": [_git_field(cms, part) for part in field.parts]}
    return head | {"widget": "list", "field": {"name": "item", "label": "Entry", **_widget(cms, field)}}


def _widget(cms: Cms, field: FormField) -> Config:
    pattern = {"pattern": list(field.pattern)} if field.pattern else {}
    match field.form:
        case "day" if field.name == "date":
            return {"widget": "datetime", "format": "YYYY-MM-DD", "date_format": "YYYY-MM-DD", "time_format": False}
        case "number":
            low, high = field.limits or (0, None)
            return {"widget": "number", "value_type": "int", "min": low, **({} if high is None else {"max": high})}
        case "choice":
            return {"widget": "select", "options": [{"label": label, "value": value} for value, label in field.choices]}
        case "reference" if field.target:
            title = _TITLES[field.target]
            names = {"search_fields": [title], "display_fields": [title]}
            return {"widget": "relation", "collection": f"{field.target}s", "value_field": "{{slug}}", **names}
        case "picture" if cms == "decap":
            return {"widget": "image"}
        case "part":
            # Decap asks for what a part needs even where the part is left out.
            is_lax = cms == "decap" and not field.needed
            parts = [replace(part, needed=part.needed and not is_lax) for part in field.parts]
            return {"widget": "object", "collapsed": True, "fields": [_git_field(cms, part) for part in parts]}
    return {"widget": "text" if field.form == "text" else "string", **pattern}


def _pages_config(roles: Collection[str]) -> Config:
    return {
        "media": {"input": f"{CONTENT}/{PICTURES}", "output": PICTURES, "categories": ["image"]},
        "content": [_pages_collection(kind, roles) for kind in MODELS],
        # Fields of your own, which forms do not know, are kept.
        "settings": {"content": {"merge": True}},
    }


def _pages_collection(kind: Kind, roles: Collection[str]) -> Config:
    title = _TITLES[kind]
    shown = [title, "date", "status"] if kind == "brief" else [title]
    newest = {"default": {"sort": "date", "order": "desc"}, "sort": ["date", title]} if kind == "brief" else {}
    return {
        "name": f"{kind}s",
        "label": _label(f"{kind}s"),
        "type": "collection",
        "path": _FOLDERS[kind],
        "subfolders": True,
        "format": "yaml-frontmatter",
        "filename": {"template": "{primary}.md", "field": "create"},
        "view": {"primary": title, "fields": shown, "search": [title], **newest},
        "fields": [
            *map(_pages_field, _fields(kind, roles)),
            {"name": "body", "label": "Text", "type": "code", "options": {"format": "markdown"}},
        ],
    }


def _pages_field(field: FormField) -> Config:
    is_one_widget = field.many and field.form == "reference" and field.target != "brief"
    return {
        "name": field.name,
        "label": _label(field.name),
        "description": field.hint,
        **({"required": True} if field.needed else {}),
        **({"list": True} if field.many and not is_one_widget else {}),
        **_pages_type(field, many=is_one_widget),
    }


def _pages_type(field: FormField, *, many: bool) -> Config:
    match field.form:
        case "number":
            low, high = field.limits or (0, None)
            return {"type": "number", "options": {"min": low, **({} if high is None else {"max": high})}}
        case "choice":
            values = [{"value": value, "label": label} for value, label in field.choices]
            return {"type": "select", "options": {"values": values}}
        case "reference" if field.target and field.target != "brief":
            # It cannot write a file's name without its ending, so it writes the record's, by which it is found as well.
            name = f"{{fields.{_TITLES[field.target]}}}"
            options = {"collection": f"{field.target}s", "search": _TITLES[field.target], "value": name, "label": name}
            return {"type": "reference", "options": options | ({"multiple": True} if many else {})}
        case "picture":
            return {"type": "image"}
        case "part":
            return {"type": "object", "fields": [_pages_field(part) for part in field.parts]}
    pattern = dict(zip(("regex", "message"), field.pattern, strict=True)) if field.pattern else None
    return {"type": "text" if field.form == "text" else "string", **({"pattern": pattern} if pattern else {})}
