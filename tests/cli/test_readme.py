"""What the README promises a newcomer comes true with the README's own words."""

import io
import json
import re
from pathlib import Path

import pytest
from django.core.management import call_command

from jiefen.accounts.models import Organisation

README = Path(__file__).resolve().parents[2] / "README.md"


@pytest.mark.django_db
def test_the_readme_s_table_imports_as_it_says(tmp_path):
    text = README.read_text(encoding="utf-8")
    lines = re.search(r"```csv\n(.*?)```", text, re.DOTALL)[1].splitlines()
    sheet = tmp_path / "阳光里.csv"
    sheet.write_text("\n".join(line.strip() for line in lines), encoding="utf-8")
    answer = io.StringIO()
    call_command("import_arrears", str(sheet), dry_run=True, json=True, stdout=answer)
    said = json.loads(answer.getvalue())
    assert "4 户、9 笔、7,135.52 元" in text
    assert (said["premises"], said["charge_rows"], said["outstanding_fen"]) == (4, 9, 713552)
    assert said["stated_total_fen"] == said["outstanding_fen"]
    assert said["problems"] == []
    assert not Organisation.objects.exists(), "a dry run leaves no company behind"
