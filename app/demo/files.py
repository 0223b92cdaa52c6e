"""The small real files of the demonstration, made when they are first needed."""

import io

from app.demo import office
from app.demo.script import Facts, Script, items
from app.files import service as files


def file_ids(script: Script, email: str, names: list[str]) -> tuple[int, ...]:
    """The files NAMES, uploaded by the one who shows them. A file shown by two people is uploaded twice."""
    return tuple(_file(script, email, name) for name in names)


def _file(script: Script, email: str, name: str) -> int:
    key = f"{email} {name}"
    if key not in script.files:
        [facts] = [one for one in items("files.json") if one["name"] == name]
        script.files[key] = files.upload(script.actor(email), name, io.BytesIO(made(facts)))
    return script.files[key].id


def made(facts: Facts) -> bytes:
    """The bytes of the file that FACTS describe."""
    title: str = facts["title"]
    match facts["kind"]:
        case "xlsx":
            return office.xlsx({"Ark 1": facts["rows"]})
        case "pptx":
            return office.pptx([office.Slide(page[0], page[1:]) for page in facts["pages"]])
        case "pdf":
            return office.pdf(["\n\n".join([title, *page]) for page in facts["pages"]])
    paragraphs = [title, *(line for page in facts["pages"] for line in page)]
    match facts["kind"]:
        case "docx":
            return office.docx(paragraphs)
        case "odt":
            return office.odt(paragraphs)
    return office.txt("\n\n".join(paragraphs))
