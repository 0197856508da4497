"""HTML from strangers: made safe to show, and made into plain text. Works without Django."""

from __future__ import annotations

import re
from typing import Any

import nh3
from selectolax.lexbor import LexborHTMLParser

MAX_HTML = 2_000_000  # characters; what is longer is shown as text
MAX_TAGS = 60_000
MAX_DEPTH = 1_000

_TAGS = {
    "a", "abbr", "address", "article", "aside", "b", "bdi", "bdo", "big", "blockquote", "br", "caption", "center",
    "cite", "code", "col", "colgroup", "dd", "del", "details", "div", "dl", "dt", "em", "figcaption", "figure", "font",
    "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "i", "img", "ins", "kbd", "li", "main", "mark",
    "nav", "ol", "p", "pre", "q", "s", "samp", "section", "small", "span", "strike", "strong", "sub", "summary",
    "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "tt", "u", "ul", "var", "wbr",
}  # fmt: skip
_ATTRIBUTES = {
    "*": {"style", "title", "dir", "lang", "align", "valign", "width", "height", "bgcolor", "color", "class"},
    "a": {"href", "name"},
    "img": {"src", "alt"},
    "table": {"border", "cellpadding", "cellspacing"},
    "td": {"colspan", "rowspan", "nowrap"},
    "th": {"colspan", "rowspan", "nowrap", "scope"},
    "ol": {"start", "type"},
    "ul": {"type"},
    "li": {"value"},
    "font": {"face", "size"},
    "time": {"datetime"},
    "col": {"span"},
    "colgroup": {"span"},
    "blockquote": {"type"},
}
_STYLES = {
    "background-color", "border", "border-bottom", "border-collapse", "border-color", "border-left", "border-radius",
    "border-right", "border-spacing", "border-style", "border-top", "border-width", "color", "direction", "display",
    "font", "font-family", "font-size", "font-style", "font-variant", "font-weight", "height", "letter-spacing",
    "line-height", "list-style-type", "margin", "margin-bottom", "margin-left", "margin-right", "margin-top",
    "max-width", "min-width", "padding", "padding-bottom", "padding-left", "padding-right", "padding-top",
    "table-layout", "text-align", "text-decoration", "text-indent", "text-transform", "vertical-align", "white-space",
    "width", "word-break", "word-wrap",
}  # fmt: skip
_SCHEMES = {"http", "https", "ftp", "mailto", "tel", "cid", "data", "sip", "xmpp", "tg"}
_BAD_STYLE = re.compile(
    r"url\s*\(|expression\s*\(|@import|behaviou?r\s*:|-moz-binding|javascript:|image-set\s*\(|\\", re.I
)
_LOCAL_IMAGE = re.compile(r"(?:cid:|data:image/(?:png|gif|jpe?g|webp)[;,])", re.I)
_REMOTE = re.compile(r"\s*(?:https?:)?//", re.I)
_NUL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


def sanitise(html: str) -> str:
    """The same letter with nothing in it that runs, loads or reaches out of its frame.

    Images of the letter itself keep `src="cid:…"` (or a data image); remote ones have their address in
    `data-remote-src`, so that nothing is asked for until the reader wants it. What is too large for a letter
    comes back as text in <pre>.
    """
    html = _NUL.sub("", html)
    if _is_too_much(html):
        return f"<pre>{nh3.clean_text(to_text(html[:MAX_HTML]))}</pre>"
    cleaned = nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags={
            "script",
            "style",
            "title",
            "template",
            "noscript",
            "iframe",
            "object",
            "svg",
            "math",
            "head",
        }
        - ({"head"} if "<body" not in html.lower() else set()),
        attributes={**_ATTRIBUTES, "img": {"src", "alt", "data-remote-src"}},
        attribute_filter=_filter,
        filter_style_properties=_STYLES,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )
    return _park_remote_images(cleaned)


_DEEP = re.compile(r"<(/?)(?:div|blockquote|table|tr|td|span|b|i|u|em|font|ul|ol|li|section|center|a|p)\b", re.I)


def _is_too_much(html: str) -> bool:
    """Too large, or nested deeper than any letter: the cleaner's time grows with the square of the depth."""
    tags = html.count("<")
    if len(html) > MAX_HTML or tags > MAX_TAGS:
        return True
    if tags < 2 * MAX_DEPTH:
        return False
    depth = 0
    for match in _DEEP.finditer(html):
        depth = max(depth - 1, 0) if match[1] else depth + 1
        if depth > MAX_DEPTH:
            return True
    return False


def _filter(tag: str, name: str, value: str) -> str | None:
    if name == "style":
        return None if _BAD_STYLE.search(value) else value
    if name == "src":
        return value if _LOCAL_IMAGE.match(value.strip()) or _REMOTE.match(value) else None
    if name == "href":
        return None if value.strip().lower().startswith(("data:", "cid:")) else value
    if name == "data-remote-src":
        return None  # only ours, made below
    return value


