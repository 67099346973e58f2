"""The body of an answer on a web page -> Markdown: lists, headings, and code and tables as far as they can be told."""

import re
from collections.abc import Iterator, Sequence

_BULLET = re.compile(r"^(?P<indent>\s*)[•◦▪‣●○∙·]\s*(?P<text>.*)$")
_DASH = re.compile(r"^(?P<indent>\s*)[-–*]\s+(?P<text>.*)$")
_ITEM = re.compile(r"^(?P<indent>\s+)(?P<number>\d{1,2})[.)]\s+(?P<text>.*)$")
_STEP = re.compile(r"^(?P<number>\d{1,2})[.)]\s+(?P<text>\S.*)$")
_COMMANDS = "aws kubectl docker terraform sudo pip npm git curl helm eksctl sam cdk export chmod echo".replace(" ", "|")
_SURE = re.compile(
    r"^\s*(?:(?:\$|>|#)\s?\S|//|--[a-z][\w-]*"
    rf"|(?:{_COMMANDS}) \S"
    r"|import [\w.]+$|from [\w.]+ import |(?:async )?def \w+\(|class \w+.*:|return\b|except\b"
    r"|(?:for|while|if|elif|with) .*:$|(?:else|try|finally):$"
    r"|(?:const|let|var) \w+|(?:async )?function\b"
    r"|(?:SELECT|CREATE|INSERT INTO|UPDATE|ALTER|DELETE FROM|FROM|WHERE|GROUP BY) "
    r"|(?:resource|provider|variable|module|data|output) \"|[\[\]{}();,]+$|\"[^\"]+\"\s*:"
    r"|[\w.\[\]'\"-]+\s*=\s*\S|[\w.]+\([^)]*\)\s*[;{:]?$|@\w+"
    r"|</?[A-Za-z][^<>]*>)|[\\{;]\s*$"
)
_MAYBE = re.compile(r"^\s*(?:- )?[A-Za-z][\w.:-]*:(?:\s+\S.*)?$|^\s{2,}\S|^\s*-\s\S+$")
_LANGUAGES = (
    ("json", r"^\s*[{\[]\s*$|^\s*\"[^\"]+\"\s*:"),
    ("hcl", r"^(?:resource|provider|variable|module|data|output) \""),
    ("python", r"^(?:import |from \w+ import|def |class |@)|^\s*print\("),
    ("sql", r"^\s*(?:SELECT|CREATE|INSERT|UPDATE|ALTER|DELETE)\b"),
    ("bash", r"^\s*(?:\$ )?(?:aws|kubectl|docker|terraform|sudo|pip|npm|git|curl|helm|eksctl|sam|cdk|export) "),
    ("javascript", r"^\s*(?:const|let|var|async function|function|exports\.|module\.)"),
    ("yaml", r"^(?:Resources|apiVersion|AWSTemplateFormatVersion|version|services|kind):|^\s*- \w+:"),
)


def as_markdown(lines: Sequence[str], first_line: int = 1) -> tuple[str, list[str]]:
    """The Markdown of an answer, and a doubt for each place where it could not be told what stands there."""
    pieces: list[str] = []
    doubts: list[str] = []
    for number, kind, block in _merged(_blocks(lines)):
        if kind == "code":
            pieces.append(f"```{_language(block)}\n" + "\n".join(block) + "\n```")
        elif kind == "table":
            table = _table(block)
            if table is None:
                doubts.append(
                    f"Line {first_line + number}: this looks like a table, but its columns could not be told."
                )
            pieces.append(table or "```text\n" + "\n".join(block) + "\n```")
        else:
            pieces.append(_prose(block))
    return "\n\n".join(piece for piece in pieces if piece.strip()), doubts


def _blocks(lines: Sequence[str]) -> Iterator[tuple[int, str, list[str]]]:
    """Runs of lines without a blank one between, each with the index of its first line and what it is."""
    block: list[str] = []
    for index, line in enumerate([*lines, ""]):
        if line.strip():
            block.append(line)
        elif block:
            yield from _split(index - len(block), block)
            block = []


