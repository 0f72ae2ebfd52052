"""Prints the OpenAPI file, as docs/ keeps it."""

import json

from web.api import description

print(json.dumps(description("当值 Dangzhi"), ensure_ascii=False, indent=1))
