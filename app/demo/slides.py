"""Small real presentations from plain text, by the standard library alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from app.demo.packages import OOXML, RELATIONS, Parts, opendocument, package

KIND = "application/vnd.openxmlformats-officedocument.presentationml"
DRAWING = f"{OOXML}/drawingml/2006/main"
SPACES = f'xmlns:a="{DRAWING}" xmlns:p="{OOXML}/presentationml/2006/main" xmlns:r="{RELATIONS}"'
TREE = '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
LIKE_MASTER = "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr>"
COLOURS = {"dk1": "1F2A2E", "lt1": "FFFFFF", "dk2": "14532D", "lt2": "F1F5F0", "accent1": "1B6B4A",
           "accent2": "2F6DB5", "accent3": "B45309", "accent4": "7C3AED", "accent5": "0E7490",
           "accent6": "9F1239", "hlink": "1D4ED8", "folHlink": "6D28D9"}
PLACES = {"title": 'x="838200" y="365125"/><a:ext cx="10515600" cy="1325563"',  # EMU: 1/914400 inch
          "body": 'x="838200" y="1825625"/><a:ext cx="10515600" cy="4351338"'}


@dataclass(frozen=True)
class Slide:
    """One slide: its title, its points, and what the speaker has noted."""

    title: str
    points: Sequence[str] = ()
    notes: str = ""


def pptx(slides: Sequence[Slide]) -> bytes:
    """A PowerPoint file of SLIDES, in wide format."""
    main = (f"{KIND}.presentation.main+xml", _presentation(len(slides)))
    parts = {"ppt/presentation.xml": main} | _masters()
    links = {"ppt/presentation.xml": ["slideMasters/slideMaster1.xml", "notesMasters/notesMaster1.xml"],
             "ppt/slideMasters/slideMaster1.xml": ["../slideLayouts/slideLayout1.xml", "../theme/theme1.xml"],
             "ppt/slideLayouts/slideLayout1.xml": ["../slideMasters/slideMaster1.xml"],
             "ppt/notesMasters/notesMaster1.xml": ["../theme/theme2.xml"]}
    for number, slide in enumerate(slides, 1):
        name, notes = f"slides/slide{number}.xml", f"notesSlides/notesSlide{number}.xml"
        shapes = _shape("title", [slide.title]) + _shape("body", slide.points)
        parts[f"ppt/{name}"] = (f"{KIND}.slide+xml", _sheet("sld", shapes))
        parts[f"ppt/{notes}"] = (f"{KIND}.notesSlide+xml", _sheet("notes", _shape("body", [slide.notes])))
        links["ppt/presentation.xml"].append(name)
        links[f"ppt/{name}"] = ["../slideLayouts/slideLayout1.xml", f"../{notes}"]
        links[f"ppt/{notes}"] = ["../notesMasters/notesMaster1.xml", f"../{name}"]
    return package(parts, links)


def odp(slides: Sequence[Slide]) -> bytes:
    """An OpenDocument presentation of SLIDES."""
    pages = "".join(
        f'<draw:page draw:name="{number}"><draw:frame><draw:text-box>' + "".join(
            f"<text:p>{escape(line)}</text:p>" for line in (slide.title, *slide.points, slide.notes))
        + "</draw:text-box></draw:frame></draw:page>" for number, slide in enumerate(slides, 1))
    return opendocument("presentation", f"<office:presentation>{pages}</office:presentation>")


def _presentation(count: int) -> str:
    ids = "".join(f'<p:sldId id="{256 + number}" r:id="rId{number + 3}"/>' for number in range(count))
    return (f'<p:presentation {SPACES}><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/>'
            '</p:sldMasterIdLst><p:notesMasterIdLst><p:notesMasterId r:id="rId2"/></p:notesMasterIdLst>'
            f'<p:sldIdLst>{ids}</p:sldIdLst><p:sldSz cx="12192000" cy="6858000"/>'
            '<p:notesSz cx="6858000" cy="9144000"/></p:presentation>')


def _sheet(kind: str, shapes: str, more: str = LIKE_MASTER) -> str:
    return f"<p:{kind} {SPACES}><p:cSld><p:spTree>{TREE}{shapes}</p:spTree></p:cSld>{more}</p:{kind}>"


def _shape(kind: str, lines: Sequence[str], placed: bool = False) -> str:
    frame = f"<a:xfrm><a:off {PLACES[kind]}/></a:xfrm>" if placed else ""
    number, index = (2, "") if kind == "title" else (3, ' idx="1"')
    text = "".join(f'<a:p><a:r><a:rPr lang="nb-NO"/><a:t>{escape(line)}</a:t></a:r></a:p>' for line in lines)
    return (f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{kind}"/><p:cNvSpPr/><p:nvPr>'
            f'<p:ph type="{kind}"{index}/></p:nvPr></p:nvSpPr><p:spPr>{frame}</p:spPr>'
            f"<p:txBody><a:bodyPr/><a:lstStyle/>{text or '<a:p/>'}</p:txBody></p:sp>")


def _masters() -> Parts:
    shapes = _shape("title", [""], placed=True) + _shape("body", [""], placed=True)
    own = " ".join(f'{name}="{name}"' for name in COLOURS if name[1] != "k" and name[1] != "t")
    colours = f'<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" {own}/>'
    layouts = '<p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="rId1"/></p:sldLayoutIdLst>'
    theme = ("application/vnd.openxmlformats-officedocument.theme+xml", _theme())
    sheets = {"slideMaster": ("sldMaster", colours + layouts), "slideLayout": ("sldLayout", LIKE_MASTER),
              "notesMaster": ("notesMaster", colours)}
    made = {f"ppt/{name}s/{name}1.xml": (f"{KIND}.{name}+xml", _sheet(kind, shapes, more))
            for name, (kind, more) in sheets.items()}
    return made | {"ppt/theme/theme1.xml": theme, "ppt/theme/theme2.xml": theme}


def _theme() -> str:
    colours = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>'
                      for name, value in COLOURS.items())
    font = '<a:latin typeface="Calibri"/><a:ea typeface=""/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f"<a:ln>{fill}</a:ln>"
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (f'<a:theme xmlns:a="{DRAWING}" name="Livskraft"><a:themeElements>'
            f'<a:clrScheme name="Livskraft">{colours}</a:clrScheme><a:fontScheme name="Livskraft">'
            f"<a:majorFont>{font}</a:majorFont><a:minorFont>{font}</a:minorFont></a:fontScheme>"
            f'<a:fmtScheme name="Livskraft"><a:fillStyleLst>{fill * 3}</a:fillStyleLst>'
            f"<a:lnStyleLst>{line * 3}</a:lnStyleLst>"
            f"<a:effectStyleLst>{effect * 3}</a:effectStyleLst>"
            f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>")