def _split(number: int, block: list[str]) -> Iterator[tuple[int, str, list[str]]]:
    """Code that follows a list without a blank line between is code all the same."""
    listed = [index for index, line in enumerate(block) if _BULLET.match(line) or _ITEM.match(line)]
    cut = listed[-1] + 1 if listed else 0
    rest = block[cut:]
    if cut and rest and _kind(rest) == "code":
        yield number, "prose", block[:cut]
        yield number + cut, "code", rest
    else:
        yield number, _kind(block), block


def _merged(blocks: Iterator[tuple[int, str, list[str]]]) -> Iterator[tuple[int, str, list[str]]]:
    """A blank line within code does not end it."""
    held: tuple[int, str, list[str]] | None = None
    for number, kind, block in blocks:
        if held and held[1] == kind == "code":
            held[2].extend(["", *block])
            continue
        if held:
            yield held
        held = (number, kind, list(block))
    if held:
        yield held


def _kind(block: Sequence[str]) -> str:
    listed = sum(bool(_BULLET.match(line) or _ITEM.match(line)) for line in block)
    if listed * 2 > len(block):
        return "prose"
    sure = sum(bool(_SURE.search(line)) and not _is_sentence(line) for line in block)
    maybe = sum(bool(_MAYBE.match(line)) and not _SURE.search(line) and not _is_sentence(line) for line in block)
    if sure * 2 >= len(block) or (len(block) >= 3 and sure and (sure + maybe) * 4 >= len(block) * 3):
        return "code"
    if len(block) >= 3 and (sure + maybe) == len(block):
        return "code"
    separated = sum(bool(re.search(r"\S(?:\t|\s{2,}|\s*\|\s*)\S", line)) for line in block)
    if len(block) >= 3 and not listed and (separated == len(block) or not any(_STEP.match(line) for line in block)):
        return "table"
    return "prose"


def _is_sentence(line: str) -> bool:
    """Prose may mention a call or an assignment; it has words, and ends like a sentence."""
    text = line.strip()
    return bool(re.match(r"[•◦\d]|[A-Z][a-z]+\b.*\s[a-z]+\s[a-z]+", text)) and (
        text[-1] in ".:?!" or len(text.split()) > 9
    )


def _language(block: Sequence[str]) -> str:
    for name, pattern in _LANGUAGES:
        if any(re.search(pattern, line) for line in block[:6]):
            return name
    return "text"


def _table(block: Sequence[str]) -> str | None:
    """A Markdown table where tabs, bars or wide gaps set the columns apart in every row alike."""
    for gap in (r"\t+", r"\|", r"\s{2,}"):
        rows = [[cell.strip() for cell in re.split(gap, line.strip().strip("|").strip())] for line in block]
        width = len(rows[0])
        if width > 1 and all(len(row) == width for row in rows):
            head, *body = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
            return "\n".join([head, "| " + " | ".join(["---"] * width) + " |", *body])
    return None


def _prose(block: Sequence[str]) -> str:
    """Paragraphs, headings and lists; bullets are nested by how far they stand in."""
    written: list[str] = []
    indents: list[int] = []
    for line in block:
        bullet = _BULLET.match(line) or _DASH.match(line)
        item = _ITEM.match(line)
        step = _STEP.match(line)
        if bullet or item:
            match = bullet or item
            indents = [indent for indent in indents if indent < len(match["indent"])] + [len(match["indent"])]
            mark = "-" if bullet else f"{item['number']}."
            if written and not _is_item(written[-1]):
                written.append("")
            written.append(f"{'   ' * (len(indents) - 1)}{mark} {match['text']}")
        elif step and len(step["text"]) < 90 and step["text"][-1] not in ".;,":
            written += [*([""] if written else []), f"### {step['number']}. {step['text'].rstrip(':')}", ""]
            indents = []
        else:
            written += [*([""] if written and _is_item(written[-1]) else []), line.strip()]
            indents = []
    return re.sub(r"\n{3,}", "\n\n", "\n".join(written)).strip("\n")


def _is_item(line: str) -> bool:
    return bool(re.match(r"\s*(?:-|\d+\.) ", line))
