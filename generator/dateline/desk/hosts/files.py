"""The files that a new site needs for its host, by path, and the settings that go with them."""

from __future__ import annotations

from importlib.resources import files
from string import Template
from typing import NamedTuple

from dateline import __version__
from dateline.config import Host


class _Placeholders(Template):
    """Workflow files are full of dollar signs, so their own places are marked otherwise."""

    delimiter = "%%"


class _Workflow(NamedTuple):
    """What a host has of its own in the workflow file."""

    setup: str
    """What the desk has to do once, as lines of text."""
    deploy: str
    """The last steps; each runs only where there is something new."""
    permissions: str = "  contents: read"
    environment: str = ""


_IF = "if: github.event_name != 'schedule' || steps.cache.outputs.cache-hit != 'true'"

_WORKFLOWS: dict[Host, _Workflow] = {
    "github-pages": _Workflow(
        setup="Once: in the repository's settings, under Pages, choose GitHub Actions as the source.",
        permissions="  contents: read\n  pages: write\n  id-token: write",
        environment="""\
    environment:
      name: github-pages
      url: ${{ steps.deploy.outputs.page_url }}
""",
        deploy=f"""\
      - {_IF}
        uses: actions/upload-pages-artifact@v4
        with:
          path: output
      - id: deploy
        {_IF}
        uses: actions/deploy-pages@v4""",
    ),
    "netlify": _Workflow(
        setup="""\
Once: make a site at Netlify without a repository, and give this repository the secrets NETLIFY_AUTH_TOKEN and
NETLIFY_SITE_ID.""",
        deploy=f"""\
      - {_IF}
        run: npx --yes netlify-cli@27 deploy --prod --no-build --dir=output
        env:
          NETLIFY_AUTH_TOKEN: ${{{{ secrets.NETLIFY_AUTH_TOKEN }}}}
          NETLIFY_SITE_ID: ${{{{ secrets.NETLIFY_SITE_ID }}}}""",
    ),
    "cloudflare-pages": _Workflow(
        setup="""\
Once: make a Pages project for direct uploads, and give this repository the secrets CLOUDFLARE_API_TOKEN and
CLOUDFLARE_ACCOUNT_ID and the variable CLOUDFLARE_PROJECT (its name).""",
        deploy=f"""\
      - {_IF}
        run: npx --yes wrangler@4 pages deploy output --project-name="$PROJECT" --branch=main
        env:
          PROJECT: ${{{{ vars.CLOUDFLARE_PROJECT }}}}
          CLOUDFLARE_API_TOKEN: ${{{{ secrets.CLOUDFLARE_API_TOKEN }}}}
          CLOUDFLARE_ACCOUNT_ID: ${{{{ secrets.CLOUDFLARE_ACCOUNT_ID }}}}""",
    ),
    "s3": _Workflow(
        setup="""\
Once: name your bucket in site.yaml, and give this repository the secrets AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY
and the variable AWS_REGION.""",
        deploy=f"""\
      - {_IF}
        run: dateline deploy live
        env:
          AWS_ACCESS_KEY_ID: ${{{{ secrets.AWS_ACCESS_KEY_ID }}}}
          AWS_SECRET_ACCESS_KEY: ${{{{ secrets.AWS_SECRET_ACCESS_KEY }}}}
          AWS_DEFAULT_REGION: ${{{{ vars.AWS_REGION }}}}""",
    ),
    "rsync": _Workflow(
        setup="""\
Once: name your server in site.yaml, and give this repository the secrets SSH_KEY (a private key that the server takes)
and SSH_KNOWN_HOSTS (what `ssh-keyscan` says of the server).""",
        deploy=f"""\
      - {_IF}
        run: |
          install -m 700 -d ~/.ssh
          (umask 077; echo "$SSH_KEY" > ~/.ssh/id_ed25519; echo "$SSH_KNOWN_HOSTS" > ~/.ssh/known_hosts)
          dateline deploy live
        env:
          SSH_KEY: ${{{{ secrets.SSH_KEY }}}}
          SSH_KNOWN_HOSTS: ${{{{ secrets.SSH_KNOWN_HOSTS }}}}""",
    ),
}

_TARGETS: dict[Host, str] = {
    "s3": """\
targets:
  # Where `dateline deploy live` sends the site. Keys come from the environment, or from your profile.
  live:
    type: s3
    bucket: example-briefing
    # For a store other than Amazon's, its address:
    # endpoint: https://s3.example.org
""",
    "rsync": """\
targets:
  # Where `dateline deploy live` sends the site.
  live:
    type: rsync
    to: deploy@www.example.org:/srv/www/briefing/
""",
}


def host_files(host: Host) -> dict[str, str]:
    """The text of every file that a host needs besides the site, by its path in the new site."""
    if host == "none":
        return {}
    extra = "[s3]" if host == "s3" else ""
    texts = {
        "requirements.txt": "# The version of Dateline that builds the site: raise it once you have tried a new one.\n"
        f"dateline{extra}=={__version__}\n"
    }
    if host == "gitlab-pages":
        texts[".gitlab-ci.yml"] = _data("gitlab-ci.yml")
    else:
        workflow = _WORKFLOWS[host]
        setup = "\n".join(f"# {line}" for line in workflow.setup.splitlines())
        values = {**workflow._asdict(), "setup": setup}
        texts[".github/workflows/publish.yml"] = _Placeholders(_data("github.yml")).substitute(values)
    return texts


def host_settings(host: Host) -> str:
    """Lines of site.yaml for a host; empty where it needs none."""
    if host == "none":
        return ""
    return (
        f"# Where the site is served from: a build writes what this host reads.\nhost: {host}\n{_TARGETS.get(host, '')}"
    )


def _data(name: str) -> str:
    return (files(__package__) / "data" / name).read_text(encoding="utf-8")
