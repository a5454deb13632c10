"""A drawing as a file: SVG that stands alone, or a piece of HTML in which Pango writes the words, for PDF and PNG.

WeasyPrint sets the words of an SVG letter by letter, which tears Arabic apart; those of HTML it hands to Pango.
"""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree
from markupsafe import Markup

from app.web.dashboard.letters import PDI, RLI, UNWANTED
from app.web.dashboard.marks import LINE, PAPER, Box, Drawing, Mark, Upright, Whisker, Words

SVG = "http://www.w3.org/2000/svg"
XML = "http://www.w3.org/XML/1998/namespace"
FONTS = "Noto Sans, Noto Sans Arabic, DejaVu Sans, system-ui, sans-serif"
BASELINE = 1.03  # of a line of words, from its top, in sizes
LIGHT = (Path(__file__).parents[1] / "static" / "results.css").read_text().partition("@media")[0]
WHITE = "#ffffff"
TONES = {PAPER: WHITE, **dict(re.findall(r"--tone-(\w+): (#\w+)", LIGHT))}  # those of the page, on white paper
INKS = {"ink": "#17202f", "quiet": "#4a5568", **dict(re.findall(r"--on-(\w+): (#\w+)", LIGHT))}


def svg(drawing: Drawing, title: str, description: str, language: str) -> bytes:
    """The drawing on white paper, with what it shows in words for those who do not see it."""
    root = _root(drawing, title, description)
    root.set(f"{{{XML}}}lang", language)
    root.insert(2, etree.Element(_tag("rect"), width="100%", height="100%", fill=WHITE))
    for mark in drawing.marks:
        if isinstance(mark, Words):
            _write(root, mark)
    made: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def html(drawing: Drawing, title: str) -> Markup:
    """The same for WeasyPrint: shapes as SVG, words above them as HTML."""
    shapes = Markup(etree.tostring(_root(drawing, title), encoding="unicode"))  # noqa: S704  lxml has escaped it
    words = Markup("").join(_line(word, drawing.width) for word in drawing.words)
    return Markup('<div class="drawing" style="width:{}px;height:{}px">{}{}</div>').format(
        _px(drawing.width), _px(drawing.height), shapes, words
    )


def _root(drawing: Drawing, title: str, description: str = "") -> etree._Element:
    wide, high = _px(drawing.width), _px(drawing.height)
    size = {"width": wide, "height": high, "viewBox": f"0 0 {wide} {high}", "role": "img", "direction": "ltr"}
    root = etree.Element(_tag("svg"), size, nsmap={None: SVG})  # type: ignore[dict-item]  # the stubs know no default
    etree.SubElement(root, _tag("title")).text = UNWANTED.sub("", title)
    etree.SubElement(root, _tag("desc")).text = UNWANTED.sub("", description)
    for mark in drawing.marks:
        _shape(root, mark)
    return root


def _shape(root: etree._Element, mark: Mark) -> None:
    match mark:
        case Box():
            at = {"x": _px(mark.x), "y": _px(mark.y), "width": _px(mark.width), "height": _px(mark.height)}
            # The white edge keeps neighbours apart for those who see no difference between their tones.
            etree.SubElement(root, _tag("rect"), {**at, "fill": TONES[mark.tone], "stroke": WHITE, "stroke-width": "1"})
        case Upright():
            ends = {"x1": _px(mark.x), "x2": _px(mark.x), "y1": _px(mark.y), "y2": _px(mark.bottom)}
            broken = {"stroke-dasharray": "4 4"} if mark.broken else {}
            etree.SubElement(root, _tag("line"), {**ends, "stroke": INKS["quiet"], "stroke-width": "1.5", **broken})
        case Whisker():
            etree.SubElement(root, _tag("path"), d=_path(mark), stroke=INKS["ink"], fill="none")


def _path(mark: Whisker) -> str:
    left, top, right, bottom = map(_px, mark.box)
    if mark.standing:
        return f"M{left} {top}H{right}M{left} {bottom}H{right}M{_px(mark.x)} {top}V{bottom}"
    return f"M{left} {top}V{bottom}M{right} {top}V{bottom}M{left} {_px(mark.y)}H{right}"


def _write(root: etree._Element, words: Words) -> None:
    at = {"x": _px(words.x), "y": _px(words.y + BASELINE * words.size), "text-anchor": words.anchor}
    look = {"font-family": FONTS, "font-size": _px(words.size), "fill": INKS[words.ink]}
    weight = {"font-weight": "bold"} if words.bold else {}
    # Places are counted from the left, whatever the words are; isolates say that they are read from the right.
    said = f"{RLI}{words.text}{PDI}" if words.rtl else words.text
    etree.SubElement(root, _tag("text"), {**at, **look, **weight}).text = said


def _line(words: Words, wide: float) -> Markup:
    place = {
        "start": f"left:{_px(words.x)}px",
        "end": f"right:{_px(wide - words.x)}px",
        "middle": f"left:{_px(words.x - wide)}px;width:{_px(2 * wide)}px;text-align:center",
    }[words.anchor]
    look = f"top:{_px(words.y)}px;font-size:{_px(words.size)}px;line-height:{LINE};color:{INKS[words.ink]}"
    weight = ";font-weight:bold" if words.bold else ""
    return Markup('<div dir="{}" style="{};{}{}">{}</div>').format(
        "rtl" if words.rtl else "ltr", place, look, weight, words.text
    )


def _tag(name: str) -> str:
    return f"{{{SVG}}}{name}"


def _px(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
