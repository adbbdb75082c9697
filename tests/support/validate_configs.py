"""Checks YAML files against a JSON Schema, as a validator of another house sees them.

validate_configs.py SCHEMA FILE...   prints "NAME: ok" or "NAME: where: what" for each file.

Each file is read twice: with every scalar as text, as the hub takes it, and with numbers and booleans of YAML 1.2, as
editors take it. Both readings must agree.
"""
import json
import os
import re
import sys

import jsonschema
import yaml


class EditorLoader(yaml.BaseLoader):
    """The core schema of YAML 1.2."""


EditorLoader.yaml_implicit_resolvers = {}
for tag, pattern, first in [
    ("bool", r"^(true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("int", r"^[-+]?[0-9]+$", "-+0123456789"),
    ("float", r"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$", "-+.0123456789"),
]:
    EditorLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), list(first))
EditorLoader.add_constructor("tag:yaml.org,2002:bool", lambda l, n: n.value.lower() == "true")
EditorLoader.add_constructor("tag:yaml.org,2002:int", lambda l, n: int(n.value))
EditorLoader.add_constructor("tag:yaml.org,2002:float", lambda l, n: float(n.value))


def verdict(validator, file, loader):
    with open(file, encoding="utf-8") as text:
        document = yaml.load(text, Loader=loader)
    error = jsonschema.exceptions.best_match(validator.iter_errors(document))
    if error is None:
        return "ok"
    return f"{'.'.join(str(part) for part in error.absolute_path)}: {error.message}"


def main():
    with open(sys.argv[1], encoding="utf-8") as text:
        schema = json.load(text)
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    for file in sys.argv[2:]:
        as_text = verdict(validator, file, yaml.BaseLoader)
        as_editor = verdict(validator, file, EditorLoader)
        agreed = (as_text == "ok") == (as_editor == "ok")
        print(f"{os.path.basename(file)}: {as_editor if agreed else f'readings differ: {as_text} | {as_editor}'}")


main()