_IMG_SRC = re.compile(r'(<img\b[^>]*?\s)src="(?!cid:|data:)', re.I)


def _park_remote_images(cleaned: str) -> str:
    """nh3 has written the tags itself: every attribute is quoted, and a ">" within one is escaped."""
    return _IMG_SRC.sub(r'\1data-remote-src="', cleaned)


_BLOCKS = frozenset(
    [
        "p",
        "div",
        "br",
        "li",
        "tr",
        "table",
        "ul",
        "ol",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "hr",
        "pre",
        "section",
        "article",
        "header",
        "footer",
        "dl",
        "dt",
        "dd",
        "center",
        "form",
        "address",
        "figure",
        "figcaption",
        "caption",
        "main",
        "aside",
        "nav",
        "details",
        "summary",
        "body",
    ]
)
_PARAGRAPHS = frozenset(
    ["p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "pre", "table", "hr", "dl"]
)
_SKIPPED = frozenset(["script", "style", "head", "title", "template", "noscript", "svg", "math", "object", "iframe"])
_SPACES = re.compile(r"[ \t\r\n\f]+")
_LINE_ENDS = re.compile(r"[ \t\xa0]+\n")
_MANY_LINES = re.compile(r"\n{3,}")


def to_text(html: str) -> str:
    """What a reader would see, as lines: blocks on their own lines, quotes behind "> ", links after their words."""
    html = _NUL.sub("", html[:MAX_HTML])
    if _is_too_much(html):
        return re.sub(r"<[^<>]{0,2000}>", " ", html)
    root = LexborHTMLParser(html).root
    if root is None:
        return ""
    writer = _Writer()
    _walk(root, writer)
    return writer.text()


class _Writer:
    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.at_line_start = True
        self.quote = 0
        self.pre = 0

    def put(self, words: str) -> None:
        if not self.pre:
            words = _SPACES.sub(" ", words)
            if self.at_line_start:
                words = words.lstrip(" ")
        if not words:
            return
        if self.at_line_start and self.quote:
            self.pieces.append(self.prefix())
        if self.pre and self.quote:
            words = words.replace("\n", "\n" + self.prefix())
        self.pieces.append(words)
        self.at_line_start = words.endswith("\n")

    def line(self, *, blank: bool = False) -> None:
        if not self.at_line_start:
            self.pieces.append("\n")
        if blank and self.pieces and self.pieces[-1] != (empty := self.prefix().rstrip() + "\n"):
            self.pieces.append(empty)
        self.at_line_start = True

    def prefix(self) -> str:
        return "> " * min(self.quote, 6)

    def text(self) -> str:
        return _MANY_LINES.sub("\n\n", _LINE_ENDS.sub("\n", "".join(self.pieces))).strip("\n").rstrip()


def _walk(root: Any, writer: _Writer) -> None:
    """Depth first without recursion: a stranger's nesting may be as deep as it likes."""
    stack: list[tuple[Any, bool]] = [(root, False)]
    while stack:
        node, is_end = stack.pop()
        tag = node.tag
        if is_end:
            _leave(node, tag, writer)
            continue
        if tag == "-text":
            writer.put(node.text(deep=False) or "")
            continue
        if tag in _SKIPPED or tag.startswith("-") or tag == "!doctype":
            continue
        _enter(node, tag, writer)
        stack.append((node, True))
        child = node.last_child
        while child is not None:
            stack.append((child, False))
            child = child.prev


def _enter(node: Any, tag: str, writer: _Writer) -> None:
    if tag == "br":
        if writer.at_line_start:
            writer.pieces.append(writer.prefix().rstrip() + "\n")
        else:
            writer.line()
    elif tag in ("td", "th"):
        if not writer.at_line_start:
            writer.put(" ")
    elif tag in _PARAGRAPHS:
        writer.line(blank=True)
    elif tag in _BLOCKS:
        writer.line()
    if tag == "li":
        writer.put("- ")
    elif tag == "pre":
        writer.pre += 1
    elif tag == "blockquote":
        writer.quote += 1


def _leave(node: Any, tag: str, writer: _Writer) -> None:
    if tag == "a":
        href = (node.attributes.get("href") or "").strip()
        words = (node.text() or "").strip()
        if href.startswith(("http://", "https://")) and words and not _same_link(words, href):
            writer.put(f" <{href}>")
    elif tag == "pre":
        writer.pre -= 1
    elif tag == "blockquote":
        writer.line()
        writer.quote -= 1
    if tag in _PARAGRAPHS:
        writer.line(blank=True)
    elif tag in _BLOCKS and tag != "br":
        writer.line()


def _same_link(words: str, href: str) -> bool:
    bare = re.sub(r"^https?://(?:www\.)?|/$", "", href)
    return re.sub(r"^https?://(?:www\.)?|/$", "", words) == bare
