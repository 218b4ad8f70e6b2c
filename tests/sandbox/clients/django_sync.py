"""`python -m tests.sandbox.clients.django_sync URL USER SECRET CODE`: a whole synchronisation by django-autotask.

A process of its own, since Django has one configuration a process. Says in one line of JSON how many rows of each
model it has afterwards, and what its jobs complained of.
"""

from __future__ import annotations

import json
import sys

import django
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command


def main(url: str, user: str, secret: str, code: str) -> None:
    """Migrate a database in memory, synchronise twice (everything, then what changed), and tell."""
    settings.configure(
        INSTALLED_APPS=("django.contrib.contenttypes", "django.contrib.auth", "djautotask"),
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        USE_TZ=True,
        AUTOTASK_SERVER_URL=url,
        AUTOTASK_CREDENTIALS={
            "username": user, "password": secret, "integration_code": code, "rest_api_version": "1.0",
        },
    )  # fmt: skip
    django.setup()
    call_command("migrate", verbosity=0)
    failed = []
    for full in (True, False):
        try:
            call_command("atsync", full=full, stdout=sys.stderr)
        except CommandError as problem:
            failed.append(str(problem))
    models = apps.get_app_config("djautotask").get_models()
    rows = {model.__name__: model._default_manager.count() for model in models}
    print(json.dumps({"rows": rows, "failed": failed}))  # noqa: T201 - the test reads it


if __name__ == "__main__":
    main(*sys.argv[1:])
